// The program's own Lua: compiled while the program is built, or once per process, and loaded as bytecode.
// Scripts can load text only.

#include <stdlib.h>
#include <string.h>

#include "bridge.h"

// The library exports it, its headers do not declare it.
extern const char lua_ident[];

const char *bridge_lua_ident(void) { return lua_ident; }

typedef struct {
    const char *name, *source;
    size_t source_size;
    uint8_t *bytes;
    size_t size, capacity;
} compilation;

static int append(lua_State *L, const void *piece, size_t size, void *data) {
    (void)L;
    compilation *work = data;
    if (work->size + size > work->capacity) {
        size_t capacity = (work->size + size) * 2;
        uint8_t *grown = realloc(work->bytes, capacity);
        if (grown == NULL) return 1;
        work->bytes = grown;
        work->capacity = capacity;
    }
    memcpy(work->bytes + work->size, piece, size);
    work->size += size;
    return 0;
}

static int compile(lua_State *L) {
    compilation *work = lua_touserdata(L, 1);
    if (luaL_loadbufferx(L, work->source, work->source_size, work->name, "t") != LUA_OK) return lua_error(L);
    if (lua_dump(L, append, work, 0) != 0)
        return luaL_error(L, "not enough memory");  // 0: with names and lines
    return 0;
}

bool bridge_compile(bridge_state *state, const char *name, const char *source, size_t size, uint8_t **bytes,
    size_t *bytes_size) {
    compilation work = {name, source, size, NULL, 0, 0};
    bool compiled = bridge_protect(state, compile, &work);
    if (!compiled) {
        free(work.bytes);
        return false;
    }
    *bytes = work.bytes;
    *bytes_size = work.size;
    return true;
}

// host.load(bytes, environment): a function of the program's own. Bytecode from elsewhere could do anything,
// so no script can reach this function (bridge_is_hidden).
int bridge_load_own(lua_State *L) {
    size_t size;
    const char *bytes = luaL_checklstring(L, 1, &size);
    luaL_checktype(L, 2, LUA_TTABLE);
    if (luaL_loadbufferx(L, bytes, size, "=[zecscript]", "b") != LUA_OK) return lua_error(L);
    lua_pushvalue(L, 2);
    if (lua_setupvalue(L, -2, 1) == NULL) lua_pop(L, 1);
    return 1;
}

int bridge_open_precompiled(lua_State *L) {
    bridge_add_to_host(L, "load", bridge_load_own);
    return 0;
}
