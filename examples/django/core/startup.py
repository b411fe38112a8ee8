"""Stops a process whose settings are wrong with one clear line instead of a stack trace."""

import importlib
import os

from django.core.exceptions import ImproperlyConfigured


def load_settings_or_exit() -> None:
    """Import the settings module; end the process with status 1 and the reason if it refuses."""
    module = os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
    try:
        importlib.import_module(module)
    except ImproperlyConfigured as error:
        raise SystemExit(f"Refusing to start: {error}") from error
