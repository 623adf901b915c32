// One Lua state and its parts: opened, given functions and chunks, and closed.

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bridge.h"

static int at_panic(lua_State *L) {
    const char *message = lua_tostring(L, -1);
    fprintf(
        stderr, "zecscript: internal error: unprotected Lua error: %s\n", message == NULL ? "?" : message);
    return 0;
}

// MARK: Life

static int error_text(lua_State *L) {  // where: message [code] (request id)
    lua_settop(L, 1);
    lua_getfield(L, 1, "where");
    lua_getfield(L, 1, "message");
    lua_getfield(L, 1, "code");
    lua_getfield(L, 1, "request_id");
    luaL_Buffer text;
    luaL_buffinit(L, &text);
    if (lua_isstring(L, 2)) luaL_addstring(&text, lua_tostring(L, 2)), luaL_addstring(&text, ": ");
    luaL_addstring(&text, lua_isstring(L, 3) ? lua_tostring(L, 3) : "an error without words");
    if (lua_isstring(L, 4))
        luaL_addstring(&text, " ["), luaL_addstring(&text, lua_tostring(L, 4)), luaL_addstring(&text, "]");
    if (lua_isstring(L, 5))
        luaL_addstring(&text, " (request "), luaL_addstring(&text, lua_tostring(L, 5)),
            luaL_addstring(&text, ")");
    luaL_pushresult(&text);
    return 1;
}

static int error_is(lua_State *L) {  // err:is("timeout")
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_getfield(L, 1, "kind");
    lua_pushboolean(L, lua_rawequal(L, -1, 2));
    return 1;
}

static void open_errors(lua_State *L) {
    lua_newtable(L);
    lua_pushliteral(L, "zec.error");
    lua_setfield(L, -2, "__name");
    lua_pushcfunction(L, error_text);
    lua_setfield(L, -2, "__tostring");
    lua_newtable(L);
    lua_pushcfunction(L, error_is);
    lua_setfield(L, -2, "is");
    lua_setfield(L, -2, "__index");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &bridge_error_metatable);
}

// The metatable that distinguishes an empty list from an empty object. `__jsontype` is the mark of dkjson, a
// JSON library in Lua that scripts may bring.
static void open_lists(lua_State *L) {
    lua_newtable(L);
    lua_pushliteral(L, "array");
    lua_setfield(L, -2, "__jsontype");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &bridge_list_metatable);
}

static int open_state(lua_State *L) {
    bridge_state *state = lua_touserdata(L, 1);
    bridge_open_libraries(L);
    bridge_open_interrupts(L);  // makes the table `host`; the calls below add to it
    bridge_open_precompiled(L);
    bridge_open_coroutines(L);
    open_errors(L);
    open_lists(L);
    bridge_open_tasks(L);
    bridge_open_environment(L);
    bridge_open_protected(L);
    bridge_open_debug(L);
    if (state->ordered) bridge_open_order(L);
    lua_gc(L, LUA_GCGEN, 0, 0);
    return 0;
}

bridge_state *bridge_open(const bridge_options *options, const bridge_callbacks *callbacks) {
    bridge_state *state = calloc(1, sizeof *state);
    if (state == NULL) return NULL;
    state->callbacks = *callbacks;
    state->memory.headroom = options->memory_headroom;
    state->memory.stamps = state->ordered = options->ordered;
    state->order_seed = options->order_seed;
    state->main = lua_newstate(bridge_allocate, &state->memory);  // no limit while the libraries are opened
    if (state->main == NULL) {
        pool_close(&state->memory.pool);
        free(state);
        return NULL;
    }
    *(bridge_state **)lua_getextraspace(state->main) = state;
    lua_atpanic(state->main, at_panic);
    if (!bridge_protect(state, open_state, state)) {
        bridge_close(state);
        return NULL;
    }
    state->memory.limit = options->memory_limit == 0 ? 0 : state->memory.used + options->memory_limit;
    return state;
}

void bridge_close(bridge_state *state) {
    bridge_unbind_thread(state);
    state->memory.limit = 0;
    lua_close(state->main);
    pool_close(&state->memory.pool);
    free(state->in.bytes);
    free(state->out.bytes);
    for (int i = 0; i < 2; i++) free(state->reading[i].bytes);
    free(state->tasks);
    free(state->free_slots);
    free(state->collected);
    free(state->announced);
    free(state->traceback);
    free(state);
}

// MARK: Functions

typedef struct {
    bridge_state *state;
    const bridge_function *function;
} declaration;

static int declare(lua_State *L) {
    declaration *work = lua_touserdata(L, 1);
    bridge_push_function(L, work->function);
    bridge_set_path(L, work->function->path);
    return 0;
}

bool bridge_declare(bridge_state *state, const bridge_function *function) {
    declaration work = {state, function};
    return bridge_protect(state, declare, &work);
}

bool bridge_announce(bridge_state *state, const bridge_function *function) {
    if ((state->announced_count & (state->announced_count - 1)) == 0) {  // a power of two: full
        size_t capacity = state->announced_count == 0 ? 1 : state->announced_count * 2;
        const bridge_function **grown = realloc(state->announced, capacity * sizeof *grown);
        if (grown == NULL) return false;
        state->announced = grown;
    }
    state->announced[state->announced_count++] = function;
    return true;
}

