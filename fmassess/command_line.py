"""What is amiss with the environment or the database ends a command in one line, not in a trace."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from fmassess import __version__

VERSION = (["version"], ["--version"])


@contextlib.contextmanager
def in_one_line() -> Iterator[None]:
    """Where the environment is read: a value that is missing or wrong is named, and that is all."""
    try:
        yield
    except ImproperlyConfigured as error:
        raise SystemExit(f"FMAssess: {error}") from None


def read_settings() -> None:
    """Now, and not somewhere on the way."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fmassess.settings")
    with in_one_line():
        getattr(settings, "DEBUG")  # noqa: B009  (whichever: all are read for it)


def manage(words: list[str]) -> None:
    """``manage.py``."""
    if words[1:] in VERSION:
        sys.stdout.write(f"FMAssess {__version__}, Django {django.get_version()}\n")
        return
    read_settings()
    from django.db import OperationalError, ProgrammingError

    try:
        execute_from_command_line(words)
    except (OperationalError, ProgrammingError) as error:
        if line := _what_is_amiss(error):
            raise SystemExit(f"FMAssess: {line}") from None
        raise


def _what_is_amiss(error: Exception) -> str:
    """In a sentence, where it is the database that is away or not migrated; else nothing."""
    from django.db import Error

    from fmassess.faults import is_database_away, reason_of
    from fmassess.health import is_behind

    try:
        if is_behind():
            return (
                "the database that DATABASE_URL names is not of this version: "
                "first manage.py migrate, then this once more."
            )
    except Error as away:
        error = away
    if not is_database_away(error):
        return ""
    return f"the database does not answer ({reason_of(error) or type(error).__name__})."
