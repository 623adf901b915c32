// The words that the program was started with.
//
// Swift's own list of them is read from /proc/self/cmdline, and is empty where /proc is not mounted, as in a
// change of root: a program that loses --dry-run, or its script, must not run.

#ifndef ZECSCRIPT_PROGRAM_WORDS_H
#define ZECSCRIPT_PROGRAM_WORDS_H

// The number of words, with the program's own name.
int program_word_count(void);

// The words; they are never freed or changed.
const char *const *program_words(void);

#endif
