"""The Django project: settings, start-up, health, and the Celery application.

The Celery application is imported here so that every process, whichever way it starts, reads the
same settings and refuses the same mistakes before it does anything else.
"""

from core.celery import app as celery_app

__all__ = ["celery_app"]
