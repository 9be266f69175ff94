"""DB-01: the whole server is killed again and again under founders who save."""

from __future__ import annotations

import random
import time
from pathlib import Path

from tests.drills.at_work import FOUNDERS, all_there, site, working
from tests.drills.sheet import Sheet


def kills(folder: Path, *, rounds: int, seed: int) -> int:
    """SIGKILL to master and workers in one moment, and a new start, so often."""
    sheet, chance = Sheet(), random.Random(seed)
    sheet.begin(f"{rounds} times kill -9 under {FOUNDERS} founders who save, seed {seed}")
    starts = []
    with site(folder) as one, working(one.port) as writers:
        for number in range(1, rounds + 1):
            time.sleep(chance.uniform(0.05, 1.0))
            one.kill()
            begun = time.monotonic()
            one.start()
            starts.append(time.monotonic() - begun)
            if number % 20 == 0:
                print(f"      {number} kills", flush=True)
        time.sleep(1)
    sheet.tell("the longest start", f"{max(starts):.1f} s")
    all_there(sheet, writers)
    return sheet.close()
