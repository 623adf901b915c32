// What this program was built from, and the versions of the libraries that it runs with. The words that it
// was started with are in program_words.h.

#ifndef ZECSCRIPT_BUILD_FACTS_H
#define ZECSCRIPT_BUILD_FACTS_H

// The commit, as scripts/dev/build.sh names it; "unknown" in a build that is made without that script.
const char *build_commit(void);

// The version of Swift, as scripts/dev/build.sh names it; "" in a build that is made without that script.
const char *build_swift_version(void);

// The version of the Lua library that is loaded, such as "5.4.4"; writes at most `size` bytes, with a NUL.
void build_lua_version(char *version, unsigned long size);

// The version of the system's SQLite, such as "3.40.1"; "" if it can't be loaded.
const char *build_sqlite_version(void);

#endif
