// Makes key order and visible addresses follow from a seed.
//
// Stock Lua's `pairs` order differs from process to process, and so do the addresses in `tostring`. In an
// ordered state `pairs` and `next` walk a snapshot of the keys, ranked by a hash of seed and key. Objects are
// distinguished by age (allocator.c) and numbered in the order in which they are first shown.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bridge.h"

static char snapshots_key, shown_key;

// MARK: Addresses that show

// The number of the object at `index`, assigned when it is first shown.
static lua_Integer shown_number(lua_State *L, int index) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &shown_key);
    lua_pushvalue(L, index);
    if (lua_rawget(L, -2) != LUA_TNUMBER) {
        lua_pop(L, 1);
        lua_Integer number = 1;
        if (lua_rawgeti(L, -1, 0) == LUA_TNUMBER) number = lua_tointeger(L, -1) + 1;
        lua_pop(L, 1);
        lua_pushvalue(L, index);
        lua_pushinteger(L, number);
        lua_rawset(L, -3);
        lua_pushinteger(L, number);
        lua_rawseti(L, -2, 0);
        lua_pushinteger(L, number);
    }
    lua_Integer number = lua_tointeger(L, -1);
    lua_pop(L, 2);
    return number;
}

static bool shows_address(lua_State *L, int index) {
    int type = lua_type(L, index);
    if (type < LUA_TTABLE) return false;
    if (luaL_getmetafield(L, index, "__tostring") == LUA_TNIL) return true;
    lua_pop(L, 1);
    return false;
}

// luaL_tolstring, with stable addresses in ordered states. Pushes the string.
const char *bridge_to_string(lua_State *L, int index, size_t *size) {
    index = lua_absindex(L, index);
    luaL_checkstack(L, 6, NULL);
    if (!state_of(L)->ordered || !shows_address(L, index)) return luaL_tolstring(L, index, size);
    const char *name = luaL_typename(L, index);
    bool named = luaL_getmetafield(L, index, "__name") == LUA_TSTRING;
    if (named) name = lua_tostring(L, -1);
    lua_pushfstring(L, "%s: 0x%d", name, (int)shown_number(L, index));
    if (named) lua_remove(L, -2);
    return lua_tolstring(L, -1, size);
}

// string.format: values that would show an address are replaced by their text, and %p becomes %s.
static int format(lua_State *L) {
    size_t size;
    const char *pattern = luaL_checklstring(L, 1, &size);
    int count = lua_gettop(L);
    luaL_checkstack(L, 8, NULL);
    char *copy = lua_newuserdatauv(L, size + 1, 0);
    lua_insert(L, 1);
    memcpy(copy, pattern, size + 1);
    for (size_t i = 0, argument = 2; i < size && (int)argument <= count + 1; i++) {
        if (copy[i] != '%') continue;
        if (copy[++i] == '%') continue;
        while (i < size && strchr("-+ #0123456789.", copy[i]) != NULL) i++;
        argument++;
        if ((int)argument > count + 1 || (copy[i] != 'p' && copy[i] != 's')) continue;
        if (copy[i] == 'p') {
            copy[i] = 's';
            if (lua_type(L, (int)argument) >= LUA_TTABLE)
                lua_pushfstring(L, "0x%d", (int)shown_number(L, (int)argument));
            else lua_pushliteral(L, "(null)");
            lua_replace(L, (int)argument);
        } else if (shows_address(L, (int)argument)) {
            bridge_to_string(L, (int)argument, NULL);
            lua_replace(L, (int)argument);
        }
    }
    lua_pushlstring(L, copy, size);
    lua_replace(L, 2);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_replace(L, 1);
    lua_call(L, count, 1);
    return 1;
}

// MARK: Ranking keys

// Keys are sorted by kind, then by value; objects by age. The rank is computed from data that is equal in
// every process: the value, or for an object its place among the table's objects.
typedef struct {
    uint64_t rank;
    int kind;
    lua_Integer integer;
    double number;
    const char *text;
    size_t size;
    int position;  // in the snapshot as it was collected
} sort_key;

