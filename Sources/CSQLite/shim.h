// The system's SQLite, and the two calls of C that the journal needs and Swift can't make.
#include <sqlite3.h>
#include <sys/vfs.h>

// Whether the last connection to close copies the log into the database and deletes it; sqlite3_db_config has
// variable arguments, which Swift does not import.
static inline int zec_sqlite_set_checkpoint_on_close(sqlite3 *database, int is_on) {
    return sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !is_on, (int *)0);
}

// The type of the file system that holds a path, as in statfs(2); -1 where the path can't be looked at.
// Swift's module of the C library leaves statfs out.
static inline long zec_file_system_type(const char *path) {
    struct statfs status;
    return statfs(path, &status) == 0 ? (long)status.f_type : -1;
}
