// Tasks: coroutines that Swift schedules.
//
// A handle is a userdata that holds its thread; the registry holds the handles of live tasks. The body runs
// under lua_pcallk at the base of the thread: close handlers may wait, and the traceback is taken where the
// error was raised. If a task's body has ended and the task only waits for its children, its handle is held
// weakly: once no script refers to it, Swift need not keep the task either.

#include <stdlib.h>
#include <string.h>

#include "bridge.h"

// The names of tasks, by handle; most tasks have none. Handles held weakly, by slot from 1.
static char task_names_key, closing_tasks_key;

// MARK: The body

static int body_ended(lua_State *L, int status, lua_KContext context) {
    (void)context;
    bool failed = status != LUA_OK && status != LUA_YIELD;
    bridge_task *task = task_of(L);
    task->body_failed = failed;
    if (status == LUA_ERRMEM) bridge_take_shortage(task->owner, task);
    return failed ? 1 : lua_gettop(L) - 1;
}

static int run_body(lua_State *L) {  // fn args...
    bridge_task *task = task_of(L);
    if (task == NULL || task->has_begun) return luaL_error(L, "the body of a task runs once");
    task->has_begun = true;
    lua_pushcfunction(L, bridge_on_error);
    lua_insert(L, 1);
    return body_ended(L, lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 1, 0, body_ended), 0);
}

bool bridge_is_body(lua_CFunction function) { return function == run_body; }

// MARK: Birth

static void grow_tasks(lua_State *L, bridge_state *state) {
    uint32_t capacity = state->task_capacity == 0 ? 64 : state->task_capacity * 2;
    bridge_task **tasks = realloc(state->tasks, capacity * sizeof *tasks);
    if (tasks != NULL) state->tasks = tasks;
    uint32_t *slots = realloc(state->free_slots, capacity * sizeof *slots);
    if (slots != NULL) state->free_slots = slots;
    bridge_collected_task *collected = realloc(state->collected, capacity * sizeof *collected);
    if (collected != NULL) state->collected = collected;
    if (tasks == NULL || slots == NULL || collected == NULL) luaL_error(L, "not enough memory");
    for (uint32_t slot = capacity; slot > state->task_capacity; slot--) {
        state->tasks[slot - 1] = NULL;
        state->free_slots[state->free_count++] = slot - 1;
    }
    state->task_capacity = capacity;
}

static bridge_task *push_handle(lua_State *L, bridge_state *state) {
    bridge_task *task = lua_newuserdatauv(L, sizeof *task, 3);
    memset(task, 0, sizeof *task);
    task->owner = state;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_task_metatable);
    lua_setmetatable(L, -2);
    task->thread = lua_newthread(L);
    lua_setiuservalue(L, -2, BRIDGE_THREAD_VALUE);
    *(uintptr_t *)lua_getextraspace(task->thread) = (uintptr_t)task | 1;
    return task;
}

static void keep_name(lua_State *L, int handle, const char *name, size_t size) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &task_names_key);
    lua_pushvalue(L, handle);
    lua_pushlstring(L, name, size);
    lua_rawset(L, -3);
    lua_settop(L, handle);
}

// Makes a task of the function at `function_index` and the arguments above it, and pushes its handle. The
// items of the list at index `list` are further arguments; 0 for none. They go straight to the task's thread,
// because there may be 100,000.
// Everything that can raise is done before Swift gets the task. Raises an error if Swift refuses it.
int bridge_new_task(lua_State *L, bridge_state *state, int function_index, int argument_count, int list,
    const char *name, size_t name_size) {
    if (state->free_count == 0) grow_tasks(L, state);
    luaL_checkstack(L, argument_count + 6, "too many arguments");
    bridge_task *task = push_handle(L, state);
    int handle = lua_gettop(L);
    if (name != NULL) keep_name(L, handle, name, name_size);
    lua_Unsigned item_count = list == 0 ? 0 : lua_rawlen(L, list);
    if (item_count > INT_MAX / 2 ||
        !lua_checkstack(task->thread, argument_count + (int)item_count + 8))
        luaL_error(L, "too many arguments");
    lua_pushcfunction(L, run_body);
    for (int i = 0; i <= argument_count; i++) lua_pushvalue(L, function_index + i);
    lua_xmove(L, task->thread, argument_count + 2);
    for (lua_Unsigned i = 1; i <= item_count; i++) {
        lua_rawgeti(L, list, (lua_Integer)i);
        lua_xmove(L, task->thread, 1);
    }
    lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_tasks_key);
    lua_pushvalue(L, handle);
    if (state->free_count == 0) luaL_error(L, "not enough memory");  // a finalizer spawned a task
    uint32_t slot = task->slot = state->free_slots[state->free_count - 1];
    lua_rawseti(L, -2, (lua_Integer)slot + 1);
    task->serial = ++state->task_serial;
    wire_reset(&state->out);
    if (state->callbacks.spawn(state->callbacks.context, slot, task->serial, name, name_size) != BRIDGE_OK) {
        lua_pushnil(L);
        lua_rawseti(L, -2, (lua_Integer)slot + 1);
        wire_push_error(L);
        return lua_error(L);
    }
    state->free_count--;
    state->tasks[slot] = task;
    lua_settop(L, handle);
    return 1;
}

