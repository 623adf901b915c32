// Small blocks of one Lua state, cut from slabs and kept in free lists by size. Lua passes the size of every
// block that it frees, so a block needs no header and its list is found at once. Slabs are freed when the
// state is closed.

#include <stdlib.h>

#include "bridge.h"

#define SLAB_SIZE (32 * 1024)

// The address sanitizer can check a block only if malloc made it.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POOL_IS_OFF 1
#endif
#endif

struct pool_block {
    pool_block *next;
};

struct pool_slab {
    pool_slab *next;
    _Alignas(POOL_GRAIN) uint8_t bytes[];
};

static size_t class_of(size_t size) { return (size + POOL_GRAIN - 1) / POOL_GRAIN; }

bool pool_holds(size_t size) {
#ifdef POOL_IS_OFF
    (void)size;
    return false;
#else
    return size <= POOL_BLOCK_MAX;
#endif
}

bool pool_same_class(size_t size, size_t other) { return class_of(size) == class_of(other); }

void pool_give(memory_pool *pool, void *block, size_t size) {
    pool_block *given = block;
    pool_block **list = &pool->free[class_of(size)];
    given->next = *list;
    *list = given;
}

static bool add_slab(memory_pool *pool) {
    pool_slab *slab = malloc(sizeof *slab + SLAB_SIZE);
    if (slab == NULL) return false;
    size_t rest = (size_t)(pool->end - pool->next);
    if (rest > 0) pool_give(pool, pool->next, rest);
    slab->next = pool->slabs;
    pool->slabs = slab;
    pool->next = slab->bytes;
    pool->end = slab->bytes + SLAB_SIZE;
    return true;
}

void *pool_take(memory_pool *pool, size_t size) {
    size_t class = class_of(size);
    pool_block *block = pool->free[class];
    if (block != NULL) {
        pool->free[class] = block->next;
        return block;
    }
    size_t length = class * POOL_GRAIN;
    if ((size_t)(pool->end - pool->next) < length && !add_slab(pool)) return NULL;
    void *cut = pool->next;
    pool->next += length;
    return cut;
}

void pool_close(memory_pool *pool) {
    while (pool->slabs != NULL) {
        pool_slab *slab = pool->slabs;
        pool->slabs = slab->next;
        free(slab);
    }
}
