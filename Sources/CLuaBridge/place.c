// The position in the script that a message names.

#include <stdio.h>
#include <string.h>

#include "bridge.h"

// The innermost line of the script itself; frames of C and of the program's own modules are skipped.
void bridge_where(lua_State *L, char *place, size_t size) {
    lua_Debug frame;
    place[0] = '\0';
    for (int level = 0; lua_getstack(L, level, &frame); level++) {
        lua_getinfo(L, "Sl", &frame);
        if (frame.currentline <= 0 ||
            strncmp(frame.source, BRIDGE_OWN_PREFIX, strlen(BRIDGE_OWN_PREFIX)) == 0)
            continue;
        snprintf(place, size, "%s:%d", frame.short_src, frame.currentline);
        return;
    }
}
