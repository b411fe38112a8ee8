"""Reads settings from the environment, secrets from files first.

A secret given as a file never shows in the container's declaration, so `NAME_FILE` wins over
`NAME` for every variable.
"""

import os
from pathlib import Path
from typing import List, Optional

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"true", "1", "yes", "on"}
_FALSE = {"false", "0", "no", "off"}


def read(name: str, default: str = "") -> str:
    """Return the content of the file named by `NAME_FILE`, else the variable `NAME`, else default.

    An empty variable counts as not set, because that is how an undefined value arrives from most
    deployment tools. A file that is named but unreadable is an error, never a silent default.
    """
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            value = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ImproperlyConfigured(
                f"{name}_FILE: cannot read {path} ({type(error).__name__}); "
                "mount the secret there, readable by the application's user."
            ) from error
        if not value:
            raise ImproperlyConfigured(f"{name}_FILE: {path} is empty; put the value into it.")
        return value
    return os.environ.get(name) or default


def required(name: str) -> str:
    """Return the value of a setting that has no safe default; its absence is an error."""
    value = read(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set; set {name} or {name}_FILE.")
    return value


def flag(name: str, default: bool) -> bool:
    """Return a yes/no setting; any other word is an error."""
    value = read(name).lower()
    if not value:
        return default
    if value not in _TRUE | _FALSE:
        raise ImproperlyConfigured(f"{name} is neither true nor false; write true or false.")
    return value in _TRUE


def number(name: str, default: int, minimum: int = 0) -> int:
    """Return a whole number that is at least `minimum`."""
    value = read(name, str(default))
    try:
        result = int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not a whole number.") from error
    if result < minimum:
        raise ImproperlyConfigured(f"{name} is {result}; the smallest allowed is {minimum}.")
    return result


def choice(name: str, allowed: List[str], default: str) -> str:
    """Return one of the allowed words."""
    value = read(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is {value!r}; expected one of {', '.join(allowed)}.")
    return value


def words(name: str, default: Optional[List[str]] = None) -> List[str]:
    """Return a comma-separated list without its empty entries."""
    found = [word.strip() for word in read(name).split(",") if word.strip()]
    return found or list(default or [])
