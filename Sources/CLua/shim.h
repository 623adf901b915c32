// The system's Lua 5.4; imported by C only (see Documentation.docc/Decisions).
#include <lua.h>
#include <lauxlib.h>
#include <lualib.h>
