"""Which venture a mail is about, so that it goes with it while it still waits."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_venture: ContextVar[uuid.UUID | None] = ContextVar("venture of a mail", default=None)


@contextmanager
def about(venture: uuid.UUID | None) -> Iterator[None]:
    """Whatever is queued meanwhile is about this venture; or about none."""
    token = _venture.set(venture)
    try:
        yield
    finally:
        _venture.reset(token)


def venture_of_now() -> uuid.UUID | None:
    """What a mail that is queued now is about."""
    return _venture.get()
