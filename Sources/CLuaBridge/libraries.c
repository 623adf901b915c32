// The standard libraries as a script sees them: text chunks only, no native code, output through Swift.

#include <stdio.h>
#include <string.h>

#include "bridge.h"

// MARK: The environment of scripts

// host.use_environment(table): sets the value of `_ENV` for all code that is loaded from now on without an
// environment of its own.
static int use_environment(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &bridge_environment_key);
    return 0;
}

// chunk -> chunk
void bridge_give_environment(lua_State *L) {
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_environment_key) == LUA_TNIL ||
        lua_setupvalue(L, -2, 1) == NULL)
        lua_pop(L, 1);
}

int bridge_open_environment(lua_State *L) {
    bridge_add_to_host(L, "use_environment", use_environment);
    return 0;
}

// MARK: Text chunks only

static const char refusal[] = "a precompiled (binary) chunk is not accepted; load the source text instead";

static bool is_binary_refusal(lua_State *L, int index) {
    const char *message = lua_tostring(L, index);
    return message != NULL && strstr(message, "attempt to load a binary chunk") != NULL;
}

static _Atomic(lua_CFunction) stock_load, stock_loadfile;  // the same in every state

// Whether the value is a function that only the bridge may call: a function that takes precompiled chunks, or
// the function below every task.
bool bridge_is_hidden(lua_State *L, int index) {
    lua_CFunction function = lua_tocfunction(L, index);
    return function != NULL &&
        (function == stock_load || function == stock_loadfile || function == bridge_load_own ||
            bridge_is_body(function));
}

// Calls the original (upvalue 1) with its mode argument set to "t".
static int load_text(lua_State *L, int mode_index) {
    const char *mode = luaL_optstring(L, mode_index, "t");
    if (strchr(mode, 't') == NULL) {
        luaL_pushfail(L);
        lua_pushstring(L, refusal);
        return 2;
    }
    bool has_environment = lua_gettop(L) > mode_index;
    if (lua_gettop(L) < mode_index) lua_settop(L, mode_index);
    lua_pushliteral(L, "t");
    lua_replace(L, mode_index);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_KContext mark = bridge_exit_mark(L);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    if (lua_gettop(L) == 1 && !has_environment) bridge_give_environment(L);
    if (lua_gettop(L) == 2 && lua_isnil(L, 1))
        bridge_pass_exit(L, mark);  // load catches errors of its reader function
    if (lua_gettop(L) == 2 && lua_isnil(L, 1) && is_binary_refusal(L, 2)) {
        lua_pushstring(L, refusal);
        lua_replace(L, 2);
    }
    return lua_gettop(L);
}

static int load(lua_State *L) { return load_text(L, 3); }

static int load_file(lua_State *L) { return load_text(L, 2); }

static int file_done(lua_State *L, int status, lua_KContext context) {
    (void)status, (void)context;
    return lua_gettop(L) - 1;
}

static int do_file(lua_State *L) {
    const char *name = luaL_optstring(L, 1, NULL);
    lua_settop(L, 1);
    if (luaL_loadfilex(L, name, "t") != LUA_OK) {
        if (is_binary_refusal(L, -1)) return luaL_error(L, "%s: %s", name, refusal);
        return lua_error(L);
    }
    bridge_give_environment(L);
    lua_callk(L, 0, LUA_MULTRET, 0, file_done);
    return file_done(L, 0, 0);
}

static lua_CFunction wrap(lua_State *L, const char *name, lua_CFunction wrapper) {
    lua_getglobal(L, name);
    lua_CFunction stock = lua_tocfunction(L, -1);
    lua_pushcclosure(L, wrapper, 1);
    lua_setglobal(L, name);
    return stock;
}

// MARK: Output

static int print(lua_State *L) {
    bridge_state *state = state_of(L);
    int count = lua_gettop(L);
    luaL_Buffer line;
    luaL_buffinit(L, &line);
    for (int i = 1; i <= count; i++) {
        if (i > 1) luaL_addchar(&line, '\t');
        bridge_to_string(L, i, NULL);
        luaL_addvalue(&line);
    }
    luaL_addchar(&line, '\n');
    luaL_pushresult(&line);
    size_t size;
    const char *text = lua_tolstring(L, -1, &size);
    state->callbacks.write(state->callbacks.context, (const uint8_t *)text, size, false);
    return 0;
}

static int to_string(lua_State *L) {
    luaL_checkany(L, 1);
    bridge_to_string(L, 1, NULL);
    return 1;
}

static void warn(void *data, const char *text, int continues) {
    bridge_state *state = data;
    if (!continues && text[0] == '@') return;  // control messages: warnings are always on
    state->callbacks.write(state->callbacks.context, (const uint8_t *)text, strlen(text), true);
    if (!continues) state->callbacks.write(state->callbacks.context, (const uint8_t *)"", 0, true);
}

// MARK: Opening

static void remove_native_code(lua_State *L) {
    lua_getglobal(L, LUA_LOADLIBNAME);
    lua_pushnil(L);
    lua_setfield(L, -2, "loadlib");
    lua_pushliteral(L, "");
    lua_setfield(L, -2, "cpath");
    lua_getfield(L, -1, "searchers");  // keep preload and the Lua searcher
    for (int i = 3; i <= 4; i++) {
        lua_pushnil(L);
        lua_rawseti(L, -2, i);
    }
    lua_pop(L, 2);
}

int bridge_open_libraries(lua_State *L) {
    luaL_openlibs(L);
    stock_load = wrap(L, "load", load);
    stock_loadfile = wrap(L, "loadfile", load_file);
    lua_register(L, "dofile", do_file);
    lua_register(L, "print", print);
    lua_register(L, "tostring", to_string);
    lua_setwarnf(L, warn, state_of(L));
    remove_native_code(L);
    return 0;
}
