// The coroutine library; waits pass through a script's own coroutines.
//
// A host function that waits yields one mark. `resume` and `wrap` recognise it, leave it on the stack and
// yield it again from their own thread, up to the task's base. When the task is stepped, the resumes go down
// the same way. The innermost continuation fetches the answer of the wait, so no value is carried along.

#include <string.h>

#include "bridge.h"

#define CLOSE_DEPTH_MAX 100  // nested coroutine.close overflows the C stack of Lua 5.4.4

static lua_State *coroutine_at(lua_State *L, int index) {
    lua_State *co = lua_tothread(L, index);
    luaL_argexpected(L, co, index, "thread");
    return co;
}

static bool waits(lua_State *co) {
    return lua_status(co) == LUA_YIELD && lua_gettop(co) > 0 &&
        lua_touserdata(co, -1) == (void *)&bridge_wait_mark;
}

// MARK: Where waiting is possible

bool bridge_can_wait(lua_State *L) {
    bridge_state *state = state_of(L);
    return state->current != NULL && state->blocked == 0 && lua_isyieldable(L);
}

// The name of the innermost C function that runs, which prevents a wait.
static const char *obstacle(lua_State *L) {
    lua_Debug frame;
    for (int level = 1; lua_getstack(L, level, &frame); level++) {
        if (!lua_getinfo(L, "nS", &frame)) break;
        if (strcmp(frame.namewhat, "metamethod") == 0) return frame.name;
        if (strcmp(frame.what, "C") == 0 && frame.name != NULL && strcmp(frame.name, "pcall") != 0 &&
            strcmp(frame.name, "xpcall") != 0)
            return frame.name;
    }
    return NULL;
}

// Raises the error for a wait where Lua can't yield; the error names the function that prevents it.
int bridge_refuse_wait(lua_State *L, const char *name) {
    const char *inside = obstacle(L);
    if (inside != NULL) return luaL_error(L, "'%s' waits, and cannot be called inside '%s'", name, inside);
    if (state_of(L)->current == NULL) return luaL_error(L, "'%s' waits, and no task is running here", name);
    return luaL_error(
        L, "'%s' waits, and cannot be called inside a coroutine resumed where nothing can wait", name);
}

// MARK: Resuming

static const char *refusal(lua_State *co) {
    if (task_of(co) != NULL || co == state_of(co)->main) return "cannot resume a task";
    if (waits(co)) return "cannot resume a coroutine that is waiting";
    return NULL;
}

// How a coroutine stopped without values; `run` returns this instead of their number.
enum {
    CO_FAILED = -1,  // its error is on top of the stack of the coroutine that resumed it
    CO_WAITS = -2,   // its mark is on top of its own stack
};

// Runs `co` until it ends, yields or waits. Returns the number of its values, which are moved to L, or how it
// stopped.
static int run(lua_State *L, lua_State *co, int arguments) {
    bridge_state *state = state_of(L);
    int blocks = !lua_isyieldable(L), count = 0;
    state->blocked += blocks;
    bridge_enter(state, co);
    int status = lua_resume(co, L, arguments, &count);
    bridge_leave(state, L);
    state->blocked -= blocks;
    if (status == LUA_YIELD && waits(co)) return CO_WAITS;
    if (status != LUA_OK && status != LUA_YIELD) {
        lua_xmove(co, L, 1);
        return CO_FAILED;
    }
    if (!lua_checkstack(L, count + 1)) {
        lua_pop(co, count);
        lua_pushliteral(L, "too many results to resume");
        return CO_FAILED;
    }
    lua_xmove(co, L, count);
    return count;
}

static int start(lua_State *L, lua_State *co, int arguments) {
    const char *reason = refusal(co);
    if (reason == NULL && !lua_checkstack(co, arguments)) reason = "too many arguments to resume";
    if (reason != NULL) {
        lua_pushstring(L, reason);
        return CO_FAILED;
    }
    lua_xmove(L, co, arguments);
    return run(L, co, arguments);
}

static int go_on(lua_State *L, lua_State *co) {
    if (!waits(co)) {  // another task has closed it
        lua_pushliteral(L, "the coroutine was closed while it waited");
        return CO_FAILED;
    }
    lua_pop(co, 1);
    return run(L, co, 0);
}

static int pass_wait_on(lua_State *L, lua_KContext context, lua_KFunction continuation) {
    lua_pushlightuserdata(L, &bridge_wait_mark);
    return lua_yieldk(L, 1, context, continuation);
}

// MARK: resume

