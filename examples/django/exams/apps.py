"""Registers the application with Django."""

from django.apps import AppConfig


class ExamsConfig(AppConfig):
    """Exam copies."""

    name = "exams"
    verbose_name = "Examens"
