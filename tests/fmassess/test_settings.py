"""Settings come from the environment; a wrong value is named at the start, without its secrets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from fmassess import environment

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "FMASSESS_ENV": "production",
    "FMASSESS_SECRET_KEY": "only-for-this-test-and-nobody-else-" * 2,
    "FMASSESS_ALLOWED_HOSTS": "fmassess.example",
    "FMASSESS_SITE_URL": "https://fmassess.example",
    "DATABASE_URL": "postgresql://ada:lovelace@db.example/fmassess",
    "FMASSESS_OPERATOR": "Example Accelerator, Berlin",
    "FMASSESS_CONTACT": "privacy@fmassess.example",
}
ASK = """
import json, sys
import fmassess.settings as s
print(json.dumps({name: getattr(s, name) for name in sys.argv[1:]}, default=str))
"""


def start(tmp_path: Path, *names: str, **given: str) -> subprocess.CompletedProcess[str]:
    """The settings, read by a process of their own."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("FMASSESS_", "DATABASE_"))}
    return subprocess.run(
        [sys.executable, "-c", ASK, *names], cwd=ROOT, capture_output=True, text=True,
        env={**kept, "FMASSESS_VAR": str(tmp_path), **given},
    )  # fmt: skip


def read(tmp_path: Path, *names: str, **given: str) -> dict[str, Any]:
    answer = start(tmp_path, *names, **given)
    assert answer.returncode == 0, answer.stderr
    return dict(json.loads(answer.stdout))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FMASSESS_ENV", "prod"),
        ("FMASSESS_SECRET_KEY", "short-canary"),
        ("FMASSESS_SMTP_PORT", "mail"),
        ("FMASSESS_SMTP_PORT", "-1"),
        ("FMASSESS_SMTP_TLS", "maybe"),
        ("FMASSESS_BEHIND_PROXY", "perhaps"),
        ("DATABASE_URL", "canary"),
        ("DATABASE_URL", "mysql://ada:canary@localhost/db"),
        ("DATABASE_URL", "postgresql://ada:canary@localhost:canary/db"),
        ("FMASSESS_SECRET_KEY", "k" * 60),
        ("FMASSESS_SMTP_PORT", "99999"),
        ("FMASSESS_MAIL_FROM", "canary"),
        ("FMASSESS_MAIL_FROM", "a@example.org\nBcc: canary@example.org"),
        ("FMASSESS_OPERATOR", "Example\ncanary"),
        ("FMASSESS_CONTACT", "canary"),
        ("FMASSESS_CONTACT", "http://canary.example"),
        ("FMASSESS_TIME_ZONE", "Nowhere/Canary"),
        ("FMASSESS_SITE_URL", "fmassess.example"),
        ("FMASSESS_SITE_URL", "https://*"),
        ("FMASSESS_SITE_URL", "https://fmassess.example#canary"),
        ("FMASSESS_SITE_URL", "https://:canary@fmassess.example"),
        ("DATABASE_URL", "canary://ada@localhost/db"),
        ("DATABASE_URL", "postgresql://localhost"),
        ("FMASSESS_VAR", "/proc/canary"),
        ("FMASSESS_SMTP_SSL", "maybe"),
        ("FMASSESS_SMTP_TIMEOUT", "0"),
        ("FMASSESS_SMTP_TIMEOUT", "canary"),
        ("FMASSESS_WORKER_MINUTES", "-1"),
        ("FMASSESS_BACKUP_HOURS", "canary"),
        ("FMASSESS_METRICS_TOKEN", "short-canary"),
        ("FMASSESS_SECRET_KEY_FILE", "/nowhere/canary"),
        ("FMASSESS_FORMER_SECRET_KEY", "short-canary"),
        ("FMASSESS_STAFF_SECOND_FACTOR", "canary"),
    ],
)
def test_a_wrong_value_is_named(tmp_path: Path, name: str, value: str) -> None:
    answer = start(tmp_path, **{name: value})
    last = answer.stderr.strip().splitlines()[-1]
    assert answer.returncode == 1
    assert last.startswith(f"django.core.exceptions.ImproperlyConfigured: {name} ")
    assert "canary" not in last


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FMASSESS_ALLOWED_HOSTS", "*"),
        ("FMASSESS_ALLOWED_HOSTS", "https://canary.example"),
        ("FMASSESS_SITE_URL", "http://canary.example"),
        ("FMASSESS_SITE_URL", "https://canary.example/path"),
    ],
)
def test_what_is_fine_on_ones_own_machine_is_refused_in_production(
    tmp_path: Path, name: str, value: str
) -> None:
    last = start(tmp_path, **{**PRODUCTION, name: value}).stderr.strip().splitlines()[-1]
    assert last.startswith(f"django.core.exceptions.ImproperlyConfigured: {name} must")
    assert "canary" not in last


