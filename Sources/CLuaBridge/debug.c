// The debug library as a script sees it.
//
// C trusts what it keeps in Lua: task handles and their contents, the upvalues and temporaries of C
// functions, the registry. These functions hide it from scripts, and also functions of the program's own
// modules.

#include <string.h>

#include "bridge.h"

// MARK: Hidden values

static bool is_own_source(const lua_Debug *frame) {
    return strncmp(frame->source, BRIDGE_OWN_PREFIX, strlen(BRIDGE_OWN_PREFIX)) == 0;
}

// Whether the value at `index` is a Lua function of one of the program's own modules.
static bool is_own_function(lua_State *L, int index) {
    if (!lua_isfunction(L, index) || lua_iscfunction(L, index)) return false;
    lua_Debug frame;
    lua_pushvalue(L, index);
    lua_getinfo(L, ">S", &frame);
    return is_own_source(&frame);
}

static bool is_task_handle(lua_State *L, int index) {
    if (lua_type(L, index) != LUA_TUSERDATA || !lua_getmetatable(L, index)) return false;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_task_metatable);
    bool same = lua_rawequal(L, -1, -2);
    lua_pop(L, 2);
    return same;
}

// Whether C trusts a value of this type in its own upvalues or temporaries.
static bool is_trusted_by_c(lua_State *L, int index) {
    int type = lua_type(L, index);
    return type == LUA_TFUNCTION || type == LUA_TUSERDATA || type == LUA_TLIGHTUSERDATA;
}

static int nothing(lua_State *L) {
    luaL_pushfail(L);
    return 1;
}

// Calls the original, which is upvalue 1, with the arguments on the stack.
static int original(lua_State *L) {
    luaL_checkstack(L, 1, NULL);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    return lua_gettop(L);
}

// MARK: Userdata and the registry

static int get_user_value(lua_State *L) { return is_task_handle(L, 1) ? nothing(L) : original(L); }

static int set_user_value(lua_State *L) { return is_task_handle(L, 1) ? nothing(L) : original(L); }

static int get_metatable(lua_State *L) { return is_task_handle(L, 1) ? nothing(L) : original(L); }

static int set_metatable(lua_State *L) {
    luaL_argcheck(L, lua_type(L, 1) != LUA_TUSERDATA, 1, "the metatable of a userdata can't be changed");
    return original(L);
}

// Returns a table with the parts of the registry that scripts use; the registry itself holds values that C
// trusts.
static int get_registry(lua_State *L) {
    static const char *const names[] = {LUA_LOADED_TABLE, LUA_PRELOAD_TABLE, LUA_FILEHANDLE, "_HOOKKEY"};
    lua_pushvalue(L, lua_upvalueindex(2));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        lua_getfield(L, LUA_REGISTRYINDEX, names[i]);
        lua_setfield(L, -2, names[i]);
    }
    return 1;
}

// MARK: Upvalues

static int get_upvalue(lua_State *L) {
    if (is_own_function(L, 1)) return 0;
    bool is_c = lua_iscfunction(L, 1);
    int count = original(L);
    return is_c && count == 2 && is_trusted_by_c(L, -1) ? 0 : count;
}

static int set_upvalue(lua_State *L) {
    luaL_checkany(L, 3);
    return lua_iscfunction(L, 1) || is_own_function(L, 1) ? 0 : original(L);
}

static int upvalue_id(lua_State *L) { return is_own_function(L, 1) ? nothing(L) : original(L); }

static int upvalue_join(lua_State *L) {
    for (int i = 1; i <= 3; i += 2)
        luaL_argcheck(
            L, !is_own_function(L, i), i, "the upvalues of the program's own functions can't be joined");
    return original(L);
}

// MARK: Local variables

static lua_State *thread_argument(lua_State *L, int *shift) {
    *shift = lua_isthread(L, 1);
    return *shift ? lua_tothread(L, 1) : L;
}

