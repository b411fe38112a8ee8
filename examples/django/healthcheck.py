"""Health probe that runs inside the container: `python3 healthcheck.py web|worker|beat`.

It imports nothing of the application, so that a probe every few seconds costs next to nothing.
"""

import http.client
import os
import sys
import tempfile
import time
from pathlib import Path

# Six missed beats of `core.heartbeat.INTERVAL_SECONDS`.
MAX_AGE_SECONDS = 60


def probe_web() -> str:
    """Return what is wrong with the web process, or an empty text."""
    port = int((os.environ.get("BIND") or ":8000").rsplit(":", 1)[1])
    host = (os.environ.get("ALLOWED_HOSTS") or "localhost").split(",")[0].strip()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request(
            "GET", "/api/health/live", headers={"Host": host, "X-Forwarded-Proto": "https"}
        )
        status = connection.getresponse().status
    except OSError as error:
        return f"no answer on port {port} ({type(error).__name__})"
    finally:
        connection.close()
    return "" if status == 200 else f"status {status} instead of 200"


def probe_heartbeat(process: str) -> str:
    """Return what is wrong with a worker or the scheduler, or an empty text."""
    folder = os.environ.get("HEARTBEAT_DIR") or tempfile.gettempdir()
    try:
        age = time.time() - (Path(folder) / f"heartbeat-{process}").stat().st_mtime
    except OSError:
        return "no heartbeat yet"
    return "" if age <= MAX_AGE_SECONDS else f"last heartbeat {age:.0f} s ago"


def main() -> int:
    """Print the trouble, if any, and return the exit status."""
    process = sys.argv[1] if len(sys.argv) == 2 else ""
    if process not in ("web", "worker", "beat"):
        print("usage: healthcheck.py web|worker|beat", file=sys.stderr)
        return 2
    trouble = probe_web() if process == "web" else probe_heartbeat(process)
    if trouble:
        print(f"{process}: {trouble}", file=sys.stderr)
    return 1 if trouble else 0


if __name__ == "__main__":
    sys.exit(main())
