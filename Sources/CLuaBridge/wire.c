// Values as plain memory. Encoding reads from Lua and can raise; writing from Swift can't raise; decoding
// allocates in Lua.

#include <stdlib.h>
#include <string.h>

#include "bridge.h"

#define NESTING_MAX 100

void wire_reset(wire_buffer *buffer) {
    buffer->size = 0;
    buffer->overflow = false;
    if (buffer->capacity > 1 << 20) {  // one large answer must not keep its memory for ever
        free(buffer->bytes);
        *buffer = (wire_buffer){0};
    }
}

static bool wire_reserve(wire_buffer *buffer, size_t size) {
    if (buffer->capacity - buffer->size >= size) return true;
    size_t capacity = buffer->capacity < 256 ? 256 : buffer->capacity;
    while (capacity - buffer->size < size) capacity *= 2;
    uint8_t *bytes = realloc(buffer->bytes, capacity);
    if (bytes == NULL) {
        buffer->overflow = true;
        return false;
    }
    buffer->bytes = bytes;
    buffer->capacity = capacity;
    return true;
}

bool wire_append(wire_buffer *buffer, const void *bytes, size_t size) {
    if (!wire_reserve(buffer, size)) return false;
    if (size > 0) memcpy(buffer->bytes + buffer->size, bytes, size);
    buffer->size += size;
    return true;
}

static void append_tagged(wire_buffer *buffer, uint8_t tag, const void *bytes, size_t size) {
    if (!wire_reserve(buffer, size + 1)) return;
    buffer->bytes[buffer->size] = tag;
    memcpy(buffer->bytes + buffer->size + 1, bytes, size);
    buffer->size += size + 1;
}

static void append_tag(wire_buffer *buffer, uint8_t tag) { wire_append(buffer, &tag, 1); }

static void append_string(wire_buffer *buffer, const char *bytes, size_t size) {
    uint32_t length = (uint32_t)size;
    append_tagged(buffer, BRIDGE_TAG_STRING, &length, sizeof length);
    wire_append(buffer, bytes, size);
}

// MARK: From Lua

static void encode_value(lua_State *L, wire_buffer *buffer, int index, int depth);

static bool is_item(lua_State *L, int index, lua_Unsigned items) {
    return lua_isinteger(L, index) && (lua_Unsigned)lua_tointeger(L, index) - 1u < items;
}

static bool is_list(lua_State *L, int index) {
    if (!lua_getmetatable(L, index)) return false;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_list_metatable);
    bool same = lua_rawequal(L, -1, -2);
    lua_pop(L, 2);
    return same;
}

static void encode_table(lua_State *L, wire_buffer *buffer, int index, int depth) {
    if (depth > NESTING_MAX) luaL_error(L, "table is nested too deeply, or contains itself");
    luaL_checkstack(L, 4, "table is nested too deeply");
    lua_Unsigned items = lua_rawlen(L, index);
    uint32_t header[2] = {(uint32_t)items, 0};
    append_tagged(buffer, is_list(L, index) ? BRIDGE_TAG_LIST : BRIDGE_TAG_TABLE, header, sizeof header);
    size_t header_end = buffer->size;
    for (lua_Unsigned i = 1; i <= items; i++) {
        lua_rawgeti(L, index, (lua_Integer)i);
        encode_value(L, buffer, lua_gettop(L), depth + 1);
        lua_pop(L, 1);
    }
    lua_pushnil(L);
    while (lua_next(L, index)) {  // [key] [value]
        if (!is_item(L, -2, items)) {
            header[1]++;
            encode_value(L, buffer, lua_gettop(L) - 1, depth + 1);
            encode_value(L, buffer, lua_gettop(L), depth + 1);
        }
        lua_pop(L, 1);
    }
    if (!buffer->overflow) memcpy(buffer->bytes + header_end - sizeof header, header, sizeof header);
}

static void encode_userdata(lua_State *L, wire_buffer *buffer, int index) {
    const bridge_task *task = lua_touserdata(L, index);
    bool is_task = false;
    if (lua_getmetatable(L, index)) {
        lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_task_metatable);
        is_task = lua_rawequal(L, -1, -2);
        lua_pop(L, 2);
    }
    if (is_task) {
        uint8_t reference[13];
        memcpy(reference, &task->slot, 4);
        memcpy(reference + 4, &task->serial, 8);
        reference[12] = task->state;
        append_tagged(buffer, BRIDGE_TAG_TASK, reference, sizeof reference);
    } else {
        append_tagged(buffer, BRIDGE_TAG_OPAQUE, &(uint8_t){LUA_TUSERDATA}, 1);
    }
}

