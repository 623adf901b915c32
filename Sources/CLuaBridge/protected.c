// pcall and xpcall, as in Lua, except that a script can't catch the error of `exit`.
//
// `exit` raises an error, so that close handlers run on the way. Each task counts how often that error was
// raised in it. A protected call in which the count grew raises the error again, whatever error the call
// ended with: an error of a close handler may have replaced it.

#include <string.h>

#include "bridge.h"

// MARK: Recognising an error that ends a task

void bridge_keep_ending(lua_State *L, int kind) {  // error -> error
    lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_endings_key);
    lua_pushvalue(L, -2);
    lua_pushinteger(L, kind);
    lua_rawset(L, -3);
    lua_pop(L, 1);
}

int bridge_ending_of(lua_State *L, int index) {
    if (lua_type(L, index) != LUA_TTABLE) return 0;
    index = lua_absindex(L, index);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_endings_key);
    lua_pushvalue(L, index);
    lua_rawget(L, -2);
    int kind = (int)lua_tointeger(L, -1);
    lua_pop(L, 2);
    return kind;
}

// host.ending(err): how an error ends its task (1: cancelled, 2: the program ends, 3: interrupted by a
// person), or nil. The error is recognised by identity, since only the program makes such errors; a script's
// table with the same fields does not count.
static int ending(lua_State *L) {
    int kind = bridge_ending_of(L, 1);
    if (kind == 0) return 0;
    lua_pushinteger(L, kind);
    return 1;
}

// MARK: The end of the program

// host.exits(count): how often the error of `exit` was raised in the running task; sets the number if `count`
// is given.
static int exits(lua_State *L) {
    bridge_task *task = state_of(L)->current;
    if (task == NULL) return 0;
    if (lua_isinteger(L, 1)) task->exits = (uint32_t)lua_tointeger(L, 1);
    lua_pushinteger(L, task->exits);
    return 1;
}

// The running task and its count, in one number, for bridge_pass_exit.
lua_KContext bridge_exit_mark(lua_State *L) {
    const bridge_task *task = state_of(L)->current;
    return task == NULL ? 0 : (lua_KContext)((task->serial << 16) | (task->exits & 0xffff));
}

// Raises the error on top as the error of `exit`, and counts it.
int bridge_raise_exit(lua_State *L) {
    bridge_task *task = state_of(L)->current;
    if (task != NULL) task->exits++;
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &bridge_exit_key);
    return lua_error(L);
}

// Called after a protected call whose error is on top: if `exit` raised its error in the call, raises it
// again; `mark` was taken before the call. A script's coroutine may continue in another task, to which the
// mark does not apply; then the error itself decides.
void bridge_pass_exit(lua_State *L, lua_KContext mark) {
    const bridge_task *task = state_of(L)->current;
    if (task == NULL || task->exits == 0) return;
    lua_KContext now = bridge_exit_mark(L);
    bool is_same_task = now >> 16 == mark >> 16;
    if (is_same_task ? now == mark : bridge_ending_of(L, -1) != BRIDGE_ENDS_PROGRAM) return;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_exit_key);
    lua_error(L);
}

// MARK: pcall and xpcall, after lbaselib.c

static int caught(lua_State *L, lua_KContext mark) {
    bridge_pass_exit(L, mark);
    lua_pushboolean(L, 0);
    lua_pushvalue(L, -2);
    return 2;
}

static bool has_failed(int status) { return status != LUA_OK && status != LUA_YIELD; }

static int pcall_ended(lua_State *L, int status, lua_KContext mark) {
    return has_failed(status) ? caught(L, mark) : lua_gettop(L);
}

static int protected_call(lua_State *L) {
    luaL_checkany(L, 1);
    lua_pushboolean(L, 1);
    lua_insert(L, 1);
    lua_KContext mark = bridge_exit_mark(L);
    return pcall_ended(L, lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, mark, pcall_ended), mark);
}

static int xpcall_ended(lua_State *L, int status, lua_KContext mark) {
    return has_failed(status) ? caught(L, mark) : lua_gettop(L) - 2;
}

static int protected_call_with_handler(lua_State *L) {
    int count = lua_gettop(L);
    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_pushboolean(L, 1);
    lua_pushvalue(L, 1);
    lua_rotate(L, 3, 2);  // fn handler true fn args...
    lua_KContext mark = bridge_exit_mark(L);
    return xpcall_ended(L, lua_pcallk(L, count - 2, LUA_MULTRET, 2, mark, xpcall_ended), mark);
}

// The program's own modules use the original functions, as `host.pcall` and `host.xpcall`: their clean-up
// must run even after `exit`.
int bridge_open_protected(lua_State *L) {
    lua_getglobal(L, "host");
    lua_getglobal(L, "pcall");
    lua_setfield(L, -2, "pcall");
    lua_getglobal(L, "xpcall");
    lua_setfield(L, -2, "xpcall");
    lua_pushcfunction(L, ending);
    lua_setfield(L, -2, "ending");
    lua_pushcfunction(L, exits);
    lua_setfield(L, -2, "exits");
    lua_pushcfunction(L, bridge_keep_traceback);
    lua_setfield(L, -2, "keep_traceback");
    lua_pop(L, 1);
    lua_register(L, "pcall", protected_call);
    lua_register(L, "xpcall", protected_call_with_handler);
    bridge_new_weak_table(L, &bridge_endings_key, "k");
    return 0;
}
