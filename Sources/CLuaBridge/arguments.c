// Checks the arguments of a host function against its declaration.

#include <string.h>

#include "bridge.h"

static bool is_callable(lua_State *L, int index) {
    if (lua_isfunction(L, index)) return true;
    if (luaL_getmetafield(L, index, "__call") == LUA_TNIL) return false;
    lua_pop(L, 1);
    return true;
}

static bool is_task(lua_State *L, int index) {
    if (!lua_getmetatable(L, index)) return false;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_task_metatable);
    bool same = lua_rawequal(L, -1, -2);
    lua_pop(L, 2);
    return same;
}

static bool fits(lua_State *L, int index, uint32_t types) {
    switch (lua_type(L, index)) {
        case LUA_TNONE:
        case LUA_TNIL: return types & BRIDGE_NIL;
        case LUA_TBOOLEAN: return types & BRIDGE_BOOLEAN;
        case LUA_TNUMBER: {
            int integral = 0;
            if (types & BRIDGE_NUMBER) return true;
            lua_tointegerx(L, index, &integral);
            return (types & BRIDGE_INTEGER) && integral;
        }
        case LUA_TSTRING: return types & BRIDGE_STRING;
        case LUA_TFUNCTION: return types & BRIDGE_FUNCTION;
        case LUA_TTABLE:
            return (types & BRIDGE_TABLE) || ((types & BRIDGE_FUNCTION) && is_callable(L, index));
        case LUA_TUSERDATA:
            return (types & BRIDGE_OTHER) || ((types & BRIDGE_TASK) && is_task(L, index)) ||
                ((types & BRIDGE_FUNCTION) && is_callable(L, index));
        default: return types & BRIDGE_OTHER;
    }
}

// Asks Swift for the error message and raises it with the script's position.
static int mismatch(lua_State *L, const bridge_function *function, int argument, const char *field,
    bool unknown, const char *actual) {
    bridge_state *state = state_of(L);
    wire_reset(&state->out);
    bridge_mismatch facts = {function->id, (uint32_t)argument, field, unknown, actual};
    state->callbacks.explain(state->callbacks.context, &facts);
    char place[256];
    bridge_where(L, place, sizeof place);
    if (place[0] != '\0') lua_pushfstring(L, "%s: ", place);
    else lua_pushliteral(L, "");
    if (wire_decode_out(L) == 0) lua_pushliteral(L, "bad argument");
    lua_concat(L, 2);
    return lua_error(L);
}

static const bridge_parameter *field_named(const bridge_parameter *parameter, const char *name) {
    for (size_t i = 0; i < parameter->field_count; i++)
        if (strcmp(parameter->fields[i].name, name) == 0) return &parameter->fields[i];
    return NULL;
}

static void check_fields(
    lua_State *L, const bridge_function *function, int index, const bridge_parameter *parameter) {
    luaL_checkstack(L, 4, NULL);
    lua_pushnil(L);
    while (lua_next(L, index)) {
        const char *name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : NULL;
        const bridge_parameter *field = name == NULL ? NULL : field_named(parameter, name);
        if (field == NULL)
            mismatch(L, function, index, name == NULL ? luaL_tolstring(L, -2, NULL) : name, true, "");
        if (!fits(L, lua_gettop(L), field->types))
            mismatch(L, function, index, field->name, false, luaL_typename(L, -1));
        lua_pop(L, 1);
    }
    for (size_t i = 0; i < parameter->field_count; i++) {
        const bridge_parameter *field = &parameter->fields[i];
        if (field->types & BRIDGE_NIL) continue;
        lua_pushstring(L, field->name);
        if (lua_rawget(L, index) == LUA_TNIL) mismatch(L, function, index, field->name, false, "nil");
        lua_pop(L, 1);
    }
}

// Inserts nil for an omitted table of options before a function: `task.group(function(g) … end)`.
static void admit_omitted_options(lua_State *L, const bridge_function *function) {
    const bridge_parameter *parameters = function->parameters;
    if (function->parameter_count < 2 || parameters[0].fields == NULL || !(parameters[0].types & BRIDGE_NIL))
        return;
    if (!(parameters[1].types & BRIDGE_FUNCTION) || !lua_isfunction(L, 1)) return;
    luaL_checkstack(L, 1, NULL);
    lua_pushnil(L);
    lua_insert(L, 1);
}

// Raises an error if the arguments on the stack do not fit the declaration.
void bridge_check_arguments(lua_State *L, const bridge_function *function) {
    admit_omitted_options(L, function);
    int given = lua_gettop(L), declared = (int)function->parameter_count;
    for (int i = 1; i <= declared; i++) {
        const bridge_parameter *parameter = &function->parameters[i - 1];
        if (!fits(L, i, parameter->types)) mismatch(L, function, i, NULL, false, luaL_typename(L, i));
        if (parameter->fields != NULL && lua_type(L, i) == LUA_TTABLE)
            check_fields(L, function, i, parameter);
    }
    if (given > declared && !function->variadic)
        mismatch(L, function, declared + 1, NULL, true, luaL_typename(L, declared + 1));
}
