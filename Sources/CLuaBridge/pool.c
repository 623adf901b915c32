// The slabs of a pool; see pool.h.

#include <stdlib.h>

#include "bridge.h"

#define SLAB_SIZE (32 * 1024)

struct pool_slab {
    pool_slab *next;
    _Alignas(POOL_GRAIN) uint8_t bytes[];
};

bool pool_add_slab(memory_pool *pool) {
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

void pool_close(memory_pool *pool) {
    while (pool->slabs != NULL) {
        pool_slab *slab = pool->slabs;
        pool->slabs = slab->next;
        free(slab);
    }
}
