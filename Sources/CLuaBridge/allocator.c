// The allocator: counts bytes, enforces a limit, and keeps headroom for the program, so that an error message
// can be built even after a script has filled its memory.

#include <stdlib.h>
#include <string.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "bridge.h"

// In ordered states each block is preceded by a stamp, by which Lua objects are ordered by age instead of by
// address.
#define STAMP_SIZE 16

static bool is_too_much(memory_account *account, size_t growth) {
    account->count++;
    if (account->fail_at != 0 &&
        (account->count == account->fail_at || account->count == account->fail_at + 1))
        return true;  // Lua collects garbage and retries; a real shortage fails twice
    if (account->limit == 0) return false;
    size_t limit = account->limit + (account->own_work > 0 ? account->headroom : 0);
    return growth > limit || account->used > limit - growth;
}

static bridge_state *state_of_account(memory_account *account) {
    return (bridge_state *)((uint8_t *)account - offsetof(bridge_state, memory));
}

static void *take(memory_account *account, size_t size) {
    return pool_holds(size) ? pool_take(&account->pool, size) : malloc(size);
}

static void give(memory_account *account, void *block, size_t size) {
    if (block == NULL) return;
    if (pool_holds(size)) return pool_give(&account->pool, block, size);
    free(block);
}

static void *move(memory_account *account, void *block, size_t old_size, size_t new_size) {
    if (block == NULL) return take(account, new_size);
    bool was_small = pool_holds(old_size), is_small = pool_holds(new_size);
    if (!was_small && !is_small) return realloc(block, new_size);
    if (was_small && is_small && pool_same_class(old_size, new_size)) return block;
    void *moved = take(account, new_size);
    if (moved == NULL) return NULL;
    memcpy(moved, block, old_size < new_size ? old_size : new_size);
    give(account, block, old_size);
    return moved;
}

static void *resize(memory_account *account, void *block, size_t old_size, size_t new_size, size_t kind) {
    if (!account->stamps) return move(account, block, old_size, new_size);
    uint8_t *start = block == NULL ? NULL : (uint8_t *)block - STAMP_SIZE;
    uint8_t *moved = move(account, start, old_size + STAMP_SIZE, new_size + STAMP_SIZE);
    if (moved == NULL) return NULL;
    if (block == NULL) {
        bool object = kind >= LUA_TSTRING && kind <= LUA_TTHREAD;
        uint64_t stamp = object ? ++account->objects : 0;
        memcpy(moved, &stamp, sizeof stamp);
    }
    return moved + STAMP_SIZE;
}

static void release(memory_account *account, void *block, size_t size) {
    if (block == NULL) return;
    if (account->stamps) return give(account, (uint8_t *)block - STAMP_SIZE, size + STAMP_SIZE);
    give(account, block, size);
}

// A lua_Alloc. For a new block Lua passes the kind of object in old_size.
void *bridge_allocate(void *data, void *block, size_t old_size, size_t new_size) {
    memory_account *account = data;
    size_t held = block == NULL ? 0 : old_size;
    if (new_size == 0) {
        release(account, block, held);
        account->used -= held;
        return NULL;
    }
    bool is_refused = new_size > held && is_too_much(account, new_size - held);
    void *moved = is_refused ? NULL : resize(account, block, held, new_size, old_size);
    if (moved == NULL) {
        bridge_note_shortage(state_of_account(account));
        return NULL;
    }
    account->used = account->used - held + new_size;
    if (account->used > account->peak) account->peak = account->used;
    return moved;
}

// The age of an object in an ordered state, from the stamp before its block. lua_topointer does not give the
// start of the block for threads, which follow their extra space, and userdata, which follow their header;
// the caller must correct for that.
uint64_t bridge_object_stamp(const void *block) {
    uint64_t stamp;
    memcpy(&stamp, (const uint8_t *)block - STAMP_SIZE, sizeof stamp);
    return stamp;
}

size_t bridge_memory_used(const bridge_state *state) { return state->memory.used; }

size_t bridge_memory_peak(const bridge_state *state) { return state->memory.peak; }

uint64_t bridge_allocation_count(const bridge_state *state) { return state->memory.count; }

void bridge_fail_allocation(bridge_state *state, uint64_t k) {
    state->memory.fail_at = k == 0 ? 0 : state->memory.count + k;
}

void bridge_use_one_arena(void) {
#ifdef __GLIBC__
    mallopt(M_ARENA_MAX, 1);
    mallopt(M_TOP_PAD, 1 << 20);
#endif
}
