"""Writes one JSON object per log line, without personal data: no address, no query string."""

import json
import logging
import sys
from datetime import datetime, timezone
from typing import Any, Dict


class JsonFormatter(logging.Formatter):
    """Formats a record as JSON; fields given as `extra={"fields": {...}}` stand beside it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: Dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, timezone.utc).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line.update(getattr(record, "fields", {}))
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class AccessFormatter(logging.Formatter):
    """Formats gunicorn's access records from their parts, leaving out who asked."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        parts = record.args if isinstance(record.args, dict) else {}
        line = {
            "time": datetime.fromtimestamp(record.created, timezone.utc).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "method": parts.get("m"),
            "path": parts.get("U"),
            "status": parts.get("s"),
            "bytes": parts.get("B"),
            "seconds": parts.get("L"),
        }
        return json.dumps(line, ensure_ascii=False, default=str)


class StdoutHandler(logging.StreamHandler):  # type: ignore[type-arg]
    """Writes to standard output, where the container engine collects and rotates."""

    def __init__(self) -> None:
        super().__init__(sys.stdout)
