// Tracebacks for people: the script's own lines, without the frames of the program's own modules.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bridge.h"

#define HEADER "stack traceback:"
#define AWAITED "\nawaited at:"
#define LENGTH_MAX (16 * 1024)  // limit of the stacks of tasks that waited for each other
#define LEVELS_MAX 20

// MARK: Filtering

static bool starts_with(const char *text, const char *prefix) {
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

// Copies the lines of a Lua traceback that show the script, and C functions only between two such lines.
// Returns memory of malloc, or NULL if no line is left.
static char *without_own_frames(const char *text) {
    char *copy = malloc(strlen(text) + 1);
    if (copy == NULL) return NULL;
    size_t size = 0, last_end = 0;
    bool follows_own = false, has_script_line = false;
    for (const char *line = strchr(text, '\n'); line != NULL;) {
        const char *next = strchr(line + 1, '\n');
        size_t length = next == NULL ? strlen(line) : (size_t)(next - line);
        bool is_own = starts_with(line, "\n\t" BRIDGE_OWN_NAME), is_c = starts_with(line, "\n\t[C]:");
        bool is_tail_call = starts_with(line, "\n\t(...tail calls...)");
        if (!is_own && !(is_tail_call && follows_own) && (has_script_line || !(is_c || is_tail_call))) {
            memcpy(copy + size, line, length);
            size += length;
            if (!is_c) {
                has_script_line = true;
                last_end = size;
            }
        }
        follows_own = is_own;
        line = next;
    }
    copy[last_end] = '\0';
    if (last_end > 0) return copy;
    free(copy);
    return NULL;
}

static char *joined(const char *first, const char *middle, const char *last) {
    size_t size = strlen(first) + strlen(middle) + strlen(last) + 1;
    char *text = malloc(size);
    if (text != NULL) snprintf(text, size, "%s%s%s", first, middle, last);
    return text;
}

static char *copied(const char *text) { return text == NULL ? NULL : strdup(text); }

// MARK: Errors that come from another task

static void replace(char **text, char *with) {
    free(*text);
    *text = with;
}

const char *bridge_traceback_of(const bridge_task *task) {
    return task->failed_by_child ? task->adopted_traceback : task->traceback;
}

void bridge_free_tracebacks(bridge_task *task) {
    replace(&task->traceback, NULL);
    replace(&task->adopted_traceback, NULL);
    replace(&task->cause, NULL);
}

static void push_current_handle(lua_State *L, const bridge_state *state) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_tasks_key);
    lua_rawgeti(L, -1, (lua_Integer)state->current->slot + 1);
    lua_remove(L, -2);
}

// Notes that the error on top was raised in another task, with this traceback; it is about to be raised in
// the current task.
void bridge_note_cause(lua_State *L, const char *traceback) {
    bridge_state *state = state_of(L);
    if (state->current == NULL || !lua_checkstack(L, 4)) return;
    replace(&state->current->cause, copied(traceback));
    state->current->cause_is_own = false;
    push_current_handle(L, state);
    lua_pushvalue(L, -2);
    lua_setiuservalue(L, -2, BRIDGE_CAUSE_VALUE);
    lua_pop(L, 1);
}

static bool is_cause(lua_State *L, bridge_state *state, int error) {
    if (state->current->cause == NULL) return false;
    push_current_handle(L, state);
    lua_getiuservalue(L, -1, BRIDGE_CAUSE_VALUE);
    bool same = lua_rawequal(L, -1, error);
    lua_pop(L, 2);
    return same;
}

// Joins the traceback of the cause and `lines`, the lines of this task below a header; NULL if the script has
// none.
static char *with_cause(const bridge_task *task, const char *lines) {
    if (lines == NULL || task->cause_is_own || strlen(task->cause) > LENGTH_MAX) return copied(task->cause);
    return joined(task->cause, AWAITED, lines);
}

// MARK: At the throw

// A message handler: stores the traceback, and returns the error unchanged.
int bridge_on_error(lua_State *L) {
    bridge_state *state = state_of(L);
    if (!lua_checkstack(L, LUA_MINSTACK)) return 1;
    luaL_traceback(L, L, NULL, 1);
    char *lines = without_own_frames(lua_tostring(L, -1));
    lua_settop(L, 1);
    bridge_task *task = state->current;
    if (task == NULL) {
        replace(&state->traceback, lines == NULL ? NULL : joined(HEADER, "", lines));
        free(lines);
        return 1;
    }
    if (is_cause(L, state, 1)) replace(&task->traceback, with_cause(task, lines));
    else replace(&task->traceback, lines == NULL ? NULL : joined(HEADER, "", lines));
    free(lines);
    return 1;
}

// The last traceback of the running task, or of code outside tasks.
const char *bridge_last_traceback(const bridge_state *state) {
    return state->current == NULL ? state->traceback : state->current->traceback;
}

// A message handler for code that catches an error and raises it again: it keeps the place where the error
// was first raised.
int bridge_keep_traceback(lua_State *L) {
    bridge_on_error(L);
    bridge_task *task = state_of(L)->current;
    if (task == NULL || task->traceback == NULL) return 1;
    bridge_note_cause(L, task->traceback);
    task->cause_is_own = true;
    return 1;
}

// MARK: Out of memory, where Lua calls no message handler

// Stores the traceback of the code whose allocation is refused. It allocates no memory, neither from Lua nor
// from the system.
void bridge_note_shortage(bridge_state *state) {
    lua_State *L = atomic_load_explicit(&state->running, memory_order_relaxed);
    state->shortage[0] = '\0';
    if (L == NULL) return;
    size_t size = (size_t)snprintf(state->shortage, sizeof state->shortage, "%s", HEADER), empty = size;
    lua_Debug frame;
    for (int level = 0, shown = 0; shown < LEVELS_MAX && lua_getstack(L, level, &frame); level++) {
        lua_getinfo(L, "Sl", &frame);
        if (frame.currentline <= 0 || starts_with(frame.source, BRIDGE_OWN_PREFIX)) continue;
        char *end = state->shortage + size;
        size_t room = sizeof state->shortage - size;
        const char *file = frame.short_src;
        int line = frame.currentline, begin = frame.linedefined;
        int added = strcmp(frame.what, "main") == 0
            ? snprintf(end, room, "\n\t%s:%d: in main chunk", file, line)
            : snprintf(end, room, "\n\t%s:%d: in function <%s:%d>", file, line, file, begin);
        if (added < 0 || (size_t)added >= room) break;
        size += (size_t)added;
        shown++;
    }
    state->shortage[size == empty ? 0 : size] = '\0';
}

// Called when the task has failed because memory was short.
void bridge_take_shortage(bridge_state *state, bridge_task *task) {
    replace(&task->traceback, state->shortage[0] == '\0' ? NULL : strdup(state->shortage));
}