// Finds the frame that the arguments name; raises an error if no frame has that level.
static void find_frame(lua_State *L, lua_State *T, int shift, lua_Debug *frame) {
    int level = (int)luaL_checkinteger(L, shift + 1);
    if (!lua_getstack(T, level, frame)) luaL_argerror(L, shift + 1, "level out of range");
    lua_getinfo(T, "S", frame);
}

static int get_local(lua_State *L) {
    int shift;
    lua_State *T = thread_argument(L, &shift);
    if (lua_isfunction(L, shift + 1)) return original(L);
    lua_Debug frame;
    int number = (int)luaL_checkinteger(L, shift + 2);
    find_frame(L, T, shift, &frame);
    if (is_own_source(&frame) || !lua_checkstack(T, 1)) return nothing(L);
    const char *name = lua_getlocal(T, &frame, number);
    if (name == NULL) return nothing(L);
    lua_xmove(T, L, 1);
    if (strcmp(frame.what, "C") == 0 && is_trusted_by_c(L, -1)) lua_pushnil(L);
    lua_pushstring(L, name);
    lua_insert(L, -2);
    return 2;
}

static int set_local(lua_State *L) {
    int shift;
    lua_State *T = thread_argument(L, &shift);
    lua_Debug frame;
    int number = (int)luaL_checkinteger(L, shift + 2);
    find_frame(L, T, shift, &frame);
    luaL_checkany(L, shift + 3);
    lua_settop(L, shift + 3);
    if (is_own_source(&frame) || strcmp(frame.what, "C") == 0 || !lua_checkstack(T, 1)) return nothing(L);
    lua_xmove(L, T, 1);
    const char *name = lua_setlocal(T, &frame, number);
    if (name == NULL) lua_pop(T, 1);
    lua_pushstring(L, name);
    return 1;
}

// Hides the functions that only the bridge may call: the original `load` takes precompiled chunks.
static int get_info(lua_State *L) {
    int shift;
    lua_State *T = thread_argument(L, &shift);
    if (T == L && lua_isinteger(L, shift + 1) && lua_tointeger(L, shift + 1) >= 0) {
        lua_pushinteger(L, lua_tointeger(L, shift + 1) + 1);  // this function is one level more
        lua_replace(L, shift + 1);
    }
    original(L);
    if (lua_type(L, -1) != LUA_TTABLE) return 1;
    lua_getfield(L, -1, "func");
    bool is_hidden = bridge_is_hidden(L, -1);
    lua_pop(L, 1);
    if (is_hidden) {
        lua_pushnil(L);
        lua_setfield(L, -2, "func");
    }
    return 1;
}

// MARK: Opening

// Puts the guarded functions into `debug`, and the original functions, for the program's own modules, into
// `host.debug`.
int bridge_open_debug(lua_State *L) {
    static const luaL_Reg guards[] = {
        {"getuservalue", get_user_value},
        {"setuservalue", set_user_value},
        {"getmetatable", get_metatable},
        {"setmetatable", set_metatable},
        {"getregistry", get_registry},
        {"getupvalue", get_upvalue},
        {"setupvalue", set_upvalue},
        {"upvalueid", upvalue_id},
        {"upvaluejoin", upvalue_join},
        {"getlocal", get_local},
        {"setlocal", set_local},
        {"getinfo", get_info},
        {NULL, NULL},
    };
    lua_getglobal(L, "host");
    lua_newtable(L);
    lua_getglobal(L, LUA_DBLIBNAME);  // host originals debug
    for (const luaL_Reg *guard = guards; guard->name != NULL; guard++) {
        lua_getfield(L, -1, guard->name);
        lua_pushvalue(L, -1);
        lua_setfield(L, -4, guard->name);
        lua_newtable(L);
        lua_pushcclosure(L, guard->func, 2);
        lua_setfield(L, -2, guard->name);
    }
    lua_pop(L, 1);
    lua_setfield(L, -2, "debug");
    lua_pop(L, 1);
    return 0;
}