static void encode_number(lua_State *L, wire_buffer *buffer, int index) {
    if (lua_isinteger(L, index))
        append_tagged(buffer, BRIDGE_TAG_INTEGER, &(int64_t){lua_tointeger(L, index)}, 8);
    else append_tagged(buffer, BRIDGE_TAG_NUMBER, &(double){lua_tonumber(L, index)}, 8);
}

static void encode_value(lua_State *L, wire_buffer *buffer, int index, int depth) {
    int type = lua_type(L, index);
    switch (type) {
        case LUA_TNONE:
        case LUA_TNIL: append_tag(buffer, BRIDGE_TAG_NIL); break;
        case LUA_TBOOLEAN:
            append_tag(buffer, lua_toboolean(L, index) ? BRIDGE_TAG_TRUE : BRIDGE_TAG_FALSE);
            break;
        case LUA_TNUMBER: encode_number(L, buffer, index); break;
        case LUA_TSTRING: {
            size_t size;
            const char *bytes = lua_tolstring(L, index, &size);
            if (size > UINT32_MAX) luaL_error(L, "string is too long");
            append_string(buffer, bytes, size);
            break;
        }
        case LUA_TTABLE: encode_table(L, buffer, index, depth); break;
        case LUA_TLIGHTUSERDATA: append_tag(buffer, BRIDGE_TAG_NULL); break;
        case LUA_TUSERDATA: encode_userdata(L, buffer, index); break;
        default: append_tagged(buffer, BRIDGE_TAG_OPAQUE, &(uint8_t){(uint8_t)type}, 1); break;
    }
}

// Appends the value at `index`; raises an error if it is nested too deeply or memory is short. Allocates no
// memory in Lua.
void wire_encode(lua_State *L, wire_buffer *buffer, int index) {
    encode_value(L, buffer, lua_absindex(L, index), 0);
    if (buffer->overflow) luaL_error(L, "not enough memory");
}

// MARK: From Swift

void bridge_put_nil(bridge_state *state) { append_tag(&state->out, BRIDGE_TAG_NIL); }

void bridge_put_boolean(bridge_state *state, bool value) {
    append_tag(&state->out, value ? BRIDGE_TAG_TRUE : BRIDGE_TAG_FALSE);
}

void bridge_put_integer(bridge_state *state, int64_t value) {
    append_tagged(&state->out, BRIDGE_TAG_INTEGER, &value, sizeof value);
}

void bridge_put_number(bridge_state *state, double value) {
    append_tagged(&state->out, BRIDGE_TAG_NUMBER, &value, sizeof value);
}

void bridge_put_string(bridge_state *state, const char *bytes, size_t size) {
    append_string(&state->out, bytes, size);
}

void bridge_put_null(bridge_state *state) { append_tag(&state->out, BRIDGE_TAG_NULL); }

void bridge_put_table(bridge_state *state, uint32_t items, uint32_t fields, bool is_list) {
    uint32_t header[2] = {items, fields};
    append_tagged(&state->out, is_list ? BRIDGE_TAG_LIST : BRIDGE_TAG_TABLE, header, sizeof header);
}

void bridge_put_error(bridge_state *state, uint32_t fields, uint8_t ending) {
    append_tagged(&state->out, BRIDGE_TAG_ERROR, &fields, sizeof fields);
    wire_append(&state->out, &ending, sizeof ending);
}

// MARK: Towards Lua

typedef struct {
    const uint8_t *next, *end;
} wire_reader;

static void read_bytes(lua_State *L, wire_reader *reader, void *into, size_t size) {
    if ((size_t)(reader->end - reader->next) < size) luaL_error(L, "internal error: values are cut short");
    memcpy(into, reader->next, size);
    reader->next += size;
}

static void decode_value(lua_State *L, wire_reader *reader);

static void decode_fields(lua_State *L, wire_reader *reader, uint32_t fields) {
    for (uint32_t i = 0; i < fields; i++) {
        decode_value(L, reader);
        decode_value(L, reader);
        lua_rawset(L, -3);
    }
}

