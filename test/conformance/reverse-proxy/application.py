"""The application behind the proxy in the tests: says what it received, and misbehaves on request."""

import base64
import hashlib
import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PORT, NAME = int(sys.argv[1]), sys.argv[2]

# What applications send of their own accord; the proxy's versions must replace them.
OWN_HEADERS = {
    "X-Frame-Options": "ALLOWALL",
    "Strict-Transport-Security": "max-age=1",
    "Content-Security-Policy": "default-src *",
    "X-XSS-Protection": "1; mode=block",
    "X-Powered-By": "Python",
    "X-Request-ID": "mine",
}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path, _, query = self.path.partition("?")
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length)
        if self.headers.get("Upgrade", "").lower() == "websocket":
            return self.websocket()
        if path.startswith("/download/"):
            accel = {"X-Accel-Redirect": "/media/" + path[len("/download/"):]}
            if query:
                accel["Cache-Control"] = query
            return self.answer(200, b"", accel, "application/pdf")
        if path == "/api/slow/":
            time.sleep(3)
        if path == "/wait":
            time.sleep(float(query))
        if path.startswith("/status/"):
            return self.answer(int(path.rsplit("/", 1)[1]), b'{"error": "mine"}', {}, "application/json")
        if path == "/large":
            return self.answer(200, b"<p>long</p>" * 1000, {}, "text/html; charset=utf-8")
        seen = {
            "name": NAME,
            "method": self.command,
            "path": self.path,
            "length": len(body),
            "headers": [[name.lower(), value] for name, value in self.headers.items()],
        }
        self.answer(200, json.dumps(seen).encode(), {}, "application/json")

    do_POST = do_PUT = do_HEAD = do_GET

    def answer(self, status, body, headers, kind):
        self.send_response(status)
        empty = status == 304
        if not empty:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
        for name, value in {**OWN_HEADERS, **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if not empty and self.command != "HEAD":
            self.wfile.write(body)

    def websocket(self):
        key = self.headers["Sec-WebSocket-Key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        accept = base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()
        self.send_response(101)
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        self.send_header("Sec-WebSocket-Accept", accept)
        self.end_headers()
        # Whatever arrives goes back, framed or not, until nothing more does.
        while received := self.connection.recv(1024):
            self.wfile.write(received)
            if self.path != "/websocket/stay":
                break
        self.close_connection = True

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("", PORT), Handler)
print("listening", flush=True)
server.serve_forever()
