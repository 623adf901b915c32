// The system's libedit, which edits lines at a terminal.
//
// The program is not linked with the library: most starts show no prompt, and each would load it. Only the
// functions that are declared here, and those of the list in line_editing.c, can be called, and only after
// load_libedit.

#ifndef ZECSCRIPT_LINE_EDITING_H
#define ZECSCRIPT_LINE_EDITING_H

#include <editline/readline.h>

// Loads the library, unless it is loaded; called by the one thread that edits lines.
//
// Returns NULL, or why it can't be loaded: a text of the system that a later failure overwrites.
const char *load_libedit(void);

// What libedit needs of the program.
struct line_editor {
    // The terminal; NULL: standard input and output.
    FILE *input, *output;
    // Returns the next byte of the terminal, or -1 at its end.
    int (*read_key)(FILE *input);
    // Returns the words that could replace the bytes of the line from start to end: the beginning that they
    // have in common, then each word, then NULL; the only word stands alone. libedit frees them. File names
    // are never completed in their place.
    char **(*complete)(const char *word, int start, int end);
    // The characters that end a word; must never be freed.
    char *word_breaks;
};

// Prepares libedit, which keeps these settings for the whole process.
void edit_set_up(const struct line_editor *editor);

// Where libedit writes.
FILE *edit_output(void);

// The line that is being edited; NULL before the first one.
const char *edit_line(void);

// The newest line of the history; NULL if the history is empty.
const char *edit_last_line(void);

#endif