static void decode_table(lua_State *L, wire_reader *reader) {
    uint32_t header[2];
    read_bytes(L, reader, header, sizeof header);
    luaL_checkstack(L, 4, "table is nested too deeply");
    lua_createtable(L, (int)header[0], (int)header[1]);
    for (uint32_t i = 1; i <= header[0]; i++) {
        decode_value(L, reader);
        lua_rawseti(L, -2, (lua_Integer)i);
    }
    decode_fields(L, reader, header[1]);
}

static void decode_error(lua_State *L, wire_reader *reader) {
    uint32_t fields;
    uint8_t ending;
    read_bytes(L, reader, &fields, sizeof fields);
    read_bytes(L, reader, &ending, sizeof ending);
    luaL_checkstack(L, 5, "table is nested too deeply");
    lua_createtable(L, 0, (int)fields + 1);
    decode_fields(L, reader, fields);
    char place[256];
    bridge_where(L, place, sizeof place);
    if (place[0] != '\0') {
        lua_pushstring(L, place);
        lua_setfield(L, -2, "where");
    }
    lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_error_metatable);
    lua_setmetatable(L, -2);
    if (ending != 0) bridge_keep_ending(L, ending);
}

static void decode_string(lua_State *L, wire_reader *reader) {
    uint32_t size;
    read_bytes(L, reader, &size, sizeof size);
    if ((size_t)(reader->end - reader->next) < size) luaL_error(L, "internal error: values are cut short");
    lua_pushlstring(L, (const char *)reader->next, size);
    reader->next += size;
}

static void decode_value(lua_State *L, wire_reader *reader) {
    uint8_t tag;
    read_bytes(L, reader, &tag, 1);
    switch (tag) {
        case BRIDGE_TAG_FALSE:
        case BRIDGE_TAG_TRUE: lua_pushboolean(L, tag == BRIDGE_TAG_TRUE); break;
        case BRIDGE_TAG_INTEGER: {
            int64_t value;
            read_bytes(L, reader, &value, sizeof value);
            lua_pushinteger(L, value);
            break;
        }
        case BRIDGE_TAG_NUMBER: {
            double value;
            read_bytes(L, reader, &value, sizeof value);
            lua_pushnumber(L, value);
            break;
        }
        case BRIDGE_TAG_STRING: decode_string(L, reader); break;
        case BRIDGE_TAG_TABLE: decode_table(L, reader); break;
        case BRIDGE_TAG_LIST:
            decode_table(L, reader);
            lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_list_metatable);
            lua_setmetatable(L, -2);
            break;
        case BRIDGE_TAG_ERROR: decode_error(L, reader); break;
        case BRIDGE_TAG_NULL: lua_pushlightuserdata(L, NULL); break;
        default: lua_pushnil(L); break;
    }
}

// Pushes all values and returns their number; raises an error if memory is short.
int wire_decode(lua_State *L, const uint8_t *bytes, size_t size) {
    wire_reader reader = {bytes, bytes + size};
    int count = 0;
    while (reader.next < reader.end) {
        luaL_checkstack(L, 4, "too many results");
        decode_value(L, &reader);
        count++;
    }
    return count;
}

// Since Lua 5.4.4, lua_gc returns -1 while a finalizer runs.
_Static_assert(LUA_VERSION_RELEASE_NUM >= 50404, "Lua 5.4.4 or newer is needed");

static bool is_in_finalizer(lua_State *L) { return lua_gc(L, LUA_GCCOUNT) < 0; }

// Decodes the values that Swift has written to the out buffer. Decoding allocates, so a finalizer may run and
// call a host function; that call gets another buffer. A third is never needed: while a finalizer runs, Lua
// starts no other finalizer. After an error, the next decoding reuses the buffer.
int wire_decode_out(lua_State *L) {
    bridge_state *state = state_of(L);
    wire_buffer *reading = &state->reading[is_in_finalizer(L) ? 1 : 0];
    wire_buffer spare = *reading;
    *reading = state->out;
    state->out = spare;
    return wire_decode(L, reading->bytes, reading->size);
}

// Pushes the error that Swift has written to the out buffer; raises an error if memory is short.
void wire_push_error(lua_State *L) {
    if (state_of(L)->out.overflow) luaL_error(L, "not enough memory");
    if (wire_decode_out(L) == 0) lua_pushliteral(L, "internal error: an error without words");
}
