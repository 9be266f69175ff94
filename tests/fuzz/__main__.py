"""``./run fuzz``: as many hostile requests as one asks for, and what came of them."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run fuzz", description=__doc__)
    parser.add_argument("--examples", type=int, default=5000, help="requests to all forms together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL instead of SQLite")
    options = parser.parse_args()
    told = {"FMASSESS_FUZZ": str(options.examples), "FMASSESS_FUZZ_SEED": str(options.seed)}
    pytest = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:logging", "tests/fuzz"]
    first = [sys.executable, "-m", "tests.harness.postgres"] if options.postgres else []
    return subprocess.run([*first, *pytest], check=False, env={**os.environ, **told}).returncode


if __name__ == "__main__":
    sys.exit(main())
