// The whole interface of Lua for Swift.
//
// This header does not include lua.h on purpose: an API function that raises would jump over Swift's frames,
// which skips `defer`, leaks, and crashes a debug build. So Swift moves plain memory in and out and answers
// with a code, and C raises or yields after the Swift frame is gone.
//
// A state belongs to one thread. Functions that may be called from another thread say so.

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct bridge_state bridge_state;

// MARK: Answers

// The answer of a host function; C acts on it.
typedef enum {
    BRIDGE_OK,       // the values in the out buffer are the results
    BRIDGE_ERROR,    // the one value in the out buffer is raised
    BRIDGE_YIELD,    // the task waits; `resume` is called when the task is stepped again
    BRIDGE_OUTCOME,  // the results, or the error, of the task given as first argument
    BRIDGE_FAILURE,  // the failure that the current task has adopted from a child is raised
    BRIDGE_EXIT,     // as BRIDGE_ERROR, and no pcall of a script catches it
} bridge_answer;

// Why an error ends its task. Only the program makes such errors; they are recognised by identity, not by
// their fields.
enum {
    BRIDGE_ENDS_TASK = 1,     // the task was cancelled
    BRIDGE_ENDS_PROGRAM = 2,  // the script called exit
    BRIDGE_ENDS_LINE = 3,     // a person interrupted a line of the REPL
};

// How a step of a task ended.
typedef enum {
    BRIDGE_WAITING,   // it answered YIELD
    BRIDGE_FINISHED,  // its body returned
    BRIDGE_FAILED,    // its body raised; bridge_failure gives the error
} bridge_step_result;

// The state of a task in its handle.
typedef enum {
    BRIDGE_TASK_LIVE,
    BRIDGE_TASK_DONE,
    BRIDGE_TASK_FAILED,
    BRIDGE_TASK_CANCELLED,
} bridge_task_state;

// MARK: Declarations

// The Lua types that a parameter accepts, as a set.
enum {
    BRIDGE_NIL = 1 << 0,
    BRIDGE_BOOLEAN = 1 << 1,
    BRIDGE_INTEGER = 1 << 2,   // also a float with an integral value
    BRIDGE_NUMBER = 1 << 3,
    BRIDGE_STRING = 1 << 4,    // strings only, not numbers
    BRIDGE_TABLE = 1 << 5,
    BRIDGE_FUNCTION = 1 << 6,  // also a table or userdata with __call
    BRIDGE_TASK = 1 << 7,
    BRIDGE_OTHER = 1 << 8,     // userdata, threads
};

typedef struct bridge_parameter {
    const char *name;
    uint32_t types;
    // Of a table of options: the names it may hold. NULL: any table.
    const struct bridge_parameter *fields;
    size_t field_count;
} bridge_parameter;

typedef struct {
    uint32_t id;       // passed to `call`
    const char *path;  // "sleep", "zec.reboot"; "task:wait" for a method of task handles
    bool waits;
    bool steady;       // without parameters; its answer, a number, stays the same until the task waits
    bool variadic;     // accepts more arguments than are declared
    // Opaque Lua values (functions, userdata) may be among the arguments; they are passed as marks.
    const bridge_parameter *parameters;
    size_t parameter_count;
} bridge_function;

// A value that does not fit its parameter; `field` is NULL if it is the argument itself.
typedef struct {
    uint32_t function;
    uint32_t argument;  // from 1
    const char *field;
    bool unknown_field;
    const char *actual;  // "nil", "string", …
} bridge_mismatch;

// MARK: Callbacks

// C's calls to Swift. A callback must not touch Lua and must not throw; its results go to the out buffer.
typedef struct {
    void *context;
    bridge_answer (*call)(void *context, uint32_t function, const uint8_t *arguments, size_t size);
    bridge_answer (*resume)(void *context);
    // Writes one string: the message for a wrong argument, without position.
    void (*explain)(void *context, const bridge_mismatch *mismatch);
    // Reports a new task in `slot`. Returns OK, or ERROR to refuse it.
    bridge_answer (*spawn)(void *context, uint32_t slot, uint64_t serial, const char *name, size_t name_size);
    // `print` and `warn`.
    void (*write)(void *context, const uint8_t *bytes, size_t size, bool warning);
} bridge_callbacks;

typedef struct {
    size_t memory_limit;     // bytes that a script may hold; 0 = none
    size_t memory_headroom;  // bytes beyond it for the program's own work
    bool ordered;            // `pairs` and visible addresses follow from `order_seed`
    uint64_t order_seed;
} bridge_options;

// MARK: Life

// Returns NULL if there is not enough memory for an empty state.
bridge_state *bridge_open(const bridge_options *options, const bridge_callbacks *callbacks);
void bridge_close(bridge_state *state);

size_t bridge_memory_used(const bridge_state *state);
size_t bridge_memory_peak(const bridge_state *state);

// Makes allocation number `k` from now on fail, together with its retry; 0 switches this off. For tests.
void bridge_fail_allocation(bridge_state *state, uint64_t k);
uint64_t bridge_allocation_count(const bridge_state *state);

// Makes the whole program allocate from one arena that grows in large steps.
void bridge_use_one_arena(void);

// MARK: Functions and chunks. These are protected; if one returns false, bridge_message gives the error.

// Makes `function` callable from Lua at its path. `function` must outlive the state.
bool bridge_declare(bridge_state *state, const bridge_function *function);

// How the Lua of this process names its version: "$LuaVersion: Lua 5.4.4  Copyright (C) …".
const char *bridge_lua_ident(void);