// `mark` was taken when the call began: the error of `exit` is raised again.
static int resumed(lua_State *L, int count, lua_KContext mark, lua_KFunction continuation) {
    if (count == CO_WAITS) return pass_wait_on(L, mark, continuation);
    if (count == CO_FAILED) bridge_pass_exit(L, mark);
    lua_pushboolean(L, count >= 0);
    int results = count < 0 ? 1 : count;
    lua_insert(L, -(results + 1));
    return results + 1;
}

static int resume_again(lua_State *L, int status, lua_KContext mark) {
    (void)status;
    return resumed(L, go_on(L, lua_tothread(L, 1)), mark, resume_again);
}

static int co_resume(lua_State *L) {
    lua_State *co = coroutine_at(L, 1);
    lua_KContext mark = bridge_exit_mark(L);
    return resumed(L, start(L, co, lua_gettop(L) - 1), mark, resume_again);
}

// MARK: wrap

// As in lcorolib.c: closes the failed coroutine and adds the position to the message.
static int raise_from(lua_State *L, lua_State *co) {
    int status = lua_status(co);
    if (status != LUA_OK && status != LUA_YIELD) {
        status = lua_resetthread(co);
        lua_xmove(co, L, 1);
    }
    if (status != LUA_ERRMEM && lua_type(L, -1) == LUA_TSTRING) {
        luaL_where(L, 1);
        lua_insert(L, -2);
        lua_concat(L, 2);
    }
    return lua_error(L);
}

static int wrapped(lua_State *L, lua_State *co, int count, lua_KFunction continuation) {
    if (count == CO_WAITS) return pass_wait_on(L, 0, continuation);
    return count == CO_FAILED ? raise_from(L, co) : count;
}

static int wrap_again(lua_State *L, int status, lua_KContext context) {
    (void)status, (void)context;
    lua_State *co = lua_tothread(L, lua_upvalueindex(1));
    return wrapped(L, co, go_on(L, co), wrap_again);
}

static int call_wrapped(lua_State *L) {
    lua_State *co = lua_tothread(L, lua_upvalueindex(1));
    return wrapped(L, co, start(L, co, lua_gettop(L)), wrap_again);
}

static int co_create(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_State *co = lua_newthread(L);
    lua_pushvalue(L, 1);
    lua_xmove(L, co, 1);
    return 1;
}

static int co_wrap(lua_State *L) {
    co_create(L);
    lua_pushcclosure(L, call_wrapped, 1);
    return 1;
}

// MARK: Other functions

static int co_close(lua_State *L) {
    lua_State *co = coroutine_at(L, 1);
    bridge_state *state = state_of(L);
    lua_Debug frame;
    if (co == L || (lua_status(co) == LUA_OK && lua_getstack(co, 0, &frame)))
        return luaL_error(L, "cannot close a %s coroutine", co == L ? "running" : "normal");
    if (task_of(co) != NULL || co == state->main) return luaL_error(L, "cannot close a task; cancel it");
    if (state->close_depth >= CLOSE_DEPTH_MAX)
        return luaL_error(L, "too many nested calls of 'coroutine.close'");
    lua_KContext mark = bridge_exit_mark(L);
    state->close_depth++;
    state->blocked++;
    bridge_enter(state, co);
    int status = lua_resetthread(co);
    bridge_leave(state, L);
    state->blocked--;
    state->close_depth--;
    lua_pushboolean(L, status == LUA_OK);
    if (status == LUA_OK) return 1;
    lua_xmove(co, L, 1);
    bridge_pass_exit(L, mark);
    return 2;
}

static int co_yield(lua_State *L) {
    if (task_of(L) != NULL) return luaL_error(L, "attempt to yield from outside a coroutine");
    return lua_yield(L, lua_gettop(L));
}

static int co_running(lua_State *L) {
    bool main = lua_pushthread(L);
    lua_pushboolean(L, main || task_of(L) != NULL);
    return 2;
}

static int co_isyieldable(lua_State *L) {
    lua_State *co = lua_isnone(L, 1) ? L : coroutine_at(L, 1);
    lua_pushboolean(L, task_of(co) == NULL && lua_isyieldable(co));
    return 1;
}

// Used by the program's own modules, as `host.can_wait`.
static int can_wait(lua_State *L) {
    lua_pushboolean(L, bridge_can_wait(L));
    return 1;
}

// Opens the standard coroutine library and replaces the functions that must handle waits.
int bridge_open_coroutines(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"create", co_create},
        {"resume", co_resume},
        {"wrap", co_wrap},
        {"close", co_close},
        {"yield", co_yield},
        {"running", co_running},
        {"isyieldable", co_isyieldable},
        {NULL, NULL},
    };
    lua_getglobal(L, LUA_COLIBNAME);
    luaL_setfuncs(L, functions, 0);
    lua_pop(L, 1);
    bridge_add_to_host(L, "can_wait", can_wait);
    return 0;
}
