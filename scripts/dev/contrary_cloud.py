"""A cloud that keeps the truth and contradicts its clients, written from the API's documentation alone.

It shares no code with the program or with its simulator, so it cannot share their mistakes. Used by contrary-cloud.py.

A world is a subclass of `Cloud` that overrides what it does differently. Times are in seconds of the real clock.
"""

import email.utils
import hashlib
import hmac
import http.server
import json
import threading
import time
import uuid

KEY, SECRET = "AKIDEXAMPLE0001", "s3cr3t-password-0001"


class Refusal(Exception):
    """An answer of the API that says no."""

    def __init__(self, status, code, message):
        super().__init__(message)
        self.status, self.code = status, code


class Silence(Exception):
    """The connection closes without an answer."""


class Cloud:
    """Instances that reboot, and the truth about them."""

    lag, away = 0.3, 1.2  # seconds from the request to REBOOT, and from REBOOT to RUNNING

    def __init__(self, size):
        self.lock = threading.RLock()
        self.ids = [f"i-{number:04}" for number in range(1, size + 1)]
        self.deleted = set()
        self.reboots = {}  # by id: the times at which the reboots took effect
        self.requests = []  # (seconds, action, parameters)
        self.most_down = 0
        self.began = time.monotonic()

    # The truth

    def now(self):
        return time.monotonic() - self.began

    def status(self, name):
        started = self.reboots.get(name, [])
        since = self.now() - started[-1] if started else None
        if since is None or not self.lag <= since < self.lag + self.away:
            return "RUNNING"
        return "REBOOT"

    def is_down(self, name):
        started = self.reboots.get(name, [])
        return bool(started) and self.now() - started[-1] < self.lag + self.away

    def reboot(self, name):
        self.reboots.setdefault(name, []).append(self.now())
        self.most_down = max(self.most_down, sum(self.is_down(other) for other in self.ids))

    def doubles(self):
        return sorted(name for name, times in self.reboots.items() if len(times) > 1)

    # The API

    def answer(self, action, parameters):
        """The `response` of an action; raises Refusal or Silence."""
        with self.lock:
            self.requests.append((self.now(), action, parameters))
            handler = getattr(self, action, None)
            if handler is None:
                raise Refusal(403, "AUTHFAILURE_UNAUTHORIZED_OPERATION", f"no access to {action}")
            return handler(parameters)

    def existing(self, parameters):
        wanted = parameters.get("instanceIds")
        return [name for name in self.ids if name not in self.deleted and (wanted is None or name in wanted)]

    def page(self, rows, parameters, cap=1000):
        size, number = min(parameters.get("pageSize", 20), cap), parameters.get("pageNum", 1)
        return {"totalCount": len(rows), "dataSet": rows[(number - 1) * size:number * size]}

    def DescribeInstances(self, parameters):
        rows = [self.row(name) for name in self.existing(parameters)]
        return self.page(rows, parameters)

    def row(self, name):
        return {"instanceId": name, "instanceName": f"web-{name[2:]}", "zoneId": "asia-east-1a", "status": self.status(name),
                "privateIpAddresses": ["127.0.0.1"], "tags": {"tags": [{"key": "role", "value": "web"}]}}

    def DescribeInstancesStatus(self, parameters):
        rows = [{"instanceId": name, "instanceStatus": self.status(name)} for name in self.existing(parameters)]
        return self.page(rows, parameters)

    def RebootInstances(self, parameters):
        names = parameters["instanceIds"]
        for name in names:
            self.check(name)
        for name in names:
            self.reboot(name)
        return {"instanceIds": []}

    def check(self, name):
        if name not in self.ids or name in self.deleted:
            raise Refusal(404, "INVALID_INSTANCE_NOT_FOUND", "Instance does not exist.")
        if self.status(name) != "RUNNING":
            raise Refusal(403, "OPERATION_DENIED_INSTANCE_STATUS", "Operations in the current state are not supported.")

    # The HTTP server

    def clock(self):
        """The cloud's calendar time."""
        return time.time()

    def check_signature(self, headers, body):
        timestamp = headers.get("X-ZC-Timestamp", "")
        canonical = "\n".join([
            "POST", "/", "", f"content-type:{headers['Content-Type']}", f"host:{headers['Host']}", "", "content-type;host",
            hashlib.sha256(body).hexdigest()])
        text = f"ZC2-HMAC-SHA256\n{timestamp}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
        signature = hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).hexdigest()
        if f"Credential={KEY}, " not in headers.get("Authorization", "") or signature not in headers["Authorization"]:
            raise Refusal(401, "AUTHFAILURE_SIGNATURE_FAILURE", "The signature is wrong.")
        if abs(self.clock() - int(timestamp)) > 300:
            raise Refusal(401, "AUTHFAILURE_SIGNATURE_EXPIRED", "The timestamp is more than 5 minutes off.")

    def extra_headers(self, status):
        """Further headers of an answer."""
        return {}

    def raw_answer(self, action, parameters):
        """Status and body in place of an envelope, after the action was done or not; nil for an ordinary answer."""
        return None


def serve(cloud):
    """Serves a cloud on a free port of loopback; returns the server, whose address is `server.address`."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def date_time_string(self, timestamp=None):
            return email.utils.formatdate(cloud.clock(), usegmt=True)

        def do_GET(self):
            self.send(*cloud.health(self.path) if hasattr(cloud, "health") else (200, b"ok"))

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            identity = "T" + str(uuid.uuid4()).upper()
            try:
                cloud.check_signature(self.headers, body)
                action, parameters = self.headers["X-ZC-Action"], json.loads(body)
                raw = cloud.raw_answer(action, parameters)
                if raw is not None:
                    return self.send(*raw)
                response = cloud.answer(action, parameters)
                self.send_json(200, {"requestId": identity, "response": {"requestId": identity, **response}})
            except Refusal as refusal:
                self.send_json(refusal.status, {"requestId": identity, "code": refusal.code, "message": str(refusal)})
            except Silence:
                self.close_connection = True

        def send_json(self, status, value):
            self.send(status, json.dumps(value).encode())

        def send(self, status, body):
            try:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                for name, value in cloud.extra_headers(status).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                self.close_connection = True

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.address = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