static uint64_t age_of(lua_State *L, int index) {
    const uint8_t *object = lua_topointer(L, index);
    switch (lua_type(L, index)) {
        case LUA_TTABLE: return bridge_object_stamp(object);
        case LUA_TTHREAD: return bridge_object_stamp(object - LUA_EXTRASPACE);
        case LUA_TFUNCTION:
            if (lua_iscfunction(L, index) && lua_getupvalue(L, index, 1) == NULL) return 0;  // not an object
            if (lua_iscfunction(L, index)) lua_pop(L, 1);
            return bridge_object_stamp(object);
        case LUA_TUSERDATA: {
            bridge_task *task = luaL_testudata(L, index, "task");
            return task == NULL ? 0 : task->serial;
        }
        default: return 0;
    }
}

static sort_key sort_key_of(lua_State *L, int index, int position) {
    sort_key key = {.kind = lua_type(L, index), .position = position};
    switch (key.kind) {
        case LUA_TBOOLEAN: key.integer = lua_toboolean(L, index); break;
        case LUA_TNUMBER:
            key.number = lua_tonumber(L, index);
            key.integer = lua_tointeger(L, index);
            break;
        case LUA_TSTRING: key.text = lua_tolstring(L, index, &key.size); break;
        default: key.integer = (lua_Integer)age_of(L, index); break;
    }
    return key;
}

static int compare_text(const sort_key *a, const sort_key *b) {
    int order = memcmp(a->text, b->text, a->size < b->size ? a->size : b->size);
    return order != 0 ? order : (a->size > b->size) - (a->size < b->size);
}

static int compare(const void *left, const void *right) {
    const sort_key *a = left, *b = right;
    if (a->kind != b->kind) return a->kind - b->kind;
    if (a->kind == LUA_TSTRING) return compare_text(a, b);
    if (a->kind == LUA_TNUMBER && a->number != b->number) return a->number < b->number ? -1 : 1;
    return (a->integer > b->integer) - (a->integer < b->integer);
}

// The finalizer of SplitMix64.
static uint64_t mix(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static uint64_t rank_of(const sort_key *key, int place, uint64_t seed) {
    uint64_t hash = mix(seed + (uint64_t)key->kind * 0x9e3779b97f4a7c15u);
    switch (key->kind) {
        case LUA_TSTRING:
            for (size_t i = 0; i < key->size; i++) hash = (hash ^ (uint8_t)key->text[i]) * 0x100000001b3u;
            return mix(hash);
        case LUA_TNUMBER: {
            uint64_t bits;
            memcpy(&bits, &key->number, sizeof bits);
            return mix(hash ^ bits);
        }
        case LUA_TBOOLEAN: return mix(hash ^ (uint64_t)key->integer);
        default: return mix(hash ^ (uint64_t)place);
    }
}

static int compare_ranks(const void *left, const void *right) {
    const sort_key *a = left, *b = right;
    if (a->rank != b->rank) return a->rank < b->rank ? -1 : 1;
    return compare(left, right);
}

static void sort_by_rank(sort_key *keys, int count, uint64_t seed) {
    qsort(keys, (size_t)count, sizeof *keys, compare);
    for (int i = 0; i < count; i++) keys[i].rank = rank_of(&keys[i], i, seed);
    qsort(keys, (size_t)count, sizeof *keys, compare_ranks);
}

static int count_keys(lua_State *L, int table) {
    int count = 0;
    for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) count++;
    return count;
}

static int compare_integers(const void *left, const void *right) {
    lua_Integer a = *(const lua_Integer *)left, b = *(const lua_Integer *)right;
    return (a > b) - (a < b);
}

