// Declarations that the files of the bridge share; never seen by Swift.

#pragma once

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

#include "CLuaBridge.h"
#include "pool.h"

// Plain memory that grows; a failed growth is stored, not raised.
typedef struct {
    uint8_t *bytes;
    size_t size;
    size_t capacity;
    bool overflow;
} wire_buffer;

// The name of the program's own chunks, as it begins in a traceback and in their source.
#define BRIDGE_OWN_NAME "[zecscript"
#define BRIDGE_OWN_PREFIX "=" BRIDGE_OWN_NAME

// The user values of a task handle: its thread, a failure adopted from a child, and the last error raised in
// it that came from another task.
#define BRIDGE_THREAD_VALUE 1
#define BRIDGE_ADOPTED_VALUE 2
#define BRIDGE_CAUSE_VALUE 3

// The payload of a task handle.
typedef struct bridge_task {
    bridge_state *owner;
    lua_State *thread;  // NULL after the body ended without results
    uint64_t serial;
    uint32_t slot;
    uint32_t exits;  // how often the error of `exit` was raised in it
    uint8_t state;  // bridge_task_state
    bool has_begun, body_failed, failed_by_child, cause_is_own;
    bool is_weak;  // its body has succeeded, and only scripts hold its handle
    char *traceback;  // of the last error in it
    char *adopted_traceback;  // of the failure adopted from a child
    char *cause;  // of the last error in it that came from another task or was raised again
} bridge_task;

typedef struct {
    size_t used, peak, limit, headroom;
    int own_work;  // above 0, the headroom may be used
    uint64_t count, fail_at;
    uint64_t objects;  // Lua objects made so far; used as stamps in ordered states
    bool stamps;
    memory_pool pool;
} memory_account;

struct bridge_state {
    lua_State *main;
    bridge_callbacks callbacks;
    memory_account memory;
    wire_buffer in;  // towards Swift
    wire_buffer out;  // towards Lua
    bridge_task **tasks;
    uint32_t *free_slots;
    uint32_t task_capacity, free_count;
    uint64_t task_serial;
    bridge_task *current;
    lua_Integer steps;  // how many times a task has been stepped
    const bridge_function **announced;
    size_t announced_count;
    // Interruption
    _Atomic(lua_State *) running;  // the innermost Lua thread that runs
    volatile sig_atomic_t interrupted;
    const char *_Atomic interrupt_message;
    pthread_t thread;
    atomic_bool bound;
    // Waiting
    int blocked;  // running resumes from a place where waiting is impossible
    int close_depth;  // nested coroutine.close
    wire_buffer reading[2];  // out buffers being decoded: [1] by a finalizer, which may run while [0] is
    // Errors
    char message[4096];
    char place[256];
    char *traceback;  // taken outside of tasks
    char shortage[2048];  // the traceback of the last refused allocation
    bool incomplete;
    // Tasks whose handles were collected while their children still run
    bridge_collected_task *collected;
    uint32_t collected_count;
    // Order
    bool ordered;
    uint64_t order_seed;
};

// Registry keys, by address.
extern char bridge_error_metatable, bridge_list_metatable, bridge_task_metatable, bridge_tasks_key,
    bridge_wait_mark, bridge_methods_key, bridge_endings_key, bridge_exit_key, bridge_environment_key;

// The files of the bridge, from the ground up: a file calls only functions of files above it in this list.
// bridge.c, which calls all of them, comes last and declares nothing here.

// state.c
// The state that a Lua thread belongs to.
bridge_state *state_of(lua_State *L);
// The task whose base thread L is, or NULL for a script's own coroutine.
bridge_task *task_of(lua_State *L);
void bridge_new_weak_table(lua_State *L, const void *key, const char *mode);
// Adds a function for the program's own modules to the table `host`.
void bridge_add_to_host(lua_State *L, const char *name, lua_CFunction function);

// pool.c
void pool_close(memory_pool *pool);

// traceback.c
int bridge_on_error(lua_State *L);
int bridge_keep_traceback(lua_State *L);
void bridge_note_cause(lua_State *L, const char *traceback);
const char *bridge_traceback_of(const bridge_task *task);
const char *bridge_last_traceback(const bridge_state *state);
void bridge_free_tracebacks(bridge_task *task);
void bridge_note_shortage(bridge_state *state);
void bridge_take_shortage(bridge_state *state, bridge_task *task);

// allocator.c
void *bridge_allocate(void *account, void *block, size_t old_size, size_t new_size);
uint64_t bridge_object_stamp(const void *object);

// own_work.c
// Runs `function` protected, with `data`; if it returns false, bridge_message gives the error.
bool bridge_protect(bridge_state *state, lua_CFunction function, void *data);
void bridge_begin_own_work(bridge_state *state);
void bridge_end_own_work(bridge_state *state);

// place.c
void bridge_where(lua_State *L, char *place, size_t size);

// protected.c
int bridge_open_protected(lua_State *L);
void bridge_keep_ending(lua_State *L, int kind);
int bridge_ending_of(lua_State *L, int index);
lua_KContext bridge_exit_mark(lua_State *L);
int bridge_raise_exit(lua_State *L);
void bridge_pass_exit(lua_State *L, lua_KContext mark);

// wire.c
void wire_reset(wire_buffer *buffer);
bool wire_append(wire_buffer *buffer, const void *bytes, size_t size);
void wire_encode(lua_State *L, wire_buffer *buffer, int index);
int wire_decode(lua_State *L, const uint8_t *bytes, size_t size);
int wire_decode_out(lua_State *L);
void wire_push_error(lua_State *L);

// interrupt.c
void bridge_arm(bridge_state *state, lua_State *L);
void bridge_enter(bridge_state *state, lua_State *L);
void bridge_leave(bridge_state *state, lua_State *previous);
int bridge_open_interrupts(lua_State *L);

// order.c
int bridge_open_order(lua_State *L);
const char *bridge_to_string(lua_State *L, int index, size_t *size);

// task.c
int bridge_open_tasks(lua_State *L);
int bridge_new_task(lua_State *L, bridge_state *state, int function_index, int argument_count, int list,
    const char *name, size_t name_size);
int bridge_push_outcome(lua_State *L, bridge_state *state);
bool bridge_is_body(lua_CFunction function);

// precompiled.c
int bridge_open_precompiled(lua_State *L);
int bridge_load_own(lua_State *L);

// libraries.c
int bridge_open_libraries(lua_State *L);
int bridge_open_environment(lua_State *L);
bool bridge_is_hidden(lua_State *L, int index);
void bridge_give_environment(lua_State *L);

// debug.c
int bridge_open_debug(lua_State *L);

// coroutine.c
int bridge_open_coroutines(lua_State *L);
bool bridge_can_wait(lua_State *L);
int bridge_refuse_wait(lua_State *L, const char *name);

// arguments.c
void bridge_check_arguments(lua_State *L, const bridge_function *function);

// functions.c
int bridge_push_function(lua_State *L, const bridge_function *function);
void bridge_set_path(lua_State *L, const char *path);
int bridge_declare_from_lua(lua_State *L);