// MARK: Chunks

typedef struct {
    bridge_state *state;
    const char *name;
    const char *source;
    size_t size;
    const uint8_t *values;
    size_t values_size;
    const char *list;
} chunk;

static void load_chunk(lua_State *L, const chunk *work) {
    int status = luaL_loadbufferx(L, work->source, work->size, work->name, "t");
    work->state->incomplete = false;
    if (status == LUA_OK) return;
    const char *message = lua_tostring(L, -1);
    size_t length = message == NULL ? 0 : strlen(message);
    work->state->incomplete = status == LUA_ERRSYNTAX && length >= 5 &&
        strcmp(message + length - 5, "<eof>") == 0;
    if (work->size > 0 && work->source[0] == LUA_SIGNATURE[0])
        luaL_error(L, "%s: a precompiled (binary) chunk is not accepted; give the source text instead",
            work->name[0] == '@' || work->name[0] == '=' ? work->name + 1 : work->name);
    lua_error(L);
}

bool bridge_incomplete(const bridge_state *state) { return state->incomplete; }

static int run_prelude(lua_State *L) {
    const chunk *work = lua_touserdata(L, 1);
    if (luaL_loadbufferx(L, work->source, work->size, work->name, "b") != LUA_OK) return lua_error(L);
    lua_pushcfunction(L, bridge_declare_from_lua);
    lua_call(L, 1, 0);
    return 0;
}

bool bridge_run_prelude(bridge_state *state, const char *name, const uint8_t *bytes, size_t size) {
    chunk work = {.state = state, .name = name, .source = (const char *)bytes, .size = size};
    return bridge_protect(state, run_prelude, &work);
}

// Descends "a.b" from the globals without calling metamethods.
static bool push_path(lua_State *L, const char *path) {
    lua_pushglobaltable(L);
    while (*path != '\0') {
        size_t length = strcspn(path, ".");
        if (lua_type(L, -1) != LUA_TTABLE) return false;
        lua_pushlstring(L, path, length);
        lua_rawget(L, -2);
        path += length + (path[length] == '.');
    }
    return true;
}

static int new_main_task(lua_State *L) {
    const chunk *work = lua_touserdata(L, 1);
    int list = 0;
    if (work->list != NULL && push_path(L, work->list) && lua_type(L, -1) == LUA_TTABLE) list = lua_gettop(L);
    load_chunk(L, work);
    bridge_give_environment(L);
    int function = lua_gettop(L), count = wire_decode(L, work->values, work->values_size);
    return bridge_new_task(L, work->state, function, count, list, "main", 4);
}

bool bridge_task_from_source(bridge_state *state, const char *chunk_name, const char *source, size_t size,
    const uint8_t *arguments, size_t arguments_size, const char *list) {
    chunk work = {state, chunk_name, source, size, arguments, arguments_size, list};
    return bridge_protect(state, new_main_task, &work);
}

static int set_global(lua_State *L) {
    const chunk *work = lua_touserdata(L, 1);
    if (wire_decode(L, work->values, work->values_size) != 1) return luaL_error(L, "one value expected");
    lua_setglobal(L, work->name);
    return 0;
}

bool bridge_set_global(bridge_state *state, const char *name, const uint8_t *value, size_t size) {
    chunk work = {.state = state, .name = name, .values = value, .values_size = size};
    return bridge_protect(state, set_global, &work);
}

typedef struct {
    const char *name;
    const char *const *texts;
    size_t count;
} text_list;

static int add_texts(lua_State *L) {
    const text_list *work = lua_touserdata(L, 1);
    lua_getglobal(L, work->name);
    luaL_checktype(L, -1, LUA_TTABLE);
    for (size_t i = 0; i < work->count; i++) {
        // Unlike lua_pushstring, it does not look whether it had a text of this address before.
        lua_pushlstring(L, work->texts[i], strlen(work->texts[i]));
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 0;
}

// The collector is stopped meanwhile: it would visit the growing list again and again, and find no garbage.
bool bridge_add_texts(bridge_state *state, const char *name, const char *const *texts, size_t count) {
    text_list work = {name, texts, count};
    lua_gc(state->main, LUA_GCSTOP);
    bool is_done = bridge_protect(state, add_texts, &work);
    lua_gc(state->main, LUA_GCRESTART);
    return is_done;
}

// MARK: Completion

static int list_fields(lua_State *L) {
    const chunk *work = lua_touserdata(L, 1);
    wire_reset(&work->state->in);
    if (!push_path(L, work->name)) return 0;
    if (lua_type(L, -1) != LUA_TTABLE) {  // a string or a handle: list its methods
        if (luaL_getmetafield(L, -1, "__index") != LUA_TTABLE) return 0;
    }
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
        if (lua_type(L, -2) == LUA_TSTRING) wire_encode(L, &work->state->in, -2);
    return 0;
}

bool bridge_list_fields(bridge_state *state, const char *path, const uint8_t **bytes, size_t *size) {
    chunk work = {.state = state, .name = path};
    if (!bridge_protect(state, list_fields, &work)) return false;
    *bytes = state->in.bytes;
    *size = state->in.size;
    return true;
}
