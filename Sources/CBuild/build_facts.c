#include "build_facts.h"

#include "system_sqlite.h"
#include <string.h>

#ifndef ZECSCRIPT_COMMIT
#define ZECSCRIPT_COMMIT "unknown"
#endif

#ifndef ZECSCRIPT_SWIFT
#define ZECSCRIPT_SWIFT ""
#endif

// "$LuaVersion: Lua 5.4.4  Copyright (C) …": the library exports it, its headers do not declare it.
extern const char lua_ident[];

const char *build_commit(void) { return ZECSCRIPT_COMMIT; }

const char *build_swift_version(void) { return ZECSCRIPT_SWIFT; }

void build_lua_version(char *version, unsigned long size) {
    const char *start = strstr(lua_ident, "Lua 5");
    size_t length = 0;
    if (size == 0) return;
    if (start != NULL) {
        start += strlen("Lua ");
        length = strspn(start, "0123456789.");
    }
    if (length >= size) length = size - 1;
    if (length > 0) memcpy(version, start, length);
    version[length] = '\0';
}

const char *build_sqlite_version(void) { return load_sqlite() == NULL ? sqlite3_libversion() : ""; }
