#include "line_editing.h"

#include "load_library.h"

// clang-format off
#define FUNCTIONS(item) \
    item(int, rl_initialize, (void), ()) \
    item(void, rl_callback_handler_install, (const char *prompt, rl_vcpfunc_t *handler), (prompt, handler)) \
    item(void, rl_callback_handler_remove, (void), ()) \
    item(void, rl_callback_read_char, (void), ()) \
    item(void, rl_forced_update_display, (void), ()) \
    item(void, using_history, (void), ()) \
    item(void, clear_history, (void), ()) \
    item(void, stifle_history, (int lines), (lines)) \
    item(int, read_history, (const char *file), (file)) \
    item(int, write_history, (const char *file), (file)) \
    item(int, add_history, (const char *line), (line)) \
    item(HIST_ENTRY *, history_get, (int number), (number))

#define VARIABLES(item) \
    item(, rl_instream, ,) \
    item(, rl_outstream, ,) \
    item(, rl_line_buffer, ,) \
    item(, rl_catch_signals, ,) \
    item(, rl_getc_function, ,) \
    item(, rl_basic_word_break_characters, ,) \
    item(, rl_completer_word_break_characters, ,) \
    item(, rl_completion_append_character, ,) \
    item(, rl_attempted_completion_function, ,) \
    item(, rl_attempted_completion_over, ,) \
    item(, history_base, ,) \
    item(, history_length, ,)
// clang-format on

static struct {
    FUNCTIONS(LIBRARY_ADDRESS)
    VARIABLES(LIBRARY_ADDRESS)
} addresses;

static char **(*complete)(const char *, int, int);

const char *load_libedit(void) {
    static const struct library_symbol symbols[] = {FUNCTIONS(LIBRARY_SYMBOL) VARIABLES(LIBRARY_SYMBOL)};
    const size_t count = sizeof symbols / sizeof *symbols;
    // Debian's name comes last, so that the reason names it.
    if (load_library("libedit.so.0", symbols, count) == NULL) return NULL;
    return load_library("libedit.so.2", symbols, count);
}

FUNCTIONS(LIBRARY_FORWARD)

static char **complete_no_files(const char *word, int start, int end) {
    *addresses.rl_attempted_completion_over = 1;
    return complete(word, start, end);
}

void edit_set_up(const struct line_editor *editor) {
    complete = editor->complete;
    *addresses.rl_instream = editor->input;
    *addresses.rl_outstream = editor->output;
    // The program handles signals on a thread of their own.
    *addresses.rl_catch_signals = 0;
    *addresses.rl_getc_function = editor->read_key;
    rl_initialize();
    *addresses.rl_basic_word_break_characters = editor->word_breaks;
    *addresses.rl_completer_word_break_characters = editor->word_breaks;
    *addresses.rl_completion_append_character = 0;
    *addresses.rl_attempted_completion_function = complete_no_files;
}

FILE *edit_output(void) { return *addresses.rl_outstream; }

const char *edit_line(void) { return *addresses.rl_line_buffer; }

const char *edit_last_line(void) {
    HIST_ENTRY *entry = history_get(*addresses.history_base + *addresses.history_length - 1);
    return entry == NULL ? NULL : entry->line;
}
