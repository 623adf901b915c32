#include "load_library.h"

#include <dlfcn.h>

// A symbol may be missing without an error of the system: its address is NULL.
static const char *reason(void) {
    const char *text = dlerror();
    return text != NULL ? text : "a function of the library is missing";
}

const char *load_library(const char *file, const struct library_symbol *symbols, size_t count) {
    void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) return reason();
    for (size_t i = 0; i < count; i++)
        if ((*symbols[i].address = dlsym(library, symbols[i].name)) == NULL) return reason();
    return NULL;
}
