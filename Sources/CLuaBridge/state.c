// Shared by every file of the bridge: the keys of the registry, and the owner of a Lua thread.

#include "bridge.h"

char bridge_error_metatable, bridge_list_metatable, bridge_task_metatable, bridge_tasks_key, bridge_wait_mark,
    bridge_methods_key, bridge_endings_key, bridge_exit_key, bridge_environment_key;

// The extra space of every thread points to its state; that of a task's base thread points to the task, with
// the lowest bit set. lua_newthread copies it from the main thread, so a script's coroutines point to the
// state.
bridge_state *state_of(lua_State *L) {
    uintptr_t owner = *(uintptr_t *)lua_getextraspace(L);
    return owner & 1 ? ((bridge_task *)(owner - 1))->owner : (bridge_state *)owner;
}

bridge_task *task_of(lua_State *L) {
    uintptr_t owner = *(uintptr_t *)lua_getextraspace(L);
    return owner & 1 ? (bridge_task *)(owner - 1) : NULL;
}

// A table in the registry whose keys ("k") or values ("v") do not keep their objects alive.
void bridge_new_weak_table(lua_State *L, const void *key, const char *mode) {
    lua_newtable(L);
    lua_newtable(L);
    lua_pushstring(L, mode);
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, -2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}

void bridge_add_to_host(lua_State *L, const char *name, lua_CFunction function) {
    lua_getglobal(L, "host");
    lua_pushcfunction(L, function);
    lua_setfield(L, -2, name);
    lua_pop(L, 1);
}
