"""Stands between the program and the simulator, and strikes at the N-th request. Used by kill-points.py."""

import socket
import threading


class Relay:
    """Hands requests on, one after another of each connection.

    `strike` is called once: before the request of that number reaches the cloud, which then never sees it, or after the cloud has
    answered, and before the program hears of it.
    """

    def __init__(self, address, number=None, is_before=True, strike=None):
        host, port = address.removeprefix("http://").split(":")
        self.cloud = (host, int(port))
        self.number, self.is_before, self.strike = number, is_before, strike
        self.actions = []  # the action of each request, in the order of the requests
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, program):
        with program, socket.create_connection(self.cloud) as cloud:
            from_program, from_cloud = program.makefile("rb"), cloud.makefile("rb")
            try:
                while request := message(from_program):
                    is_struck = self.count(request)
                    if is_struck and self.is_before:
                        return self.strike()
                    cloud.sendall(request)
                    answer = message(from_cloud)
                    if is_struck:
                        return self.strike()
                    program.sendall(answer)
            except OSError:
                pass

    def count(self, request):
        """Whether this is the request to strike at."""
        with self.lock:
            self.actions.append(field(request, b"x-zc-action").decode())
            return len(self.actions) == self.number


def message(stream):
    """A head and a body of a stated length; nothing at the end of the stream."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        line = stream.readline()
        if not line:
            return b""
        head += line
    return head + stream.read(int(field(head, b"content-length") or 0))


def field(head, name):
    """The value of a field; empty where there is none."""
    for line in head.split(b"\r\n\r\n")[0].split(b"\r\n")[1:]:
        key, _, value = line.partition(b":")
        if key.lower() == name:
            return value.strip()
    return b""
