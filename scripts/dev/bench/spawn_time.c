// Prints the median time from the start to the end of a process, in milliseconds.
//
// Usage: spawn_time RUNS ARGUMENTS PROGRAM [WORD...]
// Appends the numbers from 1 to ARGUMENTS to the words. A shell or Python would measure how it makes 100,000
// words for each process; this program makes them once.

#define _GNU_SOURCE
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static int compare(const void *one, const void *other) {
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

static double milliseconds_of(char **words) {
    struct timespec start, end;
    pid_t process;
    int status;
    clock_gettime(CLOCK_MONOTONIC, &start);
    if (posix_spawnp(&process, words[0], NULL, NULL, words, environ) != 0) return -1;
    if (waitpid(process, &status, 0) < 0 || status != 0) return -1;
    clock_gettime(CLOCK_MONOTONIC, &end);
    return (end.tv_sec - start.tv_sec) * 1e3 + (end.tv_nsec - start.tv_nsec) / 1e6;
}

int main(int count, char **given) {
    if (count < 4) return fputs("usage: spawn_time RUNS ARGUMENTS PROGRAM [WORD...]\n", stderr), 2;
    int runs = atoi(given[1]), arguments = atoi(given[2]), own = count - 3;
    char **words = calloc((size_t)(own + arguments + 1), sizeof *words);
    double *times = calloc((size_t)runs, sizeof *times);
    if (words == NULL || times == NULL || runs < 1) return 1;
    for (int i = 0; i < own; i++) words[i] = given[3 + i];
    for (int i = 0; i < arguments; i++)
        if (asprintf(&words[own + i], "%d", i + 1) < 0) return 1;
    for (int i = 0; i < runs; i++)
        if ((times[i] = milliseconds_of(words)) < 0) return fprintf(stderr, "%s failed\n", words[0]), 1;
    qsort(times, (size_t)runs, sizeof *times, compare);
    printf("%.2f\n", times[runs / 2]);
    return 0;
}
