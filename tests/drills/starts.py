"""Starts without end: processes that begin at once in an empty folder agree, and whatever moment a
start is killed at, the next one works."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.drills.at_work import site
from tests.drills.sheet import Sheet
from tests.faults.writers import lost, nothing_is_torn, seat
from tests.harness.site import ROOT, Site

TOGETHER = 3
"""Web, worker and a command, as an init system begins them."""
WHOLE = 20
"""One whole start of the server for so many of the settings alone."""
KEY = "from fmassess.settings import SECRET_KEY; print(SECRET_KEY)"
SETTINGS_TAKE, SERVER_TAKES = 0.4, 3.0
"""Seconds, at most, within which a start is killed."""


def starts(folder: Path, *, rounds: int, seed: int) -> int:
    """So many times the settings in a new folder, half of them killed; the server now and then."""
    sheet, chance = Sheet(), random.Random(seed)
    sheet.begin(f"{rounds} starts of {TOGETHER} processes at once, {rounds // WHOLE} of the server")
    with site(folder) as one:
        given = {k: v for k, v in one.env.items() if k != "FMASSESS_SECRET_KEY"}
        moments = [chance.uniform(0.02, SETTINGS_TAKE) for _ in range(rounds)]
        with ThreadPoolExecutor(2) as pool:
            faults = [
                fault
                for fault in pool.map(
                    lambda turn: _begun(given, folder / f"var-{turn[0]}", turn[0] % 2, turn[1]),
                    enumerate(moments),
                )
                if fault
            ]
        for fault in faults[:3]:
            sheet.tell("wrong", fault)
        sheet.none("rounds in which the next start did not work, or two disagreed", len(faults))
        _servers(sheet, one, rounds // WHOLE, chance)
    return sheet.close()


def _begun(env: dict[str, str], var: Path, is_killed: int, moment: float) -> str:
    """One round; what was wrong."""
    var.mkdir()
    given = {**env, "FMASSESS_VAR": str(var)}
    running = [_process(given) for _ in range(TOGETHER)]
    if is_killed:
        time.sleep(moment)
        for one in running:
            one.kill()
            one.communicate()
        running = [_process(given) for _ in range(TOGETHER)]
    ends = [one.communicate() for one in running]
    keys = {out.strip() for out, _ in ends}
    if any(one.returncode for one in running):
        return next(err for _, err in ends if err)[-200:]
    later = _process(given).communicate()[0].strip()
    return "" if keys == {later} and len(later) >= 50 else f"{len(keys | {later})} keys"


def _process(env: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", KEY], cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip


def _servers(sheet: Sheet, one: Site, rounds: int, chance: random.Random) -> None:
    """The server killed while it starts; the next start answers and saves."""
    [writer] = seat(one.port, 1, threading.Event(), each=1)
    slowest, failed = 0.0, 0
    for _ in range(rounds):
        one.kill()
        one.begin()
        time.sleep(chance.uniform(0.1, SERVER_TAKES))
        one.kill()
        start = time.monotonic()
        one.start()
        slowest = max(slowest, time.monotonic() - start)
        failed += writer.save().status != 200
    sheet.none(f"of {rounds} starts of the server after a killed one that did not save", failed)
    sheet.tell("the longest start", f"{slowest:.1f} s")
    sheet.none("acknowledged edits lost", len(lost([writer])))
    nothing_is_torn()
