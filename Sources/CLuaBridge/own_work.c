// The program's own work on a state: it is protected, and it may use the headroom that scripts may not use.

#include <stdio.h>

#include "bridge.h"

void bridge_begin_own_work(bridge_state *state) { state->memory.own_work++; }

void bridge_end_own_work(bridge_state *state) { state->memory.own_work--; }

// Runs `function` under lua_pcall with `data`; keeps the error message if it fails.
bool bridge_protect(bridge_state *state, lua_CFunction function, void *data) {
    lua_State *L = state->main;
    lua_settop(L, 0);
    bridge_begin_own_work(state);
    lua_pushcfunction(L, function);
    lua_pushlightuserdata(L, data);
    bool ok = lua_pcall(L, 1, 0, 0) == LUA_OK;
    if (!ok) {
        const char *message = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "an error without words";
        snprintf(state->message, sizeof state->message, "%s", message);
    }
    lua_settop(L, 0);
    bridge_end_own_work(state);
    return ok;
}

const char *bridge_message(const bridge_state *state) { return state->message; }
