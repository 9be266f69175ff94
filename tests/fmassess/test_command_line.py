"""A value that is missing, and a database that is away or of another version, are one line."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from fmassess import __version__
from tests.fmassess.test_settings import PRODUCTION, ROOT

SERVE = ["-m", "gunicorn", "-c", "python:fmassess.serving", "-b", "127.0.0.1:0"]


def done(tmp_path: Path, *words: str, **given: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("FMASSESS_", "DATABASE_", "DJANGO_"))
    }
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, capture_output=True, text=True, timeout=60,
        env={**kept, **PRODUCTION, "FMASSESS_VAR": str(tmp_path), **given},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "name", "value"),
    [
        (["manage.py", "migrate"], "DATABASE_URL", ""),
        (["manage.py", "work"], "FMASSESS_SITE_URL", "http://canary.example"),
        (SERVE, "FMASSESS_ENV", ""),
        (SERVE, "DATABASE_URL", ""),
        (SERVE, "FMASSESS_WORKERS", "canary"),
    ],
)
def test_a_wrong_value_ends_whatever_is_started_in_one_line(
    tmp_path: Path, words: list[str], name: str, value: str
) -> None:
    answer = done(tmp_path, *words, **{name: value})
    assert answer.returncode == 1
    (line,) = answer.stderr.splitlines()
    assert line.startswith(f"FMAssess: {name} must ")
    assert "canary" not in line


def test_what_stands_where_the_message_says() -> None:
    message = (ROOT / "fmassess" / "environment.py").read_text()
    assert "docs/operations.md, Configure, says to what" in message
    text = (ROOT / "docs" / "operations.md").read_text()
    assert "| `DATABASE_URL` |" in text.split("\n## Configure\n")[1].split("\n## ")[0]


def test_before_migrate_a_command_says_so(tmp_path: Path) -> None:
    at = {"DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}"}
    answer = done(tmp_path, "manage.py", "retain", **at)
    assert answer.returncode == 1
    (line,) = answer.stderr.splitlines()
    assert "first manage.py migrate" in line


def test_a_database_that_is_away_is_said_with_the_reason_and_no_name(tmp_path: Path) -> None:
    at = {"DATABASE_URL": "postgresql://canary:canary@127.0.0.1:1/canary"}
    answer = done(tmp_path, "manage.py", "retain", **at)
    assert answer.returncode == 1
    (line,) = answer.stderr.splitlines()
    assert line == "FMAssess: the database does not answer (connection-refused)."


def test_the_version_is_one() -> None:
    assert f'\nversion = "{__version__}"\n' in (ROOT / "pyproject.toml").read_text()
    (first, *_) = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.M)
    assert first.rstrip(",") == __version__