// Pushes an array of the keys of the table at `table`, in ranked order; integers up to its length come first
// and in order, as scripts expect. There may be holes among them.
static int push_snapshot(lua_State *L, int table) {
    luaL_checkstack(L, 10, NULL);
    bridge_state *state = state_of(L);
    int count = count_keys(L, table);
    lua_Unsigned items = lua_rawlen(L, table);
    lua_createtable(L, count, 0);
    int collected = lua_gettop(L);
    lua_createtable(L, count, 0);
    int snapshot = lua_gettop(L);
    sort_key *keys = lua_newuserdatauv(L, (size_t)count * sizeof *keys + 1, 0);
    lua_Integer *integers = lua_newuserdatauv(L, (size_t)count * sizeof *integers + 1, 0);
    int found = 0, sorted = 0;
    for (lua_pushnil(L); found + sorted < count && lua_next(L, table);) {
        lua_pop(L, 1);
        if (lua_isinteger(L, -1) && (lua_Unsigned)lua_tointeger(L, -1) - 1u < items) {
            integers[sorted++] = lua_tointeger(L, -1);
            continue;
        }
        keys[found] = sort_key_of(L, lua_gettop(L), found);
        lua_pushvalue(L, -1);
        lua_rawseti(L, collected, ++found);
    }
    lua_settop(L, snapshot + 2);
    bool has_holes = (lua_Unsigned)sorted < items;
    if (has_holes) qsort(integers, (size_t)sorted, sizeof *integers, compare_integers);
    for (int i = 1; i <= sorted; i++) {
        lua_pushinteger(L, has_holes ? integers[i - 1] : i);
        lua_rawseti(L, snapshot, i);
    }
    sort_by_rank(keys, found, state->order_seed);
    for (int i = 0; i < found; i++) {
        lua_rawgeti(L, collected, keys[i].position + 1);
        lua_rawseti(L, snapshot, sorted + i + 1);
    }
    lua_settop(L, snapshot);
    lua_remove(L, collected);
    return count;
}

// MARK: pairs

// Upvalues: the snapshot, and the current position in it.
static int step_pairs(lua_State *L) {
    lua_Integer position = lua_tointeger(L, lua_upvalueindex(2));
    lua_settop(L, 1);
    for (;;) {
        if (lua_rawgeti(L, lua_upvalueindex(1), ++position) == LUA_TNIL) return 1;
        lua_pushvalue(L, -1);
        if (lua_rawget(L, 1) != LUA_TNIL) break;  // cleared meanwhile
        lua_pop(L, 2);
    }
    lua_pushinteger(L, position);
    lua_replace(L, lua_upvalueindex(2));
    return 2;
}

static int pairs_again(lua_State *L, int status, lua_KContext context) {
    (void)L, (void)status, (void)context;
    return 3;
}

static int ordered_pairs(lua_State *L) {
    luaL_checkany(L, 1);
    if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
        lua_pushvalue(L, 1);
        lua_callk(L, 1, 3, 0, pairs_again);
        return 3;
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    push_snapshot(L, 1);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, step_pairs, 2);
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    return 3;
}

// MARK: next

// A walk with `next`: the snapshot, the position of each key in it, the first key that may be alive, and
// whether that key came from an old snapshot. So a loop that takes and clears the first key goes forward
// through one snapshot instead of ranking the remaining keys each time; a walk that continues past the first
// key gets a new snapshot.
#define SNAPSHOT 1
#define POSITIONS 2
#define CURSOR 3
#define STALE 4

// Puts the key at `first` at the front of the snapshot on top.
static void move_to_front(lua_State *L, int first, int count) {
    int snapshot = lua_gettop(L), at = 1;
    for (; at <= count; at++, lua_pop(L, 1)) {
        lua_rawgeti(L, snapshot, at);
        if (lua_rawequal(L, -1, first)) break;
    }
    lua_settop(L, snapshot);
    if (at > count) return;
    for (; at > 1; at--) {
        lua_rawgeti(L, snapshot, at - 1);
        lua_rawseti(L, snapshot, at);
    }
    lua_pushvalue(L, first);
    lua_rawseti(L, snapshot, 1);
}

