"""Many people at once: what the product holds beside the floor, and what its workers grow by.

Founders answering is what the target is about: as many requests of the floor, of the same kinds,
go in turn with it. Reviewers and an editor join in a round of their own. Throughput is counted for
a core of the servers and their database: requests for each second of CPU.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from random import Random

from tests.bench import machine
from tests.bench.browser import Browser, begin
from tests.bench.crowd import Crowd, Heard
from tests.bench.people import Person, at_floor, founder, reviewer
from tests.bench.serving import ROOT, Server, prepare, serving

FOUNDERS = 64
HELD, EVERY = 200, 5.0
"""So many founders, each with a save every so many seconds (RELIABILITY, section 3)."""
COUNT, SECONDS = 480, 25.0
"""Requests of a round, and its seconds at most, whatever the machine does beside."""
CLIENTS = (1, 8, 32)
TOGETHER = 60.0
TARGET, MOST_MIB = 0.4, 80


def main(env: dict[str, str], *, rounds: int, seed: int, minutes: float) -> None:
    """Print everything; stops whatever it started."""
    print(f"  {machine.told()}; seed {seed}")
    with ExitStack() as stack:
        folder = tempfile.mkdtemp(prefix="fmassess-bench-")
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        env = {**env, "FMASSESS_VAR": folder, "FMASSESS_ENV": "local"}
        demo = prepare(env)
        product = stack.enter_context(serving("fmassess.wsgi:application", env))
        stack.enter_context(beside(env, "work"))
        floor = stack.enter_context(serving("tests.bench.floor:application", env))
        chance = Random(seed)
        # One after the other: they share one address, and what it may start is counted.
        guests = [begin(product.port) for _ in range(max(FOUNDERS, HELD))]
        answering = Crowd(product.port, founders(guests[:FOUNDERS], chance))
        signed_in = Browser(floor.port, session=demo["founder"], csrf="a" * 32)
        bare = Crowd(floor.port, [at_floor(signed_in, one) for one in range(FOUNDERS)])
        for crowd in (answering, bare):
            crowd.ask(8, count=COUNT // 2, seconds=SECONDS)
        before = machine.memory(product.pids)
        in_turn(product, answering, floor, bare, rounds)
        everybody(product, guests, demo, chance, env)
        held(product, guests, chance, minutes)
        grown(before, machine.memory(product.pids))


def founders(guests: list[tuple[Browser, str]], chance: Random, **more: bool) -> list[Person]:
    """Each with a seed of their own, so that what one does does not hang on the others."""
    return [founder(guest, base, Random(chance.random()), **more) for guest, base in guests]


@contextmanager
def beside(env: dict[str, str], *command: str) -> Iterator[subprocess.Popen[str]]:
    """A command of the product that runs meanwhile."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=env, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)


def counted(server: Server, crowd: Crowd, clients: int, count: int) -> tuple[Heard, float]:
    """What they heard, and requests for each CPU second of the server and the database."""
    start = machine.cpu_of(server.master) + machine.database_cpu()
    heard = crowd.ask(clients, count=count, seconds=SECONDS)
    spent = machine.cpu_of(server.master) + machine.database_cpu() - start
    return heard, heard.count / max(spent, 0.01)


def in_turn(product: Server, answering: Crowd, floor: Server, bare: Crowd, rounds: int) -> None:
    """The answering mix and the floor's, round by round; medians of the rounds' ratios."""
    for clients in CLIENTS:
        ours: list[tuple[Heard, float]] = []
        theirs: list[tuple[Heard, float]] = []
        for _ in range(rounds):
            ours.append(counted(product, answering, clients, COUNT))
            theirs.append(counted(floor, bare, clients, COUNT))
            if faults := theirs[-1][0].faults:  # a floor that refuses is no floor, and quick
                raise SystemExit(f"the floor does not answer: {faults[0]}")
        pairs = list(zip(ours, theirs, strict=True))
        core = statistics.median(a[1] / b[1] for a, b in pairs)
        wall = statistics.median(
            (a.count / a.seconds) / (b.count / b.seconds) for (a, _), (b, _) in pairs
        )
        save = statistics.median(
            a.at(0.95, "autosave") / b.at(0.95, "autosave") for (a, _), (b, _) in pairs
        )
        goal = f" (goal {TARGET})" if clients == 8 else ""
        print(
            f"answering mix c={clients:<3} {ours[-1][1]:6.0f} requests a core and second, "
            f"{core:.2f} x the floor's{goal}, by the clock {wall:.2f} x; autosave p95 {save:.2f} x "
            "(goal 2.5)", flush=True,
        )  # fmt: skip
        told(ours[-1][0])


def told(heard: Heard) -> None:
    """A line for each kind, and the faults."""
    for kind in sorted(heard.times):
        print(
            f"   {kind:<16} {len(heard.times[kind]):>5} x  p50 {heard.at(0.5, kind):7.1f}  "
            f"p95 {heard.at(0.95, kind):7.1f}  p99 {heard.at(0.99, kind):7.1f} ms"
        )
    first = f"; the first: {heard.faults[0]}" if heard.faults else ""
    print(f"   errors {len(heard.faults)}{first}", flush=True)


def everybody(
    product: Server, guests: list[tuple[Browser, str]], demo: dict[str, str], chance: Random,
    env: dict[str, str],
) -> None:  # fmt: skip
    """Founders, a reviewer and an editor who publishes every few seconds, for a minute."""
    reader = Browser(product.port, session=demo["reviewer"])
    reader.ask("GET", demo["review"])  # brings the token that saves need
    readers = [reviewer(reader, demo)]
    code = "from tests.bench import editing; editing.main()"
    with beside(env, "shell", "-v0", "-c", code) as editor:
        crowd = Crowd(product.port, [*founders(guests[:FOUNDERS], chance), *readers])
        start, spent = time.perf_counter(), machine.cpu_of(product.master) + machine.database_cpu()
        heard = crowd.ask(8, seconds=TOGETHER)
        spent = machine.cpu_of(product.master) + machine.database_cpu() - spent
        wall = time.perf_counter() - start
        editor.terminate()
        published = [float(line) for line in (editor.stdout or []) if line.strip()]
    print(
        f"everybody c=8: {heard.count / wall:.0f} requests a second, {heard.count / spent:.0f} "
        f"a core and second; {len(published)} editions published"
        + (f", the slowest in {max(published):.0f} ms" if published else "")
    )
    told(heard)


def held(
    product: Server, guests: list[tuple[Browser, str]], chance: Random, minutes: float
) -> None:
    """Many founders at people's own pace."""
    people = founders(guests[:HELD], chance, alone=True)
    heard = Crowd(product.port, people, {"autosave": EVERY}).ask(32, seconds=60 * minutes)
    print(
        f"held: {HELD} founders, a save every {EVERY:.0f} s each, {minutes:g} min "
        "(goal p95 250 ms, p99 800 ms, no error)"
    )
    told(heard)


def grown(before: tuple[float, float], after: tuple[float, float]) -> None:
    """A worker's memory, and that of both together."""
    print(
        f"memory: {after[0]:.0f} MiB in the larger worker (goal {MOST_MIB}), {after[1]:.0f} MiB "
        f"PSS for both (goal 110); it was {before[0]:.0f} and {before[1]:.0f} after warming up"
    )
