"""What a dependency audit found out: holes, none, or nothing at all.

``python -m tests.harness.audit``; the exit code is what ``./run`` reads. pip-audit ends well where
the advisory service knew none of the packages, so each package is looked at.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements" / "app.txt"
IGNORED = ROOT / "requirements" / "ignored-advisories.txt"
LASTS = 60.0
CLEAN, HOLES, UNKNOWN = 0, 1, 2
"""Every package was asked about and none has a hole; one has; or not all could be asked about."""


def ignored(text: str, today: dt.date) -> Iterator[str]:
    """Advisories that do not concern us: ``ID until YYYY-MM-DD: why`` a line. From its day on one
    counts again."""
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            head, why = line.split(":", 1)
            name, until, day = head.split()
            if until != "until" or not why.strip():
                raise ValueError(f"{IGNORED.name}: {line!r} has no day or no reason")
            if dt.date.fromisoformat(day) > today:
                yield name


def judge(answer: str) -> tuple[int, str]:
    """The outcome, and a sentence about it, from what pip-audit printed as JSON."""
    try:
        found: list[dict[str, Any]] = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return UNKNOWN, "No advisory service could be reached: holes were not looked for."
    holes = [
        f"{one['name']} {one['version']}: {hole['id']}, mended in "
        f"{', '.join(hole.get('fix_versions', [])) or 'no version yet'}"
        for one in found
        for hole in one.get("vulns", [])
    ]
    if holes:
        return HOLES, "\n".join(holes)
    unasked = [str(one["name"]) for one in found if "skip_reason" in one]
    if unasked or not found:
        return UNKNOWN, (
            f"No advisory service answered for {len(unasked)} of {len(found)} packages: whether "
            "they have known holes was not found out. Run ./run audit where there is a network."
        )
    return CLEAN, f"{len(found)} packages, no known hole."


def main() -> int:
    flags = [
        part
        for name in ignored(IGNORED.read_text(), dt.date.today())
        for part in ("--ignore-vuln", name)
    ]
    command = [
        sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip", "--format", "json",
        "--progress-spinner", "off", "--timeout", "10", "-r", str(LOCK), *flags,
    ]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LASTS)
    except subprocess.TimeoutExpired:
        print(f"No advisory service answered within {LASTS:.0f} s: holes were not looked for.")
        return UNKNOWN
    code, told = judge(done.stdout)
    print(told)
    return code


if __name__ == "__main__":
    sys.exit(main())
