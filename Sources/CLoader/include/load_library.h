// Loads a shared library of the system when it is needed, instead of at each start of the program.

#ifndef ZECSCRIPT_LOAD_LIBRARY_H
#define ZECSCRIPT_LOAD_LIBRARY_H

#include <stddef.h>

// A function or a variable of a library: its name, and where to write its address.
struct library_symbol {
    const char *name;
    void **address;
};

// Loads the library `file`, such as "libedit.so.2", and looks up all symbols. The library stays loaded until
// the program ends.
//
// Returns NULL, or why that failed: a text of the system that a later failure of the same thread overwrites.
const char *load_library(const char *file, const struct library_symbol *symbols, size_t count);

// A library's functions are listed once, by a macro that calls another one for each of them:
// item(type, name, parameters, arguments). With these three, the list becomes the fields of a struct
// `addresses`, the table that load_library reads, and functions that call the addresses.
#define LIBRARY_ADDRESS(type, name, parameters, arguments) __typeof__(&name) name;
#define LIBRARY_SYMBOL(type, name, parameters, arguments) {#name, (void **)&addresses.name},
#define LIBRARY_FORWARD(type, name, parameters, arguments) \
    __attribute__((visibility("hidden"))) type name parameters { return addresses.name arguments; }

#endif