// task.spawn(fn, ...), task.spawn(name, fn, ...)
static int spawn(lua_State *L) {
    size_t name_size = 0;
    const char *name = NULL;
    int function_index = 1;
    if (lua_type(L, 1) == LUA_TSTRING) {
        name = lua_tolstring(L, 1, &name_size);
        function_index = 2;
    }
    luaL_argexpected(L, lua_isfunction(L, function_index), function_index, "function");
    int count = lua_gettop(L) - function_index;
    return bridge_new_task(L, state_of(L), function_index, count, 0, name, name_size);
}

// MARK: Steps

static bridge_task *live_task(bridge_state *state, uint32_t slot) {
    return slot < state->task_capacity ? state->tasks[slot] : NULL;
}

bridge_step_result bridge_step(bridge_state *state, uint32_t slot) {
    bridge_task *task = live_task(state, slot);
    if (task == NULL) return BRIDGE_FINISHED;
    lua_State *T = task->thread;
    int count;
    if (lua_status(T) == LUA_YIELD) {
        lua_settop(T, -2);  // the mark
        count = 0;
    } else {
        count = lua_gettop(T) - 1;  // run_body lies below its arguments
    }
    state->current = task;
    state->steps++;
    state->blocked = state->close_depth = state->memory.own_work = 0;
    bridge_enter(state, T);
    int status = lua_resume(T, state->main, count, &count);
    bridge_leave(state, NULL);
    state->current = NULL;
    if (status == LUA_YIELD) return BRIDGE_WAITING;
    if (status != LUA_OK) {  // an error below the base: memory, or the stack
        task->body_failed = true;
        if (status == LUA_ERRMEM) bridge_take_shortage(state, task);
    }
    return task->body_failed ? BRIDGE_FAILED : BRIDGE_FINISHED;
}

// MARK: The end

// Encodes an error for Swift: its text, the error itself, and why it ends its task.
static int encode_failure(lua_State *L) {
    bridge_state *state = state_of(L);
    wire_reset(&state->in);
    size_t size;
    const char *text = bridge_to_string(L, 1, &size);
    lua_pushlstring(L, text, size);
    wire_encode(L, &state->in, -1);
    wire_encode(L, &state->in, 1);
    lua_pushinteger(L, bridge_ending_of(L, 1));
    wire_encode(L, &state->in, -1);
    return 0;
}

static int encode_all(lua_State *L) {
    bridge_state *state = state_of(L);
    wire_reset(&state->in);
    for (int i = 1; i <= lua_gettop(L); i++) wire_encode(L, &state->in, i);
    return 0;
}

// Copies the top `count` values of a task's thread and runs `encode` on them, protected.
static bool encode_top(bridge_state *state, bridge_task *task, int count, lua_CFunction encode) {
    lua_State *L = state->main, *T = task->thread;
    lua_settop(L, 0);
    if (!lua_checkstack(L, count + 2) || !lua_checkstack(T, count)) return false;
    lua_pushcfunction(L, encode);
    int first = lua_gettop(T) - count + 1;
    for (int i = 0; i < count; i++) lua_pushvalue(T, first + i);
    lua_xmove(T, L, count);
    bridge_begin_own_work(state);
    bool ok = lua_pcall(L, count, 0, 0) == LUA_OK;
    bridge_end_own_work(state);
    lua_settop(L, 0);
    return ok;
}

bool bridge_failure(
    bridge_state *state, uint32_t slot, const uint8_t **bytes, size_t *size, const char **traceback) {
    bridge_task *task = live_task(state, slot);
    *traceback = task == NULL ? NULL : task->traceback;
    if (task == NULL || task->thread == NULL || lua_gettop(task->thread) == 0) return false;
    if (!encode_top(state, task, 1, encode_failure)) {  // it can't be encoded: only its text is
        wire_reset(&state->in);
        size_t length = 0;
        const char *text = lua_type(task->thread, -1) == LUA_TSTRING
            ? lua_tolstring(task->thread, -1, &length)
            : NULL;
        if (text == NULL) text = "(an error that cannot be shown)", length = strlen(text);
        uint32_t length32 = (uint32_t)length;
        wire_append(&state->in, &(uint8_t){BRIDGE_TAG_STRING}, 1);
        wire_append(&state->in, &length32, 4);
        wire_append(&state->in, text, length);
    }
    *bytes = state->in.bytes;
    *size = state->in.size;
    return !state->in.overflow;
}

