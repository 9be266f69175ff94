"""``check --deploy`` names each value that is well formed and yet serves nobody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fmassess.checks import what_production_needs


@pytest.fixture
def served(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """As production should be."""
    settings.PRODUCTION = True
    settings.SITE_URL, settings.ALLOWED_HOSTS = (
        "https://www.fmassess.example",
        [".fmassess.example"],
    )
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.postgresql")
    settings.POSTGRES_PROGRAMS = ""
    settings.ERASURE_LIST = tmp_path / "erasures" / "erasures.jsonl"
    monkeypatch.setenv("FMASSESS_SMTP_HOST", "smtp.example")
    monkeypatch.setenv("FMASSESS_MAIL_FROM", "noreply@fmassess.example")
    return settings


def named() -> list[str]:
    return [str(one.msg).split()[0] for one in what_production_needs()]


def test_nothing_is_said_where_all_is_well_or_on_ones_own_machine(served: Any) -> None:
    assert named() == []
    served.PRODUCTION, served.ALLOWED_HOSTS = False, []
    assert named() == []


def test_each_value_that_serves_nobody_is_named(
    served: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("FMASSESS_SMTP_HOST", "FMASSESS_MAIL_FROM"):
        monkeypatch.delenv(name)
    served.ALLOWED_HOSTS = ["fmassess.example"]
    served.SECURE_PROXY_SSL_HEADER = None
    monkeypatch.setitem(served.DATABASES["default"], "ENGINE", "fmassess.sqlite")
    served.POSTGRES_PROGRAMS = str(tmp_path)
    (tmp_path / "file").touch()
    served.ERASURE_LIST = tmp_path / "file" / "erasures.jsonl"
    assert named() == [
        "FMASSESS_SMTP_HOST", "FMASSESS_MAIL_FROM", "FMASSESS_ALLOWED_HOSTS",
        "FMASSESS_BEHIND_PROXY", "DATABASE_URL", "FMASSESS_POSTGRES_PROGRAMS",
        "FMASSESS_ERASURE_LIST",
    ]  # fmt: skip