// Compiles one of the program's own Lua modules to bytecode for any state; the caller frees the bytes.
bool bridge_compile(bridge_state *state, const char *name, const char *source, size_t size, uint8_t **bytes,
    size_t *bytes_size);

// Runs one of the program's own Lua modules from bytecode. The module gets `declare(path, function)`, which
// wraps its functions in the argument checks of the declarations registered with bridge_announce.
bool bridge_run_prelude(bridge_state *state, const char *name, const uint8_t *bytes, size_t size);

// Registers a declaration whose body a prelude module supplies.
bool bridge_announce(bridge_state *state, const bridge_function *function);

// Compiles a chunk and makes it the body of a new task. The arguments are values in wire form; or, if `list`
// is not NULL, the items of that global table.
bool bridge_task_from_source(bridge_state *state, const char *chunk_name, const char *source, size_t size,
    const uint8_t *arguments, size_t arguments_size, const char *list);

// Sets a global variable to one value in wire form.
bool bridge_set_global(bridge_state *state, const char *name, const uint8_t *value, size_t size);

// Makes texts the items of the table that a global variable holds, from 1 on.
bool bridge_add_texts(bridge_state *state, const char *name, const char *const *texts, size_t count);

// The field names below `path` ("" = globals), or the method names if the path ends in a method separator; in
// wire form, in the in buffer. For completion.
bool bridge_list_fields(bridge_state *state, const char *path, const uint8_t **bytes, size_t *size);

// The last error of a protected function.
const char *bridge_message(const bridge_state *state);
// Whether the last chunk that did not compile is incomplete: more lines may complete it.
bool bridge_incomplete(const bridge_state *state);

// MARK: Tasks

bridge_step_result bridge_step(bridge_state *state, uint32_t slot);

// After BRIDGE_FAILED: the error as wire values (its text, the error itself, why it ends its task or 0), and
// the traceback.
bool bridge_failure(
    bridge_state *state, uint32_t slot, const uint8_t **bytes, size_t *size, const char **traceback);
// After BRIDGE_FINISHED: the results as wire values.
bool bridge_results(bridge_state *state, uint32_t slot, const uint8_t **bytes, size_t *size);

// Gives a failed child's error to its parent, whose waits raise it from now on.
void bridge_adopt_failure(bridge_state *state, uint32_t parent, uint32_t child);
// Makes a task whose body succeeded fail with the failure that it adopted.
void bridge_fail_with_adopted(bridge_state *state, uint32_t slot);
// Frees the coroutine of a task whose body has succeeded while its children still run; the handle can be
// collected once no script refers to it.
void bridge_release_body(bridge_state *state, uint32_t slot);
// Ends a task: its handle keeps state and outcome, and the slot is free for another task.
void bridge_settle(bridge_state *state, uint32_t slot, bridge_task_state ending);

// A task whose handle was collected while its children still run.
typedef struct {
    uint32_t slot;
    uint64_t serial;
} bridge_collected_task;
// Takes one of these tasks; returns false if no task is left.
bool bridge_take_collected(bridge_state *state, bridge_collected_task *task);

// The script line at which a suspended task waits ("rolling.lua:12"), or NULL.
const char *bridge_task_place(bridge_state *state, uint32_t slot);
// The innermost script line that runs now, or NULL.
const char *bridge_current_place(bridge_state *state);

// MARK: Interruption

// Binds the state to the calling thread, so that bridge_interrupt can signal that thread.
void bridge_bind_thread(bridge_state *state);
void bridge_unbind_thread(bridge_state *state);
// From any thread: raises `message` in whatever Lua code the state's thread runs, again and again, until
// cleared.
void bridge_interrupt(bridge_state *state, const char *message);
void bridge_clear_interrupt(bridge_state *state);
bool bridge_interrupted(const bridge_state *state);

// MARK: The out buffer: what a callback writes

void bridge_put_nil(bridge_state *state);
void bridge_put_boolean(bridge_state *state, bool value);
void bridge_put_integer(bridge_state *state, int64_t value);
void bridge_put_number(bridge_state *state, double value);
void bridge_put_string(bridge_state *state, const char *bytes, size_t size);
void bridge_put_null(bridge_state *state);
// Begins a table: `items` values follow, then `fields` pairs of key and value; a list gets the metatable of
// lists.
void bridge_put_table(bridge_state *state, uint32_t items, uint32_t fields, bool is_list);
// As a table, with the metatable of errors and the script's position.
void bridge_put_error(bridge_state *state, uint32_t fields, uint8_t ending);

// MARK: The wire form: one tag byte, then the data of the tag, little-endian

enum {
    BRIDGE_TAG_NIL = 0,
    BRIDGE_TAG_FALSE = 1,
    BRIDGE_TAG_TRUE = 2,
    BRIDGE_TAG_INTEGER = 3,  // int64
    BRIDGE_TAG_NUMBER = 4,  // double
    BRIDGE_TAG_STRING = 5,  // uint32 size, bytes
    BRIDGE_TAG_TABLE = 6,  // uint32 items, uint32 fields, values, pairs
    BRIDGE_TAG_NULL = 7,  // json.null
    BRIDGE_TAG_ERROR = 8,  // uint32 fields, uint8 why it ends its task or 0, pairs; only towards Lua
    BRIDGE_TAG_OPAQUE = 9,  // uint8 Lua type; only from Lua
    BRIDGE_TAG_TASK = 10,  // uint32 slot, uint64 serial, uint8 state; only from Lua
    BRIDGE_TAG_LIST = 11,  // as a table, with the metatable of lists
};
