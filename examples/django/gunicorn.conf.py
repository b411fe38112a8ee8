"""How gunicorn runs the application; numbers come from the environment."""

from core import environment as env

bind = env.read("BIND", "0.0.0.0:8000")
workers = env.number("WEB_CONCURRENCY", 2, minimum=1)
worker_class = "gthread"
threads = env.number("GUNICORN_THREADS", 4, minimum=1)
# Uploads of large PDFs over slow lines take long.
timeout = env.number("GUNICORN_TIMEOUT", 120, minimum=1)
graceful_timeout = env.number("GUNICORN_GRACEFUL_TIMEOUT", 30, minimum=1)
# Longer than the proxy keeps an idle connection (60 s by default), so that the proxy never sends
# a request into a connection that is just being closed.
keepalive = env.number("GUNICORN_KEEPALIVE", 75, minimum=1)
max_requests = 2000
max_requests_jitter = 200
worker_tmp_dir = "/dev/shm"
# Safe because the port is not published: only the proxy can reach it.
forwarded_allow_ips = "*"

accesslog = "-"
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "core.logs.JsonFormatter"},
        "access": {"()": "core.logs.AccessFormatter"},
    },
    "handlers": {
        "stdout": {"class": "core.logs.StdoutHandler", "formatter": "json"},
        "access": {"class": "core.logs.StdoutHandler", "formatter": "access"},
    },
    "root": {"handlers": ["stdout"], "level": "INFO"},
    "loggers": {
        "gunicorn.error": {"handlers": ["stdout"], "level": "INFO", "propagate": False},
        "gunicorn.access": {"handlers": ["access"], "level": "INFO", "propagate": False},
    },
}