def test_a_mail_password_never_goes_over_a_plain_connection(tmp_path: Path) -> None:
    given = {**PRODUCTION, "FMASSESS_SMTP_PASSWORD": "canary"}
    assert "ImproperlyConfigured: FMASSESS_SMTP_TLS must" in start(tmp_path, **given).stderr
    assert start(tmp_path, **given, FMASSESS_SMTP_SSL="on").returncode == 0
    both = start(tmp_path, FMASSESS_SMTP_SSL="on", FMASSESS_SMTP_TLS="on")
    assert "ImproperlyConfigured: FMASSESS_SMTP_SSL must" in both.stderr


def test_a_secret_may_stand_in_a_file_and_what_is_given_wins(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("$HOME" * 6 + "0123456789" * 3 + "\n")
    given = {"FMASSESS_SECRET_KEY_FILE": str(tmp_path / "key")}
    read_key = read(tmp_path, "SECRET_KEY", **given)
    assert read_key == {"SECRET_KEY": "$HOME" * 6 + "0123456789" * 3}
    other = "another-secret-key-of-fifty-or-more-characters-0123456789"
    given["FMASSESS_SECRET_KEY"] = other
    assert read(tmp_path, "SECRET_KEY", **given) == {"SECRET_KEY": other}


def test_hosts_may_stand_apart(tmp_path: Path) -> None:
    given = {**PRODUCTION, "FMASSESS_ALLOWED_HOSTS": " a.example , .b.example"}
    assert read(tmp_path, "ALLOWED_HOSTS", **given) == {
        "ALLOWED_HOSTS": ["a.example", ".b.example"]
    }


@pytest.mark.parametrize("kept", ["", "abc"])
def test_a_key_file_that_is_too_short_is_made_anew(tmp_path: Path, kept: str) -> None:
    (tmp_path / "secret-key").write_text(kept)
    assert len(read(tmp_path, "SECRET_KEY")["SECRET_KEY"]) == 100


@pytest.mark.parametrize("name", list(PRODUCTION)[1:])
def test_production_does_not_start_without(tmp_path: Path, name: str) -> None:
    answer = start(tmp_path, **{k: v for k, v in PRODUCTION.items() if k != name})
    assert f"ImproperlyConfigured: {name} must" in answer.stderr


def test_production_cookies_and_transport_are_strict(tmp_path: Path) -> None:
    names = (
        "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "GUEST_COOKIE_NAME", "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "DEBUG",
        "SECURE_SSL_REDIRECT", "READER_COOKIE_NAME", "LINK_COOKIE_NAME", "INVITED_COOKIE_NAME",
        "MESSAGES_COOKIE_NAME", "STAFF_SECOND_FACTOR",
    )  # fmt: skip
    assert read(tmp_path, *names, **PRODUCTION) == {
        "SESSION_COOKIE_NAME": "__Host-fmassess-session",
        "CSRF_COOKIE_NAME": "__Host-fmassess-csrf",
        "GUEST_COOKIE_NAME": "__Host-fmassess-guest",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "LANGUAGE_COOKIE_SECURE": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "DEBUG": False,
        "SECURE_SSL_REDIRECT": True,
        "READER_COOKIE_NAME": "__Host-fmassess-reader",
        "LINK_COOKIE_NAME": "__Host-fmassess-link",
        "INVITED_COOKIE_NAME": "__Host-fmassess-invited",
        "MESSAGES_COOKIE_NAME": "__Host-fmassess-messages",
        "STAFF_SECOND_FACTOR": True,
    }
    off = {**PRODUCTION, "FMASSESS_STAFF_SECOND_FACTOR": "off"}
    assert read(tmp_path, "STAFF_SECOND_FACTOR", **off) == {"STAFF_SECOND_FACTOR": False}
    assert read(tmp_path, "STAFF_SECOND_FACTOR") == {"STAFF_SECOND_FACTOR": False}


def test_sqlite_takes_its_lock_at_once_and_writes_through(tmp_path: Path) -> None:
    database = read(tmp_path, "DATABASES")["DATABASES"]["default"]
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert database["OPTIONS"]["timeout"] == 5
    assert "synchronous=FULL" in database["OPTIONS"]["init_command"]


def test_postgresql_waits_for_nothing_for_long(tmp_path: Path) -> None:
    url = "postgresql://fmassess@localhost/fmassess"
    database = read(tmp_path, "DATABASES", DATABASE_URL=url)["DATABASES"]["default"]
    assert (database["CONN_MAX_AGE"], database["CONN_HEALTH_CHECKS"]) == (60, True)
    assert database["OPTIONS"] == {
        "connect_timeout": 3,
        "options": "-c statement_timeout=5000 -c lock_timeout=3000 "
        "-c idle_in_transaction_session_timeout=10000",
    }


def test_a_replica_is_a_second_postgresql_that_no_test_or_migration_writes_to(
    tmp_path: Path,
) -> None:
    given = {**PRODUCTION, "FMASSESS_REPLICA_URL": "postgresql://ada@copy.example/fmassess"}
    told = read(tmp_path, "DATABASES", "DATABASE_ROUTERS", **given)
    assert told["DATABASES"]["replica"]["HOST"] == "copy.example"
    assert told["DATABASE_ROUTERS"] == ["fmassess.replica.Router"]


@pytest.mark.parametrize(
    ("database", "replica"),
    [
        ("sqlite:///x.sqlite3", "postgresql://ada@copy.example/fmassess"),
        ("postgresql://ada@db.example/fmassess", "sqlite:///x.sqlite3"),
        ("postgresql://ada@db.example/fmassess", "canary"),
    ],
)
def test_a_replica_of_another_kind_is_named(tmp_path: Path, database: str, replica: str) -> None:
    given = {**PRODUCTION, "DATABASE_URL": database, "FMASSESS_REPLICA_URL": replica}
    answer = start(tmp_path, **given)
    assert answer.returncode != 0
    assert "FMASSESS_REPLICA_URL" in answer.stderr


def test_of_several_hosts_the_one_that_takes_writes_is_the_primary(tmp_path: Path) -> None:
    given = {**PRODUCTION, "DATABASE_URL": "postgresql://ada@one.example,other.example/fmassess"}
    given["FMASSESS_REPLICA_URL"] = "postgresql://ada@one.example,other.example/fmassess"
    told = read(tmp_path, "DATABASES", **given)["DATABASES"]
    assert told["default"]["OPTIONS"]["target_session_attrs"] == "read-write"
    assert "target_session_attrs" not in told["replica"]["OPTIONS"]


def test_the_local_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    first = read(tmp_path, "SECRET_KEY")
    assert read(tmp_path, "SECRET_KEY") == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_a_secret_may_begin_with_a_dollar(tmp_path: Path) -> None:
    got = read(tmp_path, "EMAIL_HOST_PASSWORD", FMASSESS_SMTP_PASSWORD="$HOME")
    assert got == {"EMAIL_HOST_PASSWORD": "$HOME"}


def test_processes_that_start_at_once_take_one_key(tmp_path: Path) -> None:
    file = tmp_path / "secret-key"
    for _ in range(20):
        together = threading.Barrier(4)

        def key(together: threading.Barrier = together) -> str:
            together.wait()
            return environment.secret_key("FMASSESS_NO_SUCH_KEY", file, production=False)

        with ThreadPoolExecutor(4) as pool:
            keys = [one.result() for one in [pool.submit(key) for _ in range(4)]]
        assert set(keys) == {file.read_text()}
        assert [one.name for one in tmp_path.iterdir()] == ["secret-key"]
        file.unlink()
