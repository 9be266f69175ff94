"""`./run soak`: sixteen founders save, a reviewer reads and mail leaves, through fault after fault.

At the end everything that was ever acknowledged is compared with what is stored. Exit code 1 where
an answer was lost, a mail lost or doubled, or a page neither there nor said to come again.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
from pathlib import Path

from tests.harness.fresh import make_site

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
        os.execv(ON_POSTGRES[0], [*ON_POSTGRES, *sys.argv[1:]])  # noqa: S606
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # ends what was started, too
    with tempfile.TemporaryDirectory(prefix="fmassess-soak-") as folder:
        make_site(Path(folder))
        from tests.soak.soaking import soak

        wrong = soak(Path(folder), minutes=given.minutes, seed=given.seed, longest=given.longest)
    outcome = f"{wrong} FAULTS" if wrong else "nothing lost, nothing doubled"
    print(f"\n{given.database}, {given.minutes:g} minutes, seed {given.seed}: {outcome}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
