// Compiles the program's own Lua while the program is built, so that a start has nothing to compile.
//
// Usage: lua-compiler OUTPUT.swift PREFIX FOLDER FILE...
//
// Writes a Swift file with the text and the bytecode of each Lua file. A chunk is named after the path of
// its file below FOLDER: with the prefix "rolling.", core/plan.lua is the chunk "rolling.core/plan".

#include <errno.h>
#include <inttypes.h>
#include <lauxlib.h>
#include <lua.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// "$LuaVersion: Lua 5.4.4  Copyright (C) …": the library exports it, its headers do not declare it.
extern const char lua_ident[];

typedef struct {
    char *bytes;
    size_t size;
} contents;

// MARK: Reading

static bool read_file(const char *path, contents *read) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) return false;
    FILE *copy = open_memstream(&read->bytes, &read->size);
    bool is_whole = copy != NULL;
    for (int byte; is_whole && (byte = getc(file)) != EOF;) is_whole = putc(byte, copy) != EOF;
    is_whole = is_whole && !ferror(file) && fclose(copy) == 0;
    fclose(file);
    return is_whole;
}

// Returns the path of a file below a folder, without ".lua"; the caller frees it.
static char *path_below(const char *folder, const char *file) {
    size_t length = strlen(folder);
    if (strncmp(file, folder, length) == 0) file += length;
    while (*file == '/') file++;
    char *path = strdup(file);
    size_t end = path == NULL ? 0 : strlen(path);
    if (end > 4 && strcmp(path + end - 4, ".lua") == 0) path[end - 4] = '\0';
    return path;
}

// MARK: Compiling

static int write_piece(lua_State *L, const void *piece, size_t size, void *stream) {
    (void)L;
    return fwrite(piece, 1, size, stream) != size;
}

// Leaves an error message on the stack if it fails.
static bool compile(lua_State *L, const char *name, contents text, contents *bytecode) {
    const char *chunk_name = lua_pushfstring(L, "=[zecscript %s]", name);
    if (luaL_loadbufferx(L, text.bytes, text.size, chunk_name, "t") != LUA_OK) return false;
    FILE *stream = open_memstream(&bytecode->bytes, &bytecode->size);
    // 0: with the names and lines that error messages need.
    bool is_whole = stream != NULL && lua_dump(L, write_piece, stream, 0) == 0 && fclose(stream) == 0;
    if (!is_whole) lua_pushliteral(L, "not enough memory");
    return is_whole;
}

// MARK: Writing

// Writes a Swift string literal.
static void write_text(FILE *output, contents text) {
    putc('"', output);
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.bytes[i];
        if (byte == '"' || byte == '\\')
            fprintf(output, "\\%c", byte);
        else if (byte < ' ')
            fprintf(output, "\\u{%x}", byte);
        else
            putc(byte, output);
    }
    putc('"', output);
}

// The bytecode of all chunks, which are one list in the program: each list would be an object whose page the
// loader changes at every start. A list of numbers of eight bytes compiles much faster than a list of bytes.
static uint64_t *words;
static size_t word_count, word_capacity;

// Adds bytes to the words; returns false if there is no memory.
static bool keep_words(contents bytes) {
    size_t needed = (bytes.size + sizeof *words - 1) / sizeof *words;
    if (word_count + needed > word_capacity) {
        size_t capacity = (word_count + needed) * 2;
        uint64_t *grown = realloc(words, capacity * sizeof *words);
        if (grown == NULL) return false;
        words = grown;
        word_capacity = capacity;
    }
    memset(words + word_count, 0, needed * sizeof *words);
    memcpy(words + word_count, bytes.bytes, bytes.size);
    word_count += needed;
    return true;
}

static void write_words(FILE *output) {
    fputs("\n    private static let words: [UInt64] = [\n", output);
    for (size_t i = 0; i < word_count; i++)
        fprintf(output, i % 8 == 7 ? "0x%" PRIx64 ",\n" : "0x%" PRIx64 ",", words[i]);
    fputs("\n    ]\n", output);
}