bool bridge_results(bridge_state *state, uint32_t slot, const uint8_t **bytes, size_t *size) {
    bridge_task *task = live_task(state, slot);
    if (task == NULL || task->thread == NULL) return false;
    if (!encode_top(state, task, lua_gettop(task->thread), encode_all)) return false;
    *bytes = state->in.bytes;
    *size = state->in.size;
    return true;
}

// Pushes the handle of a live task on the main thread, from the registry's table `key`; can't raise.
static bool push_registered(bridge_state *state, uint32_t slot, const void *key) {
    lua_State *L = state->main;
    lua_settop(L, 0);
    lua_rawgetp(L, LUA_REGISTRYINDEX, key);
    lua_rawgeti(L, -1, (lua_Integer)slot + 1);
    return lua_type(L, -1) == LUA_TUSERDATA;
}

static bool push_live(bridge_state *state, uint32_t slot) {
    return push_registered(state, slot, &bridge_tasks_key) ||
        push_registered(state, slot, &closing_tasks_key);
}

// Pushes the error of a failed task on the main thread: its own error, or that of its child.
static bool push_error(bridge_state *state, uint32_t slot) {
    bridge_task *task = live_task(state, slot);
    if (task == NULL) return false;
    if (task->failed_by_child)
        return push_live(state, slot) &&
            lua_getiuservalue(state->main, -1, BRIDGE_ADOPTED_VALUE) != LUA_TNONE;
    if (task->thread == NULL || lua_gettop(task->thread) == 0 || !lua_checkstack(task->thread, 1))
        return false;
    lua_settop(state->main, 0);
    lua_pushvalue(task->thread, -1);
    lua_xmove(task->thread, state->main, 1);
    return true;
}

void bridge_adopt_failure(bridge_state *state, uint32_t parent, uint32_t child) {
    bridge_task *heir = live_task(state, parent), *source = live_task(state, child);
    if (heir == NULL || source == NULL || !push_error(state, child)) return;
    lua_State *L = state->main;
    lua_insert(L, 1);
    lua_settop(L, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, heir->is_weak ? &closing_tasks_key : &bridge_tasks_key);
    lua_rawgeti(L, -1, (lua_Integer)parent + 1);
    lua_pushvalue(L, 1);
    if (lua_type(L, -2) == LUA_TUSERDATA) lua_setiuservalue(L, -2, BRIDGE_ADOPTED_VALUE);
    lua_settop(L, 0);
    const char *traceback = bridge_traceback_of(source);
    free(heir->adopted_traceback);
    heir->adopted_traceback = traceback == NULL ? NULL : strdup(traceback);
}

void bridge_fail_with_adopted(bridge_state *state, uint32_t slot) {
    bridge_task *task = live_task(state, slot);
    if (task != NULL) task->body_failed = task->failed_by_child = true;
}

// MARK: While the children still run

static int release_body(lua_State *L) {
    const uint32_t slot = *(const uint32_t *)lua_touserdata(L, 1);
    bridge_state *state = state_of(L);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &closing_tasks_key);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_tasks_key);
    if (lua_rawgeti(L, -1, (lua_Integer)slot + 1) != LUA_TUSERDATA) return 0;  // slot closing tasks handle
    lua_pushvalue(L, -1);
    lua_rawseti(L, 2, (lua_Integer)slot + 1);
    bridge_task *task = state->tasks[slot];
    task->is_weak = true;
    lua_pushnil(L);
    lua_rawseti(L, 3, (lua_Integer)slot + 1);
    if (lua_gettop(task->thread) > 0) return 0;
    task->thread = NULL;
    lua_pushnil(L);
    lua_setiuservalue(L, 4, BRIDGE_THREAD_VALUE);
    return 0;
}

void bridge_release_body(bridge_state *state, uint32_t slot) {
    bridge_task *task = live_task(state, slot);
    if (task == NULL || task->is_weak || task->body_failed) return;
    lua_State *L = state->main;
    lua_settop(L, 0);
    bridge_begin_own_work(state);
    lua_pushcfunction(L, release_body);
    lua_pushlightuserdata(L, &slot);
    lua_pcall(L, 1, 0, 0);  // if memory is short, nothing is freed
    lua_settop(L, 0);
    bridge_end_own_work(state);
}

// The finalizer of handles; no script can call it.
static int handle_collected(lua_State *L) {
    bridge_task *task = lua_touserdata(L, 1);
    bridge_state *state = task->owner;
    bridge_free_tracebacks(task);
    if (!task->is_weak || live_task(state, task->slot) != task) return 0;
    state->tasks[task->slot] = NULL;
    if (state->collected_count < state->task_capacity)
        state->collected[state->collected_count++] = (bridge_collected_task){task->slot, task->serial};
    return 0;
}

