"""A small application in the place of a released one: answers what a test has set."""

import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

VERSION = sys.argv[1]
STARTED = time.monotonic()

PAGES = {
    "/ready": (200, "application/json", '{"status": "ok", "version": "%s"}' % VERSION),
    "/login/": (200, "text/html", "<h1>Copies d&#x27;examen</h1><footer>Version %s</footer>" % VERSION),
    "/welcome": (200, "text/html", "<title>Welcome to nginx!</title><h1>Welcome to nginx!</h1>"),
    "/down": (503, "application/json", '{"status": "unavailable"}'),
    "/fail": (500, "text/html", "<h1>Server error</h1>"),
    "/large": (200, "text/plain", "a" * (2 * 1024 * 1024)),
}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = self.path.split("?")[0]
        print("asked for", path, flush=True)
        if path == "/":
            return self.answer(302, "text/html", "", {"Location": "/login/"})
        if path == "/echo":
            names = ("Host", "X-Forwarded-Proto", "Cookie")
            return self.answer(200, "text/plain", "".join(f"{name}={self.headers[name]};" for name in names))
        if path == "/late" and time.monotonic() - STARTED < 3:
            return self.answer(502, "text/plain", "starting")
        if path == "/hang":
            time.sleep(120)
        if path == "/log":
            print("django.core.exceptions.ImproperlyConfigured: no key", flush=True)
        if path == "/end":
            threading.Timer(0.2, lambda: __import__("os")._exit(3)).start()
        self.answer(*PAGES.get(path, (200, "text/plain", "fine")))

    def answer(self, status, kind, text, headers=None):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-App-Version", VERSION)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


print("listening", flush=True)
time.sleep(float(sys.argv[2]))
ThreadingHTTPServer(("", 8000), Handler).serve_forever()
