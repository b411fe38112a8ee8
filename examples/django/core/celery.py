"""The Celery application: grading in workers, and the periodic task of the one scheduler."""

import logging.config
from typing import Any

from celery import Celery
from celery.signals import setup_logging

from core import environment as env
from core.startup import load_settings_or_exit

load_settings_or_exit()

from core import settings  # noqa: E402  (only after a refusal has had its say)
from core.broker import close_after_the_answer  # noqa: E402
from core.heartbeat import WorkerHeartbeat  # noqa: E402

TASK_TIME_LIMIT = 300
# Redis hands out again what a killed worker left behind, after so many seconds. Longer than any
# task may run, because grading twice at once would be wasted work.
VISIBILITY_TIMEOUT = env.number("CELERY_VISIBILITY_SECONDS", 2 * TASK_TIME_LIMIT, minimum=1)

close_after_the_answer()

app = Celery("core")
app.conf.update(
    broker_url=settings.CELERY_BROKER_URL,
    broker_transport_options={
        "visibility_timeout": VISIBILITY_TIMEOUT,
        "socket_connect_timeout": 5,
        "socket_keepalive": True,
    },
    # A worker of this Celery version that reconnects by itself may never fetch a task again while
    # it looks healthy. It ends instead, after its tasks, and the restart policy starts it anew.
    broker_connection_retry=False,
    # An upload must not hang because Redis is away: the scheduler queues the copy later.
    task_publish_retry_policy={"max_retries": 1, "interval_start": 0.2, "interval_max": 0.2},
    accept_content=["json"],
    task_serializer="json",
    # The outcome of a task is a row of the database, so no second place keeps results.
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_time_limit=TASK_TIME_LIMIT,
    task_soft_time_limit=TASK_TIME_LIMIT - 30,
    worker_prefetch_multiplier=1,
    worker_max_tasks_per_child=env.number("CELERY_MAX_TASKS_PER_CHILD", 100, minimum=1),
    worker_cancel_long_running_tasks_on_connection_loss=True,
    timezone=settings.TIME_ZONE,
    beat_scheduler="core.heartbeat:WitnessedScheduler",
    # The scheduler wakes at least this often, so that its heartbeat tells a stuck one.
    beat_max_loop_interval=10,
    beat_schedule={
        "look-after-copies": {
            "task": "exams.tasks.look_after_copies",
            "schedule": settings.BEAT_INTERVAL_SECONDS,
            # Runs missed while the workers were away must not pile up.
            "options": {"expires": settings.BEAT_INTERVAL_SECONDS},
        }
    },
)
app.steps["consumer"].add(WorkerHeartbeat)
app.autodiscover_tasks(["exams"])


@setup_logging.connect
def _log_like_the_web_process(**_kwargs: Any) -> None:
    logging.config.dictConfig(settings.LOGGING)