bool bridge_take_collected(bridge_state *state, bridge_collected_task *task) {
    if (state->collected_count == 0) return false;
    *task = state->collected[--state->collected_count];
    return true;
}

// MARK: Settling

// Storing nil allocates no memory, whether a value is there or not, so this can't raise.
static void forget(bridge_state *state, uint32_t slot, const void *key) {
    lua_State *L = state->main;
    lua_settop(L, 0);
    lua_rawgetp(L, LUA_REGISTRYINDEX, key);
    if (lua_rawgeti(L, -1, (lua_Integer)slot + 1) != LUA_TNIL) {
        lua_pushnil(L);
        lua_rawseti(L, -3, (lua_Integer)slot + 1);
    }
    lua_settop(L, 0);
}

void bridge_settle(bridge_state *state, uint32_t slot, bridge_task_state ending) {
    if (slot >= state->task_capacity) return;
    bridge_task *task = state->tasks[slot];
    if (task != NULL) {
        task->state = (uint8_t)ending;
        forget(state, slot, task->is_weak ? &closing_tasks_key : &bridge_tasks_key);
    }
    state->tasks[slot] = NULL;
    state->free_slots[state->free_count++] = slot;
}

// Raises the error of the settled task at index 1, with its traceback.
static int raise_error_of(lua_State *L, const bridge_task *task) {
    lua_State *T = task->thread;
    if (task->failed_by_child) {
        lua_getiuservalue(L, 1, BRIDGE_ADOPTED_VALUE);
    } else {
        if (T == NULL || lua_gettop(T) < 1 || !lua_checkstack(T, 1))
            return luaL_error(L, "the task left no outcome");
        lua_pushvalue(T, -1);
        lua_xmove(T, L, 1);
    }
    bridge_note_cause(L, bridge_traceback_of(task));
    return lua_error(L);
}

// Pushes the results, or raises the error, of the settled task given as first argument.
int bridge_push_outcome(lua_State *L, bridge_state *state) {
    (void)state;
    bridge_task *task = luaL_checkudata(L, 1, "task");
    lua_State *T = task->thread;
    luaL_checkstack(L, 1, "too many results");
    if (task->state != BRIDGE_TASK_DONE) return raise_error_of(L, task);
    int count = T == NULL ? 0 : lua_gettop(T);
    if (count == 0) return 0;
    luaL_checkstack(L, count, "too many results");
    if (!lua_checkstack(T, count)) return luaL_error(L, "the task left no outcome");
    for (int i = 1; i <= count; i++) lua_pushvalue(T, i);
    lua_xmove(T, L, count);
    return count;
}

// MARK: Places

static const char *place_in(bridge_state *state, lua_State *L) {
    bridge_where(L, state->place, sizeof state->place);
    return state->place[0] == '\0' ? NULL : state->place;
}

const char *bridge_task_place(bridge_state *state, uint32_t slot) {
    bridge_task *task = live_task(state, slot);
    return task == NULL || task->thread == NULL ? NULL : place_in(state, task->thread);
}

const char *bridge_current_place(bridge_state *state) {
    lua_State *L = atomic_load(&state->running);
    return L == NULL ? NULL : place_in(state, L);
}

// MARK: Handles

static void push_name(lua_State *L, bridge_task *task) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &task_names_key);
    lua_pushvalue(L, 1);
    if (lua_rawget(L, -2) == LUA_TNIL) lua_pushfstring(L, "task %d", (int)task->serial);
}

static int handle_text(lua_State *L) {
    bridge_task *task = luaL_checkudata(L, 1, "task");
    push_name(L, task);
    lua_pushfstring(L, "task: %s", lua_tostring(L, -1));
    return 1;
}

// Reads `t.name`, or a method.
static int handle_index(lua_State *L) {
    bridge_task *task = luaL_checkudata(L, 1, "task");
    const char *key = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
    if (strcmp(key, "name") == 0) {
        push_name(L, task);
        return 1;
    }
    lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_methods_key);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, -2) == LUA_TNIL) return luaL_error(L, "a task has no field '%s'", key);
    return 1;
}

int bridge_open_tasks(lua_State *L) {
    luaL_newmetatable(L, "task");
    lua_pushcfunction(L, handle_text);
    lua_setfield(L, -2, "__tostring");
    lua_pushcfunction(L, handle_index);
    lua_setfield(L, -2, "__index");
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &bridge_methods_key);
    bridge_new_weak_table(L, &task_names_key, "k");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pushcfunction(L, handle_collected);
    lua_setfield(L, -2, "__gc");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &bridge_task_metatable);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &bridge_tasks_key);
    bridge_new_weak_table(L, &closing_tasks_key, "v");
    lua_newtable(L);
    lua_pushcfunction(L, spawn);
    lua_setfield(L, -2, "spawn");
    lua_setglobal(L, "task");
    return 0;
}
