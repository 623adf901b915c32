// Host functions: the call into Swift, and the action that its answer requires.

#include <string.h>

#include "bridge.h"

// MARK: The call into Swift

static int finish(lua_State *L, bridge_state *state, bridge_answer answer);

static int resumed(lua_State *L, int status, lua_KContext context) {
    (void)status, (void)context;
    bridge_state *state = state_of(L);
    wire_reset(&state->out);
    return finish(L, state, state->callbacks.resume(state->callbacks.context));
}

// Acts on Swift's answer; the Swift frame is gone by now.
static int finish(lua_State *L, bridge_state *state, bridge_answer answer) {
    switch (answer) {
        case BRIDGE_OK: return wire_decode_out(L);
        case BRIDGE_YIELD: lua_pushlightuserdata(L, &bridge_wait_mark); return lua_yieldk(L, 1, 0, resumed);
        case BRIDGE_OUTCOME: return bridge_push_outcome(L, state);
        case BRIDGE_FAILURE:
            if (state->current == NULL) return luaL_error(L, "internal error: a failure without a task");
            lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_tasks_key);
            lua_rawgeti(L, -1, (lua_Integer)state->current->slot + 1);
            lua_getiuservalue(L, -1, BRIDGE_ADOPTED_VALUE);
            bridge_note_cause(L, state->current->adopted_traceback);
            return lua_error(L);
        default: wire_push_error(L); return answer == BRIDGE_EXIT ? bridge_raise_exit(L) : lua_error(L);
    }
}

static const char *short_name(const bridge_function *function) {
    const char *dot = strrchr(function->path, '.'), *colon = strrchr(function->path, ':');
    const char *separator = colon != NULL ? colon : dot;
    return separator == NULL ? function->path : separator + 1;
}

static int call_swift(lua_State *L) {
    const bridge_function *function = lua_touserdata(L, lua_upvalueindex(1));
    bridge_state *state = state_of(L);
    bridge_check_arguments(L, function);
    if (function->waits && !bridge_can_wait(L)) return bridge_refuse_wait(L, short_name(function));
    wire_reset(&state->in);
    for (int i = 1, top = lua_gettop(L); i <= top; i++) wire_encode(L, &state->in, i);
    wire_reset(&state->out);
    return finish(L, state,
        state->callbacks.call(state->callbacks.context, function->id, state->in.bytes, state->in.size));
}

// MARK: Functions whose body is Lua

static int returned(lua_State *L, int status, lua_KContext context) {
    (void)status, (void)context;
    return lua_gettop(L);
}

// Upvalue 1: the declaration. Upvalue 2: the body.
static int call_checked(lua_State *L) {
    const bridge_function *function = lua_touserdata(L, lua_upvalueindex(1));
    bridge_check_arguments(L, function);
    if (function->waits && !bridge_can_wait(L)) return bridge_refuse_wait(L, short_name(function));
    lua_pushvalue(L, lua_upvalueindex(2));
    lua_insert(L, 1);
    lua_callk(L, lua_gettop(L) - 1, LUA_MULTRET, 0, returned);
    return lua_gettop(L);
}

static const bridge_function *announced(bridge_state *state, const char *path) {
    for (size_t i = 0; i < state->announced_count; i++)
        if (strcmp(state->announced[i]->path, path) == 0) return state->announced[i];
    return NULL;
}

// declare(path, body): wraps a Lua function in the checks of its declaration and returns it. Methods of
// objects that are made in Lua ("channel:send") are not stored: the module puts them into its own table.
int bridge_declare_from_lua(lua_State *L) {
    const char *path = luaL_checkstring(L, 1);
    luaL_checktype(L, 2, LUA_TFUNCTION);
    const bridge_function *function = announced(state_of(L), path);
    if (function == NULL) return luaL_error(L, "'%s' is not declared", path);
    lua_pushlightuserdata(L, (void *)function);
    lua_pushvalue(L, 2);
    lua_pushcclosure(L, call_checked, 2);
    if (strchr(path, ':') == NULL || strncmp(path, "task:", 5) == 0) {
        lua_pushvalue(L, -1);
        bridge_set_path(L, path);
    }
    return 1;
}

// MARK: Declaring

int bridge_push_function(lua_State *L, const bridge_function *function) {
    lua_pushlightuserdata(L, (void *)function);
    lua_pushcclosure(L, call_swift, 1);
    return 1;
}

static void push_subtable(lua_State *L, const char *name, size_t size) {  // table -> table subtable
    lua_pushlstring(L, name, size);
    if (lua_rawget(L, -2) == LUA_TTABLE) return;
    lua_pop(L, 1);
    lua_newtable(L);
    lua_pushlstring(L, name, size);
    lua_pushvalue(L, -2);
    lua_rawset(L, -4);
}

// Pops a value and stores it at "a.b.c" below the globals, or at "task:name" among the methods of handles.
void bridge_set_path(lua_State *L, const char *path) {
    int value = lua_gettop(L);
    const char *colon = strchr(path, ':'), *rest = path;
    if (colon != NULL) {
        lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_methods_key);
        rest = colon + 1;
    } else {
        lua_pushglobaltable(L);
    }
    for (const char *dot; (dot = strchr(rest, '.')) != NULL; rest = dot + 1)
        push_subtable(L, rest, (size_t)(dot - rest));
    lua_pushstring(L, rest);
    lua_pushvalue(L, value);
    lua_rawset(L, -3);
    lua_settop(L, value - 1);
}