// Writes the name of the constant for a path: `core_plan` for core/plan. The quotes are for `try`.
static void write_constant(FILE *output, const char *path) {
    putc('`', output);
    for (; *path != '\0'; path++) putc(*path == '/' ? '_' : *path, output);
    putc('`', output);
}

static void write_chunk(FILE *output, const char *path, const char *name, contents text, size_t first_word,
    contents bytecode) {
    fputs("    static let ", output);
    write_constant(output, path);
    fprintf(output, " = OwnChunk(path: \"%s\", name: \"%s\", text: ", path, name);
    write_text(output, text);
    fprintf(output, ", bytecode: .init(in: words, from: %zu, count: %zu, compiler: compiler))\n", first_word,
        bytecode.size);
}

static void write_list(FILE *output, char **paths, int count) {
    fputs("\n    /// All of them, in the order of their paths.\n    static let all = [", output);
    for (int i = 0; i < count; i++) {
        fputs(i == 0 ? "" : ", ", output);
        write_constant(output, paths[i]);
    }
    fputs("]\n}\n", output);
}

static bool write_compiled(
    FILE *output, lua_State *L, const char *prefix, const char *path, const char *file) {
    contents text = {NULL, 0}, bytecode = {NULL, 0};
    bool is_read = path != NULL && read_file(file, &text);
    if (!is_read) fprintf(stderr, "lua-compiler: '%s' can't be read: %s\n", file, strerror(errno));
    const char *name = lua_pushfstring(L, "%s%s", prefix, path == NULL ? "" : path);
    bool is_compiled = is_read && compile(L, name, text, &bytecode);
    if (is_read && !is_compiled) fprintf(stderr, "%s: error: %s\n", file, lua_tostring(L, -1));
    if (is_compiled) write_chunk(output, path, name, text, word_count, bytecode);
    bool is_kept = is_compiled && keep_words(bytecode);
    if (is_compiled && !is_kept) fputs("lua-compiler: not enough memory\n", stderr);
    lua_settop(L, 0);
    free(text.bytes);
    free(bytecode.bytes);
    return is_kept;
}

static bool write_file(
    FILE *output, lua_State *L, const char *prefix, const char *folder, int count, char **files) {
    fputs("internal import Lua\n\n/// Lua of the program; made by Sources/LuaCompiler.\n", output);
    fputs("enum OwnLua {\n", output);
    fprintf(output, "    private static let compiler = #\"%s\"#\n\n", lua_ident);
    char **paths = calloc((size_t)count + 1, sizeof *paths);
    bool is_complete = paths != NULL;
    for (int i = 0; is_complete && i < count; i++) {
        paths[i] = path_below(folder, files[i]);
        is_complete = write_compiled(output, L, prefix, paths[i], files[i]);
    }
    if (is_complete) {
        write_words(output);
        write_list(output, paths, count);
    }
    for (int i = 0; paths != NULL && i < count; i++) free(paths[i]);
    free(paths);
    return is_complete && ferror(output) == 0;
}

int main(int count, char **arguments) {
    if (count < 4) {
        fputs("usage: lua-compiler OUTPUT.swift PREFIX FOLDER FILE...\n", stderr);
        return EXIT_FAILURE;
    }
    lua_State *L = luaL_newstate();
    FILE *output = fopen(arguments[1], "w");
    if (L == NULL || output == NULL) {
        fprintf(stderr, "lua-compiler: '%s' can't be written: %s\n", arguments[1], strerror(errno));
        return EXIT_FAILURE;
    }
    bool is_written = write_file(output, L, arguments[2], arguments[3], count - 4, arguments + 4);
    is_written = fclose(output) == 0 && is_written;
    if (!is_written) remove(arguments[1]);  // an incomplete file must not look up to date
    lua_close(L);
    free(words);
    return is_written ? EXIT_SUCCESS : EXIT_FAILURE;
}
