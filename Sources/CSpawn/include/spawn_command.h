// Starts the process of a command. This is a module of its own, because it needs calls of the GNU C library,
// and Swift sees only those of POSIX.

#ifndef ZECSCRIPT_SPAWN_COMMAND_H
#define ZECSCRIPT_SPAWN_COMMAND_H

#include <sys/types.h>

// In place of a descriptor: the command inherits the program's own.
#define SPAWN_INHERITS (-1)
// In place of a descriptor: the command reads nothing.
#define SPAWN_READS_NOTHING (-2)

// Starts `program`, which is searched for in PATH, with these words and variables (lists that end with NULL),
// in `folder` unless that is NULL. Its standard streams are the given descriptors; it has no other open
// descriptor.
//
// The process leads its own session and process group, so it has no terminal: no command waits for a password
// that is never typed, and the end of the operator's session does not reach it. It blocks no signal, and does
// not ignore SIGPIPE, SIGTERM or SIGCHLD.
//
// Returns 0 and the process id, or an error number.
int spawn_command(pid_t *pid, const char *program, char *const words[], char *const variables[],
    const char *folder, int input, int output, int errors);

#endif
