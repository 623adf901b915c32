// Work of the host on a Lua state: it is protected, and it may use the headroom that scripts are denied.

#include <stdio.h>

#include "bridge.h"

void bridge_begin_host_work(bridge_host *host) { host->memory.host_working++; }

void bridge_end_host_work(bridge_host *host) { host->memory.host_working--; }

// Runs `function` under lua_pcall with `data`; keeps the message when it fails.
bool bridge_protect(bridge_host *host, lua_CFunction function, void *data) {
    lua_State *L = host->main;
    lua_settop(L, 0);
    bridge_begin_host_work(host);
    lua_pushcfunction(L, function);
    lua_pushlightuserdata(L, data);
    bool ok = lua_pcall(L, 1, 0, 0) == LUA_OK;
    if (!ok) {
        const char *message = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "an error without words";
        snprintf(host->message, sizeof host->message, "%s", message);
    }
    lua_settop(L, 0);
    bridge_end_host_work(host);
    return ok;
}

const char *bridge_message(const bridge_host *host) { return host->message; }
