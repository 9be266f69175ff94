"""Values from the environment, each checked when it is read; a wrong one is named, never shown."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import zoneinfo
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

SCHEMES = ("postgresql", "postgres", "sqlite")
LEAST_KEY, LEAST_LETTERS = 50, 10
LEAST_TOKEN = 32
MOST_PORT = 65_535
HOST = re.compile(r"\.?[a-z0-9]([a-z0-9.-]*[a-z0-9])?", re.IGNORECASE)


def refuse(name: str, must: str) -> ImproperlyConfigured:
    """The error that names the variable and says what it must be."""
    return ImproperlyConfigured(f"{name} must {must}.")


def word(name: str, default: str = "") -> str:
    """A text on one line; from the file that NAME_FILE names, where only that is set."""
    said = os.environ.get(name)  # as it is: a secret may begin with $
    if said is None:
        said = _from_file(f"{name}_FILE", default)
    if not said.isprintable():
        raise refuse(name, "stand on one line, without control characters")
    return said.strip()


def _from_file(name: str, default: str) -> str:
    """What stands in a file, as containers and systemd hand out secrets."""
    file = os.environ.get(name)
    if not file:
        return default
    try:
        return Path(file).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, ValueError):
        raise refuse(name, "be a file that can be read") from None


def must_say_where_it_serves() -> None:
    """For whatever serves: left out on a server, it would be somebody's own machine, with any host,
    no https, sign-ins that everybody may read, and mail that never leaves. ./run says it."""
    if not word("FMASSESS_ENV"):
        raise refuse("FMASSESS_ENV", "be set where the site is served: production, or local")


def flag(name: str, *, default: bool = False) -> bool:
    """A switch; a word that is neither on nor off is refused rather than taken for off."""
    said = word(name, "on" if default else "off").lower()
    if said not in ("on", "true", "yes", "1", "off", "false", "no", "0", ""):
        raise refuse(name, "be on or off")
    return said in ("on", "true", "yes", "1")


def port(name: str, default: int) -> int:
    """A port's number."""
    said = word(name, str(default))
    if not (said.isascii() and said.isdigit() and len(said) < 6 and 0 < int(said) <= MOST_PORT):
        raise refuse(name, f"be a port, 1 to {MOST_PORT}")
    return int(said)


def number(name: str, default: int, *, most: int, least: int = 0) -> int:
    """A whole number, least to most."""
    said = word(name, str(default))
    if not (said.isascii() and said.isdigit() and len(said) < 8 and least <= int(said) <= most):
        raise refuse(name, f"be a whole number, {least} to {most}")
    return int(said)


def token(name: str) -> str:
    """A secret that opens something, long enough that nobody guesses it; or none."""
    said = word(name)
    if said and (len(said) < LEAST_TOKEN or len(set(said)) < LEAST_LETTERS):
        raise refuse(name, f"have {LEAST_TOKEN} or more characters, drawn at random, or be empty")
    return said


def secret_key(name: str, file: Path, *, production: bool) -> str:
    """From the environment; on one's own machine from a file, made when it is missing."""
    given = word(name)
    if production or given:
        if len(given) < LEAST_KEY or len(set(given)) < LEAST_LETTERS:
            raise refuse(name, f"be set to {LEAST_KEY} or more characters, drawn at random")
        return given
    if not file.exists():
        _make_key(file, is_first=True)
    elif len(file.read_text()) < LEAST_KEY:  # cut off, by an earlier version
        _make_key(file, is_first=False)
    return file.read_text()


def _make_key(file: Path, *, is_first: bool) -> None:
    """It appears whole and once: of processes that start at the same time all take the first's."""
    made = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    made.touch(mode=0o600)
    made.write_text(get_random_secret_key() + get_random_secret_key())
    if is_first:
        with contextlib.suppress(FileExistsError):
            os.link(made, file)
        made.unlink()
    else:
        made.replace(file)


def former_key(name: str) -> list[str]:
    """The key that another one took the place of; none where there was no other."""
    given = word(name)
    if given and len(given) < LEAST_KEY:
        raise refuse(
            name, f"have {LEAST_KEY} or more characters, as the key that it was, or be empty"
        )
    return [given] if given else []


def hosts(name: str, *, production: bool) -> list[str]:
    """Host names, comma-separated; any host locally."""
    said = [one.strip() for one in word(name).split(",") if one.strip()]
    if not said and not production:
        return ["*"]
    if not said or (production and not all(HOST.fullmatch(one) for one in said)):
        raise refuse(name, "name the site's hosts, comma-separated, without scheme, port or *")
    return said


def site_url(name: str, *, production: bool) -> str:
    """The site's address, without a slash at its end."""
    said = word(name, "" if production else "http://localhost:8000").rstrip("/")
    try:
        parts = urlsplit(said)
        whole = HOST.fullmatch(parts.hostname or "") and (parts.port is None or parts.port > 0)
    except ValueError:
        whole = None
    schemes = ("https",) if production else ("https", "http")
    bare = whole and said == f"{parts.scheme}://{parts.netloc}" and "@" not in parts.netloc
    if not bare or parts.scheme not in schemes:
        raise refuse(
            name, f"be the site's {schemes[0]} address, such as {schemes[0]}://fmassess.example"
        )
    return said


def sender(name: str, default: str) -> str:
    """A mail address, with or without a name."""
    said = word(name, default)
    if "@" not in parseaddr(said)[1]:
        raise refuse(name, "be a mail address, such as FMAssess <noreply@fmassess.example>")
    return said


def operator(name: str, *, production: bool) -> str:
    """Who runs the site, as its privacy page names them."""
    said = word(name)
    if production and not said:
        raise refuse(name, "name who runs the site, such as Example Accelerator gGmbH, Berlin")
    return said


def contact(name: str, *, production: bool) -> str:
    """Where people write to about their data: a mail address, or a page."""
    said = word(name)
    mail = "@" in parseaddr(said)[1] and parseaddr(said)[1] == said
    parts = urlsplit(said) if said.startswith("https://") else None
    page = parts is not None and bool(HOST.fullmatch(parts.netloc))
    if (said or production) and not (mail or page):
        raise refuse(name, "be a mail address or a page, such as privacy@fmassess.example")
    return said


def time_zone(name: str, default: str) -> str:
    """A time zone of the IANA database."""
    said = word(name, default)
    if said not in zoneinfo.available_timezones():
        raise refuse(name, "be a time zone, such as Europe/Madrid")
    return said


def folder(name: str, default: Path) -> Path:
    """A folder that can be written to; made when it is missing."""
    said = Path(word(name, str(default)))
    try:
        said.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refuse(name, f"be a folder that can be made ({error.strerror})") from None
    return said


def database(name: str, default: str) -> dict[str, object]:
    """Django's settings of the database at an address."""
    said = word(name, default)
    if not said:
        raise refuse(name, "be set in production; docs/operations.md, Configure, says to what")
    wrong = refuse(name, "be an address such as postgresql://user:password@host/name")
    if urlsplit(said).scheme not in SCHEMES:
        raise wrong
    try:
        found = dict(environ.Env.db_url_config(said))
    except ValueError:
        raise wrong from None
    if not found.get("NAME"):
        raise wrong
    return found
