"""What processes cost: CPU and memory, from /proc; the database's too where it is a server."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.bench.load import TICKS
from tests.harness.postgres import DATA

MIB = 1024 * 1024


def memory(pids: list[int]) -> tuple[float, float]:
    """MiB of one process, the largest (RSS); and of all together, what they share counted once
    (PSS)."""
    most, total = 0.0, 0.0
    for pid in pids:
        told = dict(
            line.split(":", 1)
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
        )
        most = max(most, int(told["Rss"].split()[0]) / 1024)
        total += int(told["Pss"].split()[0]) / 1024
    return most, total


def database_cpu() -> float:
    """CPU seconds of the database's server with its processes; 0 without."""
    folder = os.environ.get(DATA)
    if not folder:
        return 0.0
    return cpu_of(int((Path(folder) / "postmaster.pid").read_text().split()[0]))


def cpu_of(master: int) -> float:
    """CPU seconds of a process and of all that it began, those that ended too."""
    told = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(master)], capture_output=True, text=True
    )
    total = 0
    for pid in (master, *map(int, told.stdout.split())):
        try:
            parts = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except FileNotFoundError:
            continue
        total += sum(int(part) for part in parts[11 : 15 if pid == master else 13])
    return total / TICKS


def told() -> str:
    """The machine in a line, and how busy it is."""
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores, load {load:.1f} before it begins"
