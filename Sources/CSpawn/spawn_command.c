#define _GNU_SOURCE

#include "spawn_command.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

static int set_streams(posix_spawn_file_actions_t *actions, int input, int output, int errors) {
    int error = 0;
    if (input == SPAWN_READS_NOTHING)
        error = posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    else if (input >= 0) error = posix_spawn_file_actions_adddup2(actions, input, STDIN_FILENO);
    if (error == 0 && output >= 0) error = posix_spawn_file_actions_adddup2(actions, output, STDOUT_FILENO);
    if (error == 0 && errors >= 0) error = posix_spawn_file_actions_adddup2(actions, errors, STDERR_FILENO);
    return error != 0 ? error : posix_spawn_file_actions_addclosefrom_np(actions, STDERR_FILENO + 1);
}

static int set_signals(posix_spawnattr_t *attributes) {
    sigset_t none, standard;
    sigemptyset(&none);
    sigemptyset(&standard);
    sigaddset(&standard, SIGPIPE);
    sigaddset(&standard, SIGTERM);
    sigaddset(&standard, SIGCHLD);
    int error = posix_spawnattr_setsigmask(attributes, &none);
    if (error == 0) error = posix_spawnattr_setsigdefault(attributes, &standard);
    if (error != 0) return error;
    short flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID;
    return posix_spawnattr_setflags(attributes, flags);
}

int spawn_command(pid_t *pid, const char *program, char *const words[], char *const variables[],
    const char *folder, int input, int output, int errors) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int error = posix_spawn_file_actions_init(&actions);
    if (error != 0) return error;
    error = posix_spawnattr_init(&attributes);
    if (error != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return error;
    }
    if (folder != NULL) error = posix_spawn_file_actions_addchdir_np(&actions, folder);
    if (error == 0) error = set_streams(&actions, input, output, errors);
    if (error == 0) error = set_signals(&attributes);
    if (error == 0) error = posix_spawnp(pid, program, &actions, &attributes, words, variables);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}
