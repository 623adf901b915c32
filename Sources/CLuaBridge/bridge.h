// What the files of the bridge share; never seen by Swift.

#pragma once

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

#include "CLuaBridge.h"

// Plain memory that grows; a failed growth is remembered, not raised.
typedef struct {
  uint8_t *bytes;
  size_t size;
  size_t capacity;
  bool overflow;
} wire_buffer;

#define READING_MAX 8

// The payload of a task handle. The thread it runs on is user value 1, a failure adopted from a child user value 2.
typedef struct bridge_task {
  bridge_host *host;
  lua_State *thread;
  uint64_t serial;
  uint32_t slot;
  uint8_t state;      // bridge_task_state
  uint8_t body_failed;
} bridge_task;

#define POOL_GRAIN 16
#define POOL_BLOCK_MAX 1024

typedef struct pool_block pool_block;
typedef struct pool_slab pool_slab;

typedef struct {
  pool_block *free[POOL_BLOCK_MAX / POOL_GRAIN + 1];  // by size, in grains
  uint8_t *next, *end;                                // what is left of the youngest slab
  pool_slab *slabs;
} memory_pool;

typedef struct {
  size_t used, peak, limit, headroom;
  int host_working;  // above 0 the headroom may be used
  uint64_t count, fail_at;
  uint64_t objects;  // Lua objects made so far; stamps them where order must not follow addresses
  bool stamps;
  memory_pool pool;
} memory_account;

struct bridge_host {
  lua_State *main;
  bridge_callbacks callbacks;
  memory_account memory;
  wire_buffer in;   // towards Swift
  wire_buffer out;  // towards Lua
  bridge_task **tasks;
  uint32_t *free_slots;
  uint32_t task_capacity, free_count;
  uint64_t task_serial;
  bridge_task *current;
  const bridge_function **announced;
  size_t announced_count;
  // Interruption
  _Atomic(lua_State *) running;  // innermost Lua state under way
  volatile sig_atomic_t interrupted;
  const char *_Atomic interrupt_message;
  pthread_t thread;
  atomic_bool bound;
  // Waiting
  int blocked;      // resumes under way from where nothing can wait
  int close_depth;  // nested coroutine.close
  wire_buffer reading[READING_MAX];  // out buffers being decoded; deeper ones belong to finalizers
  int reading_count;
  // Errors
  char message[4096];
  char place[256];
  char *traceback;
  bool incomplete;
  // Order
  bool ordered;
  uint64_t order_seed;
};

// Registry keys, by address.
extern char bridge_error_metatable, bridge_task_metatable, bridge_tasks_key, bridge_wait_mark,
    bridge_methods_key;

// The host behind any thread of its state.
bridge_host *host_of(lua_State *L);
// The task whose base thread L is, or NULL for a script's own coroutine.
bridge_task *task_of(lua_State *L);
void bridge_new_weak_table(lua_State *L, const void *key);

// allocator.c
bool pool_holds(size_t size);
bool pool_same_class(size_t size, size_t other);
void *pool_take(memory_pool *pool, size_t size);
void pool_give(memory_pool *pool, void *block, size_t size);
void pool_close(memory_pool *pool);
void *bridge_allocate(void *account, void *block, size_t old_size, size_t new_size);
uint64_t bridge_object_stamp(const void *object);
void bridge_begin_host_work(bridge_host *host);
void bridge_end_host_work(bridge_host *host);

// wire.c
void wire_reset(wire_buffer *buffer);
bool wire_append(wire_buffer *buffer, const void *bytes, size_t size);
void wire_encode(lua_State *L, wire_buffer *buffer, int index);
int wire_decode(lua_State *L, const uint8_t *bytes, size_t size);
int wire_decode_out(lua_State *L);

// functions.c
int bridge_finish(lua_State *L, bridge_host *host, bridge_answer answer);
int bridge_push_function(lua_State *L, const bridge_function *function);
void bridge_set_path(lua_State *L, const char *path);
int bridge_declare_from_lua(lua_State *L);

// coroutine.c
int bridge_open_coroutines(lua_State *L);
bool bridge_can_wait(lua_State *L);
int bridge_refuse_wait(lua_State *L, const char *name);

// task.c
int bridge_open_tasks(lua_State *L);
int bridge_open_interrupts(lua_State *L);
int bridge_on_error(lua_State *L);
int bridge_new_task(lua_State *L, bridge_host *host, int function_index, int argument_count, const char *name,
                    size_t name_size);
int bridge_push_outcome(lua_State *L, bridge_host *host);

// interrupt.c
void bridge_arm(bridge_host *host, lua_State *L);
void bridge_enter(bridge_host *host, lua_State *L);
void bridge_leave(bridge_host *host, lua_State *previous);

// libraries.c
int bridge_open_libraries(lua_State *L);
void bridge_where(lua_State *L, char *place, size_t size);

// order.c
int bridge_open_order(lua_State *L);
const char *bridge_to_string(lua_State *L, int index, size_t *size);
