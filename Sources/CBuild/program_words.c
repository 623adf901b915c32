#include "program_words.h"

static int count;
static char **words;

// The loader of the GNU C library calls constructors with the arguments of main.
__attribute__((constructor)) static void keep(int argc, char **argv) {
    count = argc;
    words = argv;
}

int program_word_count(void) { return count; }

const char *const *program_words(void) { return (const char *const *)words; }
