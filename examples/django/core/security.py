"""Decides what the application refuses to start with outside of development."""

from typing import List

from django.core.exceptions import ImproperlyConfigured

from core import environment as env

DEVELOPMENT = "development"
ENVIRONMENTS = [DEVELOPMENT, "preproduction", "production"]

# Django's own generator makes 50 characters, and its deployment check asks for as many.
SECRET_KEY_MINIMUM = 50


def secret_key(environment: str) -> str:
    """Return the signing key; only development may do without one of its own."""
    key = env.read("SECRET_KEY")
    if environment == DEVELOPMENT:
        return key or "development-only-key-" + "0123456789" * 4
    if len(key) < SECRET_KEY_MINIMUM or len(set(key)) < 5:
        raise ImproperlyConfigured(
            f"SECRET_KEY is missing or too weak for {environment}: "
            f"give at least {SECRET_KEY_MINIMUM} random characters in SECRET_KEY_FILE."
        )
    return key


def debug(environment: str) -> bool:
    """Return whether debug pages are on; they show settings, so only in development."""
    enabled = env.flag("DEBUG", False)
    if enabled and environment != DEVELOPMENT:
        raise ImproperlyConfigured(f"DEBUG is on in {environment}; set DEBUG=false.")
    return enabled


def allowed_hosts(environment: str) -> List[str]:
    """Return the host names that are answered; a wildcard would let anyone forge links."""
    hosts = env.words("ALLOWED_HOSTS")
    if environment == DEVELOPMENT:
        return hosts or ["localhost", "127.0.0.1"]
    if not hosts:
        raise ImproperlyConfigured(f"ALLOWED_HOSTS is empty in {environment}; name the host.")
    if any("*" in host for host in hosts):
        raise ImproperlyConfigured(
            f"ALLOWED_HOSTS has a wildcard in {environment}; name each host."
        )
    return hosts


def trusted_origins(environment: str) -> List[str]:
    """Return the hosts whose forms are accepted.

    Written as origins (`https://host`), as current Django wants them; Django 3.2 itself compares
    bare hosts, so the scheme is taken off after it was checked.
    """
    hosts = []
    for origin in env.words("CSRF_TRUSTED_ORIGINS"):
        if origin.startswith("http://") and environment != DEVELOPMENT:
            raise ImproperlyConfigured(
                f"CSRF_TRUSTED_ORIGINS has {origin} in {environment}; use https://."
            )
        hosts.append(origin.split("://", 1)[-1].rstrip("/"))
    return hosts