// Pushes the walk of a table; makes a new walk if the table has none yet, or if `renew` is true. `first` is 0
// or the index of a key.
static void push_walk(lua_State *L, int table, bool renew, int first) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &snapshots_key);
    lua_pushvalue(L, table);
    if (lua_rawget(L, -2) == LUA_TTABLE && !renew) {
        lua_remove(L, -2);
        return;
    }
    lua_pop(L, 1);
    lua_createtable(L, 4, 0);
    int count = push_snapshot(L, table);
    if (first != 0) move_to_front(L, first, count);
    lua_createtable(L, 0, count);
    for (int i = 1; i <= count; i++) {
        lua_rawgeti(L, -2, i);
        lua_pushinteger(L, i);
        lua_rawset(L, -3);
    }
    lua_rawseti(L, -3, POSITIONS);
    lua_rawseti(L, -2, SNAPSHOT);
    lua_pushinteger(L, 1);
    lua_rawseti(L, -2, CURSOR);
    lua_pushvalue(L, table);
    lua_pushvalue(L, -2);
    lua_rawset(L, -4);
    lua_remove(L, -2);
}

// Returns the first live key at or after `position`, with its value, or nil; the walk is on top.
static int live_from(lua_State *L, lua_Integer position, lua_Integer *reached) {
    int walk = lua_gettop(L);
    lua_rawgeti(L, walk, SNAPSHOT);
    for (;; position++) {
        if (lua_rawgeti(L, walk + 1, position) == LUA_TNIL) return 0;
        lua_pushvalue(L, -1);
        if (lua_rawget(L, 1) != LUA_TNIL) break;
        lua_pop(L, 2);
    }
    *reached = position;
    return 2;
}

static int first_key(lua_State *L) {
    lua_Integer reached = 0;
    for (int renew = 0; renew <= 1; renew++) {
        lua_settop(L, 1);
        push_walk(L, 1, renew != 0, 0);
        int walk = lua_gettop(L);
        lua_rawgeti(L, walk, CURSOR);
        lua_Integer cursor = lua_tointeger(L, -1);
        lua_pop(L, 1);
        if (live_from(L, cursor, &reached) == 0) continue;  // all used: keys may have been added since
        lua_pushinteger(L, reached);
        lua_rawseti(L, walk, CURSOR);
        lua_pushboolean(L, renew == 0);
        lua_rawseti(L, walk, STALE);
        return 2;
    }
    lua_pushnil(L);
    return 1;
}

static bool is_stale(lua_State *L, lua_Integer position) {
    int walk = lua_gettop(L);
    lua_rawgeti(L, walk, STALE);
    lua_rawgeti(L, walk, CURSOR);
    bool stale = lua_toboolean(L, -2) && lua_tointeger(L, -1) == position;
    lua_settop(L, walk);
    return stale;
}

// The position of the key at 2 in the walk on top, or 0.
static lua_Integer position_of(lua_State *L) {
    int walk = lua_gettop(L);
    lua_rawgeti(L, walk, POSITIONS);
    lua_pushvalue(L, 2);
    lua_Integer position = lua_rawget(L, -2) == LUA_TNUMBER ? lua_tointeger(L, -1) : 0;
    lua_settop(L, walk);
    return position;
}

static int ordered_next(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 2);
    if (lua_isnil(L, 2)) return first_key(L);
    push_walk(L, 1, false, 0);
    lua_Integer position = position_of(L), reached;
    if (position == 0 || is_stale(L, position)) {
        lua_settop(L, 2);
        push_walk(L, 1, true, 2);
        position = position_of(L);
        if (position == 0) return luaL_error(L, "invalid key to 'next'");
    }
    if (live_from(L, position + 1, &reached) == 2) return 2;
    lua_pushnil(L);
    return 1;
}

// MARK: Opening

int bridge_open_order(lua_State *L) {
    bridge_new_weak_table(L, &shown_key, "k");
    bridge_new_weak_table(L, &snapshots_key, "k");
    lua_register(L, "pairs", ordered_pairs);
    lua_register(L, "next", ordered_next);
    lua_getglobal(L, "string");
    lua_getfield(L, -1, "format");
    lua_pushcclosure(L, format, 1);
    lua_setfield(L, -2, "format");
    lua_pop(L, 1);
    return 0;
}
