"""DB-13: one of two web workers is killed under load; how soon all founders save again."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

from tests.drills.at_work import FOUNDERS, all_there, site, until, working
from tests.drills.sheet import Sheet

WITHIN = 2.0
PAUSE = 0.55
"""Seconds between two saves of a founder, which are part of what is measured."""


def worker(folder: Path, *, rounds: int, seed: int) -> int:
    """SIGKILL to one of them, so often."""
    sheet, chance = Sheet(), random.Random(seed)
    sheet.begin(f"{rounds} times one worker killed under {FOUNDERS} founders who save")
    spent = []
    with site(folder) as one, working(one.port, pause=PAUSE) as writers:
        for number in range(rounds):
            time.sleep(3)
            killed = chance.choice(one.workers())
            os.kill(killed, signal.SIGKILL)
            over = time.monotonic()
            again = until(lambda t=over: all(w.last > t for w in writers), "not everybody saved")
            until(lambda k=killed: k not in one.workers() and len(one.workers()) == 2, "no other")
            spent.append(again - over)
            after = [(at, r) for w in writers for at, r in list(w.replies) if at > over]
            slow = max(reply.seconds for _, reply in after)
            vain = sum(reply.status != 200 for _, reply in after)
            sheet.tell(f"round {number + 1}", f"all again after {again - over:.2f} s; "
                       f"slowest answer {slow:.2f} s, {vain} in vain")  # fmt: skip
    sheet.most("until all founders had saved again, the most", max(spent), WITHIN)
    all_there(sheet, writers)
    return sheet.close()
