"""The product as it was at an earlier commit: its files, its commands, its server."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import connect

from django.conf import settings

from tests.deploy.rehearsal import database, programs
from tests.harness.site import ROOT, Site

FROZEN = """
import hashlib, json
from questionnaire.report.models import Report
def told(data):
    return hashlib.sha256(data).hexdigest()[:16]
for one in Report.objects.order_by("pk"):
    texts = one.texts.order_by("language") if hasattr(one, "texts") else ()
    print(one.pk, told(json.dumps(one.scorecard, sort_keys=True).encode()),
          *[f"{text.language}:{told(bytes(text.body))}" for text in texts])
"""
"""What no report may ever change: a line for each. Understood by every version."""
LINK = """
import datetime as dt
from django.utils import timezone
from questionnaire.people.actions import issue_grant
from questionnaire.people.models import Venture
from questionnaire.vocabulary import GrantPurpose
print(issue_grant(venture=Venture.objects.get(assessments=%r), purpose=GrantPurpose.RESUME,
                  at=timezone.now(), lasts=dt.timedelta(days=30)).token)
"""


@dataclass
class Code:
    """One version's folder with the environment of its processes."""

    root: Path
    env: dict[str, str]

    def manage(self, *arguments: object) -> str:
        """One of its commands, to the end; what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *map(str, arguments)], cwd=self.root, env=self.env,
            capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode:
            raise SystemExit(f"{self.root}: {arguments}: {done.stdout}{done.stderr}")
        return done.stdout

    def shell(self, lines: str) -> str:
        return self.manage("shell", "-v0", "-c", lines).strip()

    def has(self, command: str) -> bool:
        return (self.root / f"questionnaire/management/commands/{command}.py").exists()


def server(code: Code) -> Site:
    """A server of this version; it is not started yet."""
    if (code.root / "fmassess" / "serving.py").exists():
        return Site(code.env, root=code.root)
    said = ("fmassess.wsgi:application", "--workers", "2", "--threads", "4")
    return Site(code.env, root=code.root, serves=said)


def version(root: Path, var: Path, url: str) -> Code:
    """The code of this folder on this database."""
    var.mkdir(exist_ok=True)
    env = {
        **os.environ, "FMASSESS_ENV": "local", "FMASSESS_VAR": str(var), "DATABASE_URL": url,
        "FMASSESS_SECRET_KEY": settings.SECRET_KEY, "DJANGO_SETTINGS_MODULE": "fmassess.settings",
        "FMASSESS_POSTGRES_PROGRAMS": str(programs()), "PYTHONPATH": "",
    }  # fmt: skip
    return Code(root, env)


def unpack(commit: str, folder: Path) -> None:
    """The files of a commit; the repository itself is left as it is."""
    folder.mkdir()
    with subprocess.Popen(["git", "archive", commit], cwd=ROOT, stdout=subprocess.PIPE) as packed:
        subprocess.run(["tar", "-x", "-C", folder], stdin=packed.stdout, check=True)
    if packed.returncode:
        raise SystemExit(f"git has no commit {commit} here (a shallow clone?)")


@contextlib.contextmanager
def prepared(commit: str, folder: Path) -> Iterator[Code]:
    """That version with its own schema, questions and demonstration."""
    unpack(commit, root := folder / "older-code")
    with contextlib.ExitStack() as ends:
        url = f"sqlite:///{folder / 'older.sqlite3'}"
        if os.environ["DATABASE_URL"].startswith("postgres"):
            url = ends.enter_context(database("drill_older"))
        code = version(root, folder / "older", url)
        subprocess.run([sys.executable, "-m", "fmassess.catalogues"], cwd=root, env=code.env)
        code.manage("collectstatic", "--noinput", "-v0")
        code.manage("migrate", "-v0")
        code.manage("load_bank", max(root.glob("seeds/*/edition.yaml")).parent)
        code.manage("load_demo")
        yield code


def carried_over(older: Code, newer: Code, folder: Path) -> str:
    """A backup by the older version, restored by today's and migrated; how it was done."""
    if older.has("backup"):
        made = older.manage("backup", folder / "backups").strip().splitlines()[-1]
        newer.manage("restore", made, "--without-erasures")
        return "its own backup, today's restore"
    source, target = older.env["DATABASE_URL"], newer.env["DATABASE_URL"]
    if source.startswith("sqlite"):
        with closing(connect(source.removeprefix("sqlite:///"))) as link:
            link.execute("VACUUM INTO ?", [target.removeprefix("sqlite:///")])
    else:
        made = folder / "older.dump"
        for program, *given in (
            ("pg_dump", "-Fc", "-f", made, source),
            ("pg_restore", "--no-owner", "-d", target, made),
        ):
            subprocess.run([programs() / program, *given], check=True)
    newer.manage("migrate", "-v0")
    newer.manage("rebuild_standings", "-v0")
    return "the database's own copy (that version had no command), today's migrate"
