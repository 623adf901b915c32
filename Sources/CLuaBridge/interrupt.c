// Stops Lua code that does not stop by itself, without a hook until that is requested.
//
// A permanent count hook doubles the number of executed instructions. So a signal handler on the state's
// thread sets the hook on the innermost Lua thread, as lua.c does for Ctrl-C. The hook stays until it is
// cleared, so that no pcall can swallow the error.

#include <errno.h>
#include <string.h>

#include "bridge.h"

#define INTERRUPT_SIGNAL SIGUSR2

static _Thread_local bridge_state *bound_state;

static void raise_interrupt(lua_State *L, lua_Debug *frame) {
    (void)frame;
    bridge_state *state = state_of(L);
    if (!state->interrupted) {
        lua_sethook(L, NULL, 0, 0);
        return;
    }
    const char *message = atomic_load(&state->interrupt_message);
    luaL_error(L, "%s", message == NULL ? "interrupted!" : message);
}

// Async-signal-safe, as lua_sethook is.
void bridge_arm(bridge_state *state, lua_State *L) {
    (void)state;
    lua_sethook(L, raise_interrupt, LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT, 1);
}

// Notes that `L` runs now, and sets the hook on it if an interruption is pending.
void bridge_enter(bridge_state *state, lua_State *L) {
    atomic_store_explicit(&state->running, L, memory_order_relaxed);
    atomic_signal_fence(memory_order_seq_cst);
    if (state->interrupted) bridge_arm(state, L);
}

// Notes that `previous` runs again (NULL: none).
void bridge_leave(bridge_state *state, lua_State *previous) {
    atomic_store_explicit(&state->running, previous, memory_order_relaxed);
    atomic_signal_fence(memory_order_seq_cst);
    if (state->interrupted && previous != NULL) bridge_arm(state, previous);
}

static void on_signal(int number) {
    (void)number;
    int saved = errno;
    bridge_state *state = bound_state;
    if (state != NULL) {
        state->interrupted = 1;
        lua_State *L = atomic_load_explicit(&state->running, memory_order_relaxed);
        if (L != NULL) bridge_arm(state, L);
    }
    errno = saved;
}

void bridge_bind_thread(bridge_state *state) {
    bound_state = state;
    state->thread = pthread_self();
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(INTERRUPT_SIGNAL, &action, NULL);
    sigset_t signals;  // threads made by libraries often block all signals
    sigemptyset(&signals);
    sigaddset(&signals, INTERRUPT_SIGNAL);
    pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
    atomic_store(&state->bound, true);
}

void bridge_unbind_thread(bridge_state *state) {
    atomic_store(&state->bound, false);
    if (bound_state == state) bound_state = NULL;
}

void bridge_interrupt(bridge_state *state, const char *message) {
    atomic_store(&state->interrupt_message, message);
    if (atomic_load(&state->bound)) pthread_kill(state->thread, INTERRUPT_SIGNAL);
}

void bridge_clear_interrupt(bridge_state *state) { state->interrupted = 0; }

bool bridge_interrupted(const bridge_state *state) { return state->interrupted != 0; }

// MARK: Where an interruption ends

static int contained(lua_State *L, int status, lua_KContext context) {
    (void)context;
    bridge_state *state = state_of(L);
    bool ok = status == LUA_OK || status == LUA_YIELD;
    lua_pushboolean(L, ok);
    lua_replace(L, 1);
    if (ok) return lua_gettop(L);
    state->interrupted = 0;
    const char *traceback = bridge_last_traceback(state);
    lua_pushstring(L, traceback == NULL ? "" : traceback);
    return 3;
}

// host.contain(fn, ...): as pcall, but an error comes with its traceback, and an interruption inside ends
// here: no Lua code runs in between, which would raise it again.
static int contain(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_pushcfunction(L, bridge_on_error);
    lua_insert(L, 1);
    return contained(L, lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 1, 0, contained), 0);
}

int bridge_open_interrupts(lua_State *L) {
    lua_newtable(L);
    lua_pushcfunction(L, contain);
    lua_setfield(L, -2, "contain");
    lua_setglobal(L, "host");
    return 0;
}
