#include "load_library.h"

#include <dlfcn.h>

const char *load_library(const char *file, const struct library_symbol *symbols, size_t count) {
    void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) return dlerror();
    for (size_t i = 0; i < count; i++)
        if ((*symbols[i].address = dlsym(library, symbols[i].name)) == NULL) return dlerror();
    return NULL;
}
