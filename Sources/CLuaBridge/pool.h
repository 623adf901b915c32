// Small blocks of one Lua state, cut from slabs and kept in free lists by size. Lua passes the size of every
// block that it frees, so a block needs no header and its list is found at once. Slabs are freed when the
// state is closed. What every allocation needs is here, so that it costs no call.

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define POOL_GRAIN 16
#define POOL_BLOCK_MAX 1024

// The address sanitizer can check a block only if malloc made it.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POOL_IS_OFF 1
#endif
#endif

typedef struct pool_block {
    struct pool_block *next;
} pool_block;

typedef struct pool_slab pool_slab;

typedef struct {
    pool_block *free[POOL_BLOCK_MAX / POOL_GRAIN + 1];  // by size, in grains
    uint8_t *next, *end;  // the unused part of the newest slab
    pool_slab *slabs;
} memory_pool;

static inline size_t pool_class(size_t size) { return (size + POOL_GRAIN - 1) / POOL_GRAIN; }

static inline bool pool_holds(size_t size) {
#ifdef POOL_IS_OFF
    (void)size;
    return false;
#else
    return size <= POOL_BLOCK_MAX;
#endif
}

static inline bool pool_same_class(size_t size, size_t other) {
    return pool_class(size) == pool_class(other);
}

static inline void pool_give(memory_pool *pool, void *block, size_t size) {
    pool_block *given = block;
    pool_block **list = &pool->free[pool_class(size)];
    given->next = *list;
    *list = given;
}

// Begins a slab that has room for the largest block; returns false if there is no memory.
bool pool_add_slab(memory_pool *pool);

static inline void *pool_take(memory_pool *pool, size_t size) {
    size_t class = pool_class(size), length = class * POOL_GRAIN;
    pool_block *block = pool->free[class];
    if (block != NULL) {
        pool->free[class] = block->next;
        return block;
    }
    if ((size_t)(pool->end - pool->next) < length && !pool_add_slab(pool)) return NULL;
    void *cut = pool->next;
    pool->next += length;
    return cut;
}
