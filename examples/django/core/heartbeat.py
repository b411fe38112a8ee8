"""Files that a worker and the scheduler touch while they really work; `healthcheck.py` reads them."""

import os
import tempfile
from pathlib import Path
from typing import Any, Optional

from celery import bootsteps
from celery.beat import PersistentScheduler

INTERVAL_SECONDS = 10


def heartbeat_file(process: str) -> Path:
    """Return the file of one kind of process, in a folder that vanishes with the container."""
    folder = os.environ.get("HEARTBEAT_DIR") or tempfile.gettempdir()
    return Path(folder) / f"heartbeat-{process}"


class WorkerHeartbeat(bootsteps.StartStopStep):
    """Touches the worker's file from the consumer's own loop.

    That loop only turns while the worker is connected to the broker, so a worker that lost it,
    or is stuck, falls silent.
    """

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def __init__(self, consumer: Any, **kwargs: Any) -> None:
        super().__init__(consumer, **kwargs)
        self.timer: Optional[Any] = None

    def start(self, consumer: Any) -> None:
        """Begin when the consumer is connected."""
        file = heartbeat_file("worker")
        file.touch()
        self.timer = consumer.timer.call_repeatedly(INTERVAL_SECONDS, file.touch)

    def stop(self, consumer: Any) -> None:
        """Fall silent when the connection is lost or the worker stops."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None


class WitnessedScheduler(PersistentScheduler):
    """The standard scheduler, which touches its file each time it has looked for due tasks."""

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Send what is due and return the seconds until the next look."""
        delay: float = super().tick(*args, **kwargs)
        heartbeat_file("beat").touch()
        return delay
