// Starts the process of a command. A module of its own, because the calls that are needed are the GNU C
// library's and Swift sees only those of POSIX.

#ifndef ZECSCRIPT_SPAWN_COMMAND_H
#define ZECSCRIPT_SPAWN_COMMAND_H

#include <sys/types.h>

// Takes the place of a descriptor: the command has the program's own.
#define SPAWN_INHERITS (-1)
// The command reads nothing.
#define SPAWN_READS_NOTHING (-2)

// Starts `program`, which is looked for in PATH, with the words and variables given (lists that end with
// NULL), in `folder` unless that is NULL. Its standard streams are the descriptors given; no other is open in
// it.
//
// The process leads a session and a process group of its own, so that it has no terminal: none can wait for a
// password that nobody types, and the end of the operator's session does not reach it. It blocks no signal,
// and ignores neither SIGPIPE, SIGTERM nor SIGCHLD.
//
// Returns 0 and the process id, or the number of an error.
int spawn_command(pid_t *pid, const char *program, char *const words[], char *const variables[],
    const char *folder, int input, int output, int errors);

#endif
