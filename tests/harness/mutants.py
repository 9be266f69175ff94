"""Mutation testing of scoring: ``./run mutants [--sample N] [--seed S]``, by mutmut.

A mutant is the source with one small change; the tests kill it, or it survives and is shown. All
of some 6,700 take hours, so a seeded sample is tried and the rate comes with its 95 % interval
(E. B. Wilson, Probable inference, 1927). What runs while tests are collected (a rubric compiled
in a module, tables made at import) is beyond mutmut, which forks after collection.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MADE = ROOT / "mutants" / "questionnaire" / "scoring"
SMALL = "questionnaire.scoring.sums.x_clamp*"
"""A pattern of few mutants: naming it makes all of them and times the tests."""
SURVIVED, UNTESTED = 0, 33


def mutmut(*arguments: str, quiet: bool = False) -> str:
    """One call of mutmut."""
    command = [sys.executable, "-m", "mutmut", *arguments]
    done = subprocess.run(command, cwd=ROOT, text=True, capture_output=quiet, check=False)
    return done.stdout or ""


def codes() -> dict[str, int | None]:
    """Every mutant with how its tests ended; None where it was not tried."""
    found: dict[str, int | None] = {}
    for file in sorted(MADE.glob("*.meta")):
        found |= json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"]
    return found


def interval(killed: int, tried: int, z: float = 1.96) -> tuple[float, float]:
    """The Wilson interval of a share, 0 to 1."""
    share, odds = killed / tried, z * z / tried
    middle = share + odds / 2
    half = z * math.sqrt(share * (1 - share) / tried + odds / (4 * tried))
    return (middle - half) / (1 + odds), (middle + half) / (1 + odds)


def main(arguments: list[str]) -> int:
    """Try a sample; the exit code is 0 from 90 % on."""
    parser = argparse.ArgumentParser(prog="./run mutants")
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    mutmut("run", SMALL)
    names = sorted(codes())
    random.Random(options.seed).shuffle(names)
    sample = names[: options.sample]
    mutmut("run", *sample)
    ended = codes()
    if untried := [name for name in sample if ended.get(name) is None]:
        sys.exit(f"{len(untried)} of {len(sample)} mutants were not tried; run it again")
    alive = [name for name in sample if ended[name] in (SURVIVED, UNTESTED)]
    for name in alive:
        print(mutmut("show", name, quiet=True))
    killed = len(sample) - len(alive)
    low, high = interval(killed, len(sample))
    print(
        f"{killed} of {len(sample)} mutants killed: {killed / len(sample):.1%} (95 % interval "
        f"{low:.1%} to {high:.1%}), seed {options.seed}, of {len(names)}"
    )
    return 0 if killed >= 0.9 * len(sample) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
