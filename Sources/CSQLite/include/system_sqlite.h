// The system's SQLite, and the calls of C that the journal needs and Swift can't make.
//
// The program is not linked with the library: most starts open no journal, and each would load it. Of
// SQLite's functions, only those of the list in system_sqlite.c can be called, and only after load_sqlite.

#ifndef ZECSCRIPT_SYSTEM_SQLITE_H
#define ZECSCRIPT_SYSTEM_SQLITE_H

#include <sqlite3.h>
#include <sys/vfs.h>

// Loads the library, unless it is loaded; can be called by any thread.
//
// Returns NULL, or why it can't be loaded: a text that is never freed.
const char *load_sqlite(void);

// Whether the last connection to close copies the log into the database and deletes it.
int zec_sqlite_set_checkpoint_on_close(sqlite3 *database, int is_on);

// The type of the file system that holds a path, as in statfs(2); -1 where the path can't be looked at.
// Swift's module of the C library leaves statfs out.
static inline long zec_file_system_type(const char *path) {
    struct statfs status;
    return statfs(path, &status) == 0 ? (long)status.f_type : -1;
}

#endif
