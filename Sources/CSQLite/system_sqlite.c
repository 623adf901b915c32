#include "system_sqlite.h"

#include "load_library.h"
#include <pthread.h>
#include <stdio.h>

// clang-format off
#define FUNCTIONS(item) \
    item(int, sqlite3_open_v2, (const char *file, sqlite3 **database, int flags, const char *system), \
        (file, database, flags, system)) \
    item(int, sqlite3_close_v2, (sqlite3 *database), (database)) \
    item(int, sqlite3_exec, \
        (sqlite3 *database, const char *sql, int (*row)(void *, int, char **, char **), void *context, \
            char **message), \
        (database, sql, row, context, message)) \
    item(const char *, sqlite3_errmsg, (sqlite3 *database), (database)) \
    item(const char *, sqlite3_errstr, (int code), (code)) \
    item(int, sqlite3_system_errno, (sqlite3 *database), (database)) \
    item(const char *, sqlite3_libversion, (void), ()) \
    item(int, sqlite3_wal_checkpoint_v2, \
        (sqlite3 *database, const char *name, int mode, int *log, int *copied), \
        (database, name, mode, log, copied)) \
    item(void *, sqlite3_commit_hook, (sqlite3 *database, int (*hook)(void *), void *context), \
        (database, hook, context)) \
    item(int, sqlite3_prepare_v2, \
        (sqlite3 *database, const char *sql, int size, sqlite3_stmt **statement, const char **tail), \
        (database, sql, size, statement, tail)) \
    item(int, sqlite3_step, (sqlite3_stmt *statement), (statement)) \
    item(int, sqlite3_reset, (sqlite3_stmt *statement), (statement)) \
    item(int, sqlite3_finalize, (sqlite3_stmt *statement), (statement)) \
    item(int, sqlite3_bind_int64, (sqlite3_stmt *statement, int index, sqlite3_int64 value), \
        (statement, index, value)) \
    item(int, sqlite3_bind_double, (sqlite3_stmt *statement, int index, double value), \
        (statement, index, value)) \
    item(int, sqlite3_bind_text, \
        (sqlite3_stmt *statement, int index, const char *text, int size, void (*release)(void *)), \
        (statement, index, text, size, release)) \
    item(int, sqlite3_bind_blob64, \
        (sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 size, \
            void (*release)(void *)), \
        (statement, index, bytes, size, release)) \
    item(int, sqlite3_bind_zeroblob, (sqlite3_stmt *statement, int index, int size), \
        (statement, index, size)) \
    item(int, sqlite3_column_type, (sqlite3_stmt *statement, int column), (statement, column)) \
    item(sqlite3_int64, sqlite3_column_int64, (sqlite3_stmt *statement, int column), (statement, column)) \
    item(double, sqlite3_column_double, (sqlite3_stmt *statement, int column), (statement, column)) \
    item(const void *, sqlite3_column_blob, (sqlite3_stmt *statement, int column), (statement, column)) \
    item(int, sqlite3_column_bytes, (sqlite3_stmt *statement, int column), (statement, column))
// clang-format on

static struct {
    FUNCTIONS(LIBRARY_ADDRESS)
    __typeof__(&sqlite3_db_config) sqlite3_db_config;
} addresses;

static char failure[512];

static void load(void) {
    static const struct library_symbol symbols[] = {
        FUNCTIONS(LIBRARY_SYMBOL){"sqlite3_db_config", (void **)&addresses.sqlite3_db_config},
    };
    const char *reason = load_library("libsqlite3.so.0", symbols, sizeof symbols / sizeof *symbols);
    if (reason != NULL) snprintf(failure, sizeof failure, "%s", reason);
}

const char *load_sqlite(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return *failure == '\0' ? NULL : failure;
}

FUNCTIONS(LIBRARY_FORWARD)

// sqlite3_db_config has variable arguments, which can't be passed on, and which Swift does not import.
int zec_sqlite_set_checkpoint_on_close(sqlite3 *database, int is_on) {
    return addresses.sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !is_on, (int *)0);
}
