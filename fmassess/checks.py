"""What ``manage.py check --deploy`` says of values that are well formed and yet serve nobody."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.http.request import validate_host

from fmassess import environment


@register(Tags.security, deploy=True)
def what_production_needs(**_given: Any) -> list[CheckMessage]:
    """Each names its variable and what happens as it stands."""
    if not settings.PRODUCTION:
        return []
    return [*_mail(), *_address(), *_database(), *_folders()]


def _mail() -> Iterator[CheckMessage]:
    if not environment.word("FMASSESS_SMTP_HOST"):
        yield Warning(
            "FMASSESS_SMTP_HOST is not set: mail goes to this machine itself.",
            hint="Name the mail server. Where one runs here, set it to localhost.",
            id="fmassess.W002",
        )
    if not environment.word("FMASSESS_MAIL_FROM"):
        yield Warning(
            "FMASSESS_MAIL_FROM is not set: mail comes from noreply@localhost, and is refused.",
            hint="Set it to an address of the site's domain.",
            id="fmassess.W003",
        )


def _address() -> Iterator[CheckMessage]:
    host = urlsplit(settings.SITE_URL).hostname or ""
    if not validate_host(host, settings.ALLOWED_HOSTS):
        yield Warning(
            "FMASSESS_ALLOWED_HOSTS lacks the host of FMASSESS_SITE_URL: who follows a link of a "
            "mail is refused.",
            hint="Add it.",
            id="fmassess.W004",
        )
    if settings.SECURE_PROXY_SSL_HEADER is None:
        yield Warning(
            "FMASSESS_BEHIND_PROXY is off: no request counts as one by https, so every page leads "
            "to itself without end, and limits count the proxy as everybody.",
            hint="Set it to on behind a proxy that sets, and strips, X-Forwarded-Proto and "
            "X-Forwarded-For.",
            id="fmassess.W005",
        )


def _database() -> Iterator[CheckMessage]:
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        yield Warning(
            "DATABASE_URL names SQLite: it is for one machine and few people.",
            hint="Name a PostgreSQL, such as postgresql://user:password@host/name.",
            id="fmassess.W006",
        )


def _folders() -> Iterator[CheckMessage]:
    programs = settings.POSTGRES_PROGRAMS
    if programs and not (Path(programs) / "pg_dump").is_file():
        yield Warning(
            "FMASSESS_POSTGRES_PROGRAMS is no folder with pg_dump: no backup can be made.",
            hint="Name the folder, or leave it out where pg_dump is on the PATH.",
            id="fmassess.W007",
        )
    if not _can_be_written(settings.ERASURE_LIST):
        yield Warning(
            "FMASSESS_ERASURE_LIST cannot be written here: a restored backup would bring back what "
            "was erased.",
            hint="Make its folder, and give it to the site's user.",
            id="fmassess.W008",
        )


def _can_be_written(file: Path) -> bool:
    """Or made, in the first folder above it that is there."""
    there = next(one for one in (file, *file.absolute().parents) if one.exists())
    return os.access(there, os.W_OK) and (there == file or there.is_dir())
