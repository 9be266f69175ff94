"""`./run bench`: what the product costs beside a bare Django floor, measured in turn."""

from __future__ import annotations

import argparse
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack

from tests.bench import mix, scoring
from tests.bench.load import Figures, Make, measure
from tests.bench.serving import ROOT, Server, environment, prepare, serving
from tests.bench.targets import TARGETS, set_up

CLIENTS = (1, 8, 32)
PARTS = {
    "scoring": "CPU of one sheet at each depth, of a batch, and by the size of the bank; nothing "
    "is served; a minute",
    "pages": "pages and saves beside a bare Django page of as many bytes, at 1, 8 and 32 clients; "
    "--row for one of them; half an hour, a row a minute or two",
    "cohort": "a cohort's page at 100 ventures and more, its counting as bare SQL beside it; "
    "--ventures for the largest, on which it hangs: minutes for 10,000, long for 100,000",
    "load": "founders answer, reviewers read, an editor publishes, and 200 founders hold for "
    "--minutes; the floor in turn; some minutes more than that",
}
NEEDS = (
    "Without --only all of them, one after another. Each makes a site of its own in the system's "
    "temporary folder and asks nobody outside; --postgres begins a PostgreSQL from the wheel. A "
    "busy machine spoils milliseconds; ratios hold."
)


def compare(
    name: str, ours: tuple[Server, Make], floor: tuple[Server, Make], rounds: int, count: int
) -> None:
    """Alternate between the two; print the median of the rounds' ratios."""
    for clients in CLIENTS:
        mine: list[Figures] = []
        bare: list[Figures] = []
        for _ in range(rounds):
            for kept, (server, make) in ((mine, ours), (bare, floor)):
                kept.append(measure(server.port, server.pids, make, count=count, clients=clients))
        pairs = list(zip(mine, bare, strict=True))
        ratio = {
            part: statistics.median(
                getattr(a, part) / max(getattr(b, part), 0.01) for a, b in pairs
            )
            for part in ("p50", "p95", "cpu", "rate")
        }
        print(
            f"{name:<24} c={clients:<3} p50 {ratio['p50']:5.2f} x  p95 {ratio['p95']:5.2f} x  "
            f"CPU {ratio['cpu']:5.2f} x  throughput {ratio['rate']:5.2f} x   "
            f"({mine[-1].p50:.1f} over {bare[-1].p50:.1f} ms, {mine[-1].cpu:.2f} over "
            f"{bare[-1].cpu:.2f} CPU ms, {mine[-1].size} over {bare[-1].size} bytes)",
            flush=True,
        )


def serve_and_compare(env: dict[str, str], rounds: int, count: int, named: list[str]) -> None:
    """Every target beside its floor, or only those named."""
    with ExitStack() as stack:
        folder = tempfile.mkdtemp(prefix="fmassess-bench-")
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        env = {**env, "FMASSESS_VAR": folder, "FMASSESS_ENV": "local"}
        demo = prepare(env)
        product = stack.enter_context(serving("fmassess.wsgi:application", env))
        floor = stack.enter_context(serving("tests.bench.floor:application", env))
        scene = set_up(product.port, floor.port, demo)
        for target in TARGETS:
            if named and target.name not in named:
                continue
            goal = f" (p95 {target.goal} x)" if target.goal else ""
            ours, bare = (product, target.ours(scene)), (floor, target.floor(scene))
            compare(target.name + goal, ours, bare, rounds, count)


def cohorts(env: dict[str, str], sizes: list[int]) -> None:
    """The cohort's page by the number of ventures; its lines come as they are measured."""
    with ExitStack() as stack:
        folder = tempfile.mkdtemp(prefix="fmassess-bench-")
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        env = {**env, "FMASSESS_VAR": folder, "FMASSESS_ENV": "local"}
        prepare(env)
        code = f"from tests.bench import cohort; cohort.main({sizes!r})"
        command = [sys.executable, "manage.py", "shell", "-v0", "-c", code]
        subprocess.run(command, cwd=ROOT, env=env, check=True)


def main() -> int:
    parts = "\n".join(f"  {name:<9}{what}" for name, what in PARTS.items())
    parser = argparse.ArgumentParser(
        prog="./run bench", description=__doc__, epilog=f"parts (--only):\n{parts}\n\n{NEEDS}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument(
        "--rounds", type=int, default=3, help="how often product and floor take turns (3)"
    )
    parser.add_argument("--count", type=int, default=192, help="requests in one round (192)")
    parser.add_argument("--only", choices=PARTS, help="one part, see below")
    names = [target.name for target in TARGETS]
    parser.add_argument(
        "--row", action="append", default=[], choices=names, help="of the pages only this one"
    )
    parser.add_argument("--postgres", action="store_true", help="on the wheel's PostgreSQL")
    parser.add_argument(
        "--ventures", type=int, default=0,
        help="the largest cohort (100,000 on PostgreSQL, 10,000 on SQLite)",
    )  # fmt: skip
    parser.add_argument("--seed", type=int, default=1, help="of the mix of people")
    parser.add_argument(
        "--minutes", type=float, default=2.0, help="for which the load of many founders is held"
    )
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.postgres and not options.inside:
        again = [sys.executable, "-m", "tests.bench", *sys.argv[1:], "--inside"]
        return subprocess.run([sys.executable, "-m", "tests.harness.postgres", *again]).returncode
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # stops what was started
    env = environment(options.postgres)
    if options.only in (None, "scoring"):
        scoring.main()
    if options.only in (None, "pages"):
        print("Pages and saves, as ratios to the floor of the same run; in brackets the goal")
        serve_and_compare(env, options.rounds, options.count, options.row)
    if options.only in (None, "cohort"):
        most = options.ventures or (100_000 if options.postgres else 10_000)
        sizes = [size for size in (100, 1_000, 10_000, 100_000) if size <= most]
        print("A cohort's page by its number of ventures")
        cohorts(env, sizes)
    if options.only in (None, "load"):
        print("Load: founders answer, reviewers read, an editor publishes; and the floor in turn")
        mix.main(env, rounds=options.rounds, seed=options.seed, minutes=options.minutes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
