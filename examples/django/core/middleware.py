"""Adds the version to every answer and answers health probes before anything can refuse them."""

from typing import Callable, Dict

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from core import health

Handler = Callable[[HttpRequest], HttpResponse]


class VersionMiddleware:
    """Says which release answered, for the people and the tools that watch a switch-over."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the header `X-App-Version`."""
        response = self.get_response(request)
        response["X-App-Version"] = settings.APP_VERSION
        return response


class HealthMiddleware:
    """Answers the health addresses whatever the host name and scheme of the request.

    A probe from inside the container speaks plain HTTP to 127.0.0.1; a redirect to HTTPS or a
    refused host would be reported as a sick application.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a probe, or pass the request on."""
        answer = health.ANSWERS.get(request.path_info.rstrip("/"))
        if answer is None or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        return answer()


class UsableConnectionMiddleware:
    """Drops a database connection that died since the last request.

    Connections are kept between requests, so a restart of the database would otherwise cost each
    thread one failed request.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Check the connection, if there is one, and go on."""
        health.drop_dead_connection()
        return self.get_response(request)


def version(_request: HttpRequest) -> Dict[str, str]:
    """Give templates the version that is shown at the foot of each page."""
    return {"app_version": settings.APP_VERSION}
