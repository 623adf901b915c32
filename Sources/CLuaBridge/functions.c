// Host functions: the checks of their arguments, the call into Swift, and what follows from its answer.

#include <string.h>

#include "bridge.h"

// MARK: Arguments

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

// Asks Swift for the sentence and raises it with the script's position.
static int mismatch(lua_State *L, const bridge_function *function, int argument, const char *field, bool unknown,
                    const char *actual) {
  bridge_host *host = host_of(L);
  wire_reset(&host->out);
  bridge_mismatch facts = {function->id, (uint32_t)argument, field, unknown, actual};
  host->callbacks.explain(host->callbacks.context, &facts);
  char place[256];
  bridge_where(L, place, sizeof place);
  if (place[0] != '\0')
    lua_pushfstring(L, "%s: ", place);
  else
    lua_pushliteral(L, "");
  if (wire_decode_out(L) == 0) lua_pushliteral(L, "bad argument");
  lua_concat(L, 2);
  return lua_error(L);
}

static const bridge_parameter *field_named(const bridge_parameter *parameter, const char *name) {
  for (size_t i = 0; i < parameter->field_count; i++)
    if (strcmp(parameter->fields[i].name, name) == 0) return &parameter->fields[i];
  return NULL;
}

static void check_fields(lua_State *L, const bridge_function *function, int index,
                         const bridge_parameter *parameter) {
  luaL_checkstack(L, 4, NULL);
  lua_pushnil(L);
  while (lua_next(L, index)) {
    const char *name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : NULL;
    const bridge_parameter *field = name == NULL ? NULL : field_named(parameter, name);
    if (field == NULL) mismatch(L, function, index, name == NULL ? luaL_tolstring(L, -2, NULL) : name, true, "");
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

// A table of options that may be left out, before a function: `task.group(function(g) … end)`.
static void admit_omitted_options(lua_State *L, const bridge_function *function) {
  const bridge_parameter *parameters = function->parameters;
  if (function->parameter_count < 2 || parameters[0].fields == NULL || !(parameters[0].types & BRIDGE_NIL)) return;
  if (!(parameters[1].types & BRIDGE_FUNCTION) || !lua_isfunction(L, 1)) return;
  luaL_checkstack(L, 1, NULL);
  lua_pushnil(L);
  lua_insert(L, 1);
}

static void check_arguments(lua_State *L, const bridge_function *function) {
  admit_omitted_options(L, function);
  int given = lua_gettop(L), declared = (int)function->parameter_count;
  for (int i = 1; i <= declared; i++) {
    const bridge_parameter *parameter = &function->parameters[i - 1];
    if (!fits(L, i, parameter->types)) mismatch(L, function, i, NULL, false, luaL_typename(L, i));
    if (parameter->fields != NULL && lua_type(L, i) == LUA_TTABLE) check_fields(L, function, i, parameter);
  }
  if (given > declared && !function->variadic)
    mismatch(L, function, declared + 1, NULL, true, luaL_typename(L, declared + 1));
}

// MARK: The call into Swift

static int resumed(lua_State *L, int status, lua_KContext context) {
  (void)status, (void)context;
  bridge_host *host = host_of(L);
  wire_reset(&host->out);
  return bridge_finish(L, host, host->callbacks.resume(host->callbacks.context));
}

// Does what Swift's answer asks for; its frame is gone by now.
int bridge_finish(lua_State *L, bridge_host *host, bridge_answer answer) {
  switch (answer) {
    case BRIDGE_OK: return wire_decode_out(L);
    case BRIDGE_YIELD: lua_pushlightuserdata(L, &bridge_wait_mark); return lua_yieldk(L, 1, 0, resumed);
    case BRIDGE_OUTCOME: return bridge_push_outcome(L, host);
    case BRIDGE_FAILURE:
      if (host->current == NULL) return luaL_error(L, "internal error: a failure without a task");
      lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_tasks_key);
      lua_rawgeti(L, -1, (lua_Integer)host->current->slot + 1);
      lua_getiuservalue(L, -1, BRIDGE_ADOPTED_VALUE);
      bridge_note_cause(L, host->current->adopted_traceback);
      return lua_error(L);
    default:
      if (host->out.overflow) return luaL_error(L, "not enough memory");
      if (wire_decode_out(L) == 0) lua_pushliteral(L, "internal error: an error without words");
      return answer == BRIDGE_EXIT ? bridge_raise_exit(L) : lua_error(L);
  }
}

static const char *short_name(const bridge_function *function) {
  const char *dot = strrchr(function->path, '.'), *colon = strrchr(function->path, ':');
  const char *separator = colon != NULL ? colon : dot;
  return separator == NULL ? function->path : separator + 1;
}

static int call_host(lua_State *L) {
  const bridge_function *function = lua_touserdata(L, lua_upvalueindex(1));
  bridge_host *host = host_of(L);
  check_arguments(L, function);
  if (function->waits && !bridge_can_wait(L)) return bridge_refuse_wait(L, short_name(function));
  wire_reset(&host->in);
  for (int i = 1, top = lua_gettop(L); i <= top; i++) wire_encode(L, &host->in, i);
  wire_reset(&host->out);
  return bridge_finish(
      L, host, host->callbacks.call(host->callbacks.context, function->id, host->in.bytes, host->in.size));
}

// MARK: Functions whose body is Lua

static int returned(lua_State *L, int status, lua_KContext context) {
  (void)status, (void)context;
  return lua_gettop(L);
}

// Upvalue 1: the declaration. Upvalue 2: the body.
static int call_checked(lua_State *L) {
  const bridge_function *function = lua_touserdata(L, lua_upvalueindex(1));
  check_arguments(L, function);
  if (function->waits && !bridge_can_wait(L)) return bridge_refuse_wait(L, short_name(function));
  lua_pushvalue(L, lua_upvalueindex(2));
  lua_insert(L, 1);
  lua_callk(L, lua_gettop(L) - 1, LUA_MULTRET, 0, returned);
  return lua_gettop(L);
}

static const bridge_function *announced(bridge_host *host, const char *path) {
  for (size_t i = 0; i < host->announced_count; i++)
    if (strcmp(host->announced[i]->path, path) == 0) return host->announced[i];
  return NULL;
}

// declare(path, body): hangs a Lua function behind its declaration's checks and returns it so. Methods of objects that are
// made in Lua ("channel:send") go nowhere: the module puts them into its own table.
int bridge_declare_from_lua(lua_State *L) {
  const char *path = luaL_checkstring(L, 1);
  luaL_checktype(L, 2, LUA_TFUNCTION);
  const bridge_function *function = announced(host_of(L), path);
  if (function == NULL) return luaL_error(L, "'%s' is not declared", path);
  lua_pushlightuserdata(L, (void *)function);
  lua_pushvalue(L, 2);
  lua_pushcclosure(L, call_checked, 2);
  if (strchr(path, ':') == NULL || strncmp(path, "task:", 5) == 0) {
    lua_pushvalue(L, -1);
    bridge_set_path(L, path);
  }
  return 1;
}

// MARK: Declaring

int bridge_push_function(lua_State *L, const bridge_function *function) {
  lua_pushlightuserdata(L, (void *)function);
  lua_pushcclosure(L, call_host, 1);
  return 1;
}

static void push_subtable(lua_State *L, const char *name, size_t size) {  // table -> table subtable
  lua_pushlstring(L, name, size);
  if (lua_rawget(L, -2) == LUA_TTABLE) return;
  lua_pop(L, 1);
  lua_newtable(L);
  lua_pushlstring(L, name, size);
  lua_pushvalue(L, -2);
  lua_rawset(L, -4);
}

// Pops a value and stores it at "a.b.c" below the globals, or at "task:name" among the methods of handles.
void bridge_set_path(lua_State *L, const char *path) {
  int value = lua_gettop(L);
  const char *colon = strchr(path, ':'), *rest = path;
  if (colon != NULL) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_methods_key);
    rest = colon + 1;
  } else {
    lua_pushglobaltable(L);
  }
  for (const char *dot; (dot = strchr(rest, '.')) != NULL; rest = dot + 1)
    push_subtable(L, rest, (size_t)(dot - rest));
  lua_pushstring(L, rest);
  lua_pushvalue(L, value);
  lua_rawset(L, -3);
  lua_settop(L, value - 1);
}
