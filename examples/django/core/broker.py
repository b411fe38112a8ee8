"""Gives back the task that Redis hands out while a worker stops.

A worker that waits for tasks has asked Redis for the next one. Until version 5.3, kombu closes the
connection without reading the answer, so that a task which came in at that moment was lost: taken
from the queue, and held by nobody. Reading it first puts it back, as later versions do.
"""

from queue import Empty
from typing import Any

import kombu
from kombu.transport.redis import Channel


def close_after_the_answer() -> None:
    """Make channels read what they have asked for before they close; once, for all of them."""
    if kombu.VERSION[:2] >= (5, 3) or hasattr(Channel.close, "reads_first"):
        return
    close = Channel.close

    def read_and_close(channel: Any) -> None:
        # `_in_poll` is the connection on which an answer is expected; it comes within a second.
        if channel._in_poll:
            try:
                channel._brpop_read()
            except (Empty, *channel.connection_errors):
                pass
        close(channel)

    read_and_close.reads_first = True  # type: ignore[attr-defined]
    Channel.close = read_and_close
