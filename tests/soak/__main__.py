"""`./run soak`: sixteen founders save, a reviewer reads and mail leaves, through fault after fault.

At the end everything that was ever acknowledged is compared with what is stored. Exit code 1 where
an answer was lost, a mail lost or doubled, or a page neither there nor said to come again.
"""

from __future__ import annotations

import argparse
import io
import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path

THIS = (sys.executable, "-m", "tests.soak")
ON_POSTGRES = (sys.executable, "-m", "tests.harness.postgres", *THIS)


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--longest", type=float, default=7, help="seconds that a fault lasts")
    given = parser.parse_args()
    if given.database == "postgres" and "DATABASE_URL" not in os.environ:
        return subprocess.run([*ON_POSTGRES, *sys.argv[1:]]).returncode
    with tempfile.TemporaryDirectory(prefix="fmassess-soak-") as folder:
        make_site(Path(folder))
        from tests.soak.soaking import soak

        wrong = soak(Path(folder), minutes=given.minutes, seed=given.seed, longest=given.longest)
    outcome = f"{wrong} FAULTS" if wrong else "nothing lost, nothing doubled"
    print(f"\n{given.database}, {given.minutes:g} minutes, seed {given.seed}: {outcome}")
    return 1 if wrong else 0


def make_site(folder: Path, *, empty: bool = False) -> None:
    """A fresh site: schema, questions, demonstration; empty: none of these yet."""
    os.environ["FMASSESS_ENV"] = "local"
    os.environ["FMASSESS_VAR"] = str(folder)
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder / 'fmassess.sqlite3'}")
    os.environ["DJANGO_SETTINGS_MODULE"] = "fmassess.settings"
    print("Preparing the site ...", flush=True)
    import django

    django.setup()
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # the mail server's own
    if empty:
        return
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    editions = sorted(path.parent for path in Path("seeds").glob("*/edition.yaml"))
    call_command("load_bank", str(editions[-1]), stdout=io.StringIO())
    call_command("load_demo", stdout=io.StringIO())


if __name__ == "__main__":
    sys.exit(main())
