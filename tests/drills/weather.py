"""What befalls a founder's connection, one thing after another, drawn from a seed."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext

from tests.harness.relay import Relay
from tests.harness.site import Site

Span = tuple[float, float]
CALM: Span = (3, 9)
KINDS: dict[str, Span] = {
    "slow": (15, 30), "loses": (20, 35), "cut": (3, 20), "offline": (8, 60), "unheard": (6, 16),
    "doubled": (15, 30), "portal": (6, 20), "killed": (0.5, 8), "no key": (10, 25),
}  # fmt: skip
"""How long each lasts, in seconds; one kind after another until all had their turn."""
PORTAL = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n"
    b"<!doctype html><title>Welcome aboard</title><p>Accept our terms to go online."
)


@dataclass
class Weather:
    """Whoever waits calls tick; it begins a trouble, or ends it, when its time has come."""

    site: Site
    wire: Relay
    context: BrowserContext
    chance: random.Random
    now: str = ""
    """The trouble that there is; empty when it is calm."""
    began: Counter[str] = field(default_factory=Counter)
    mended: float = 0
    """When the last one's cause was gone, until somebody has asked; 0: nothing to ask."""
    _until: float = 0
    _bag: list[str] = field(default_factory=list)
    _ends: Callable[[], object] = lambda: None

    def tick(self) -> None:
        """The next thing, if it is due."""
        if time.monotonic() < self._until:
            return
        if self.now:
            self.clear()
            self._until = time.monotonic() + self.chance.uniform(*CALM)
            return
        if not self._bag:
            self._bag = self.chance.sample(list(KINDS), len(KINDS))
        self.now = self._bag.pop()
        self.began[self.now] += 1
        self._ends = self._begin(self.now)
        lasts = self.chance.uniform(*KINDS[self.now])
        self._until = time.monotonic() + lasts
        if self.now == "unheard":  # whoever asks a page something then waits for its reply as well
            threading.Timer(lasts, self.wire.give_up).start()

    def clear(self) -> None:
        """Whatever there is ends here."""
        if self.now:
            self._ends()
            self.wire.mend()
            self.now, self.mended = "", time.monotonic()

    def _begin(self, kind: str) -> Callable[[], object]:
        """Let it happen; what brings its end, beside mending the wire."""
        wire = self.wire
        if kind == "slow":
            wire.delay, wire.rate = 0.4, 50_000
        elif kind == "loses":
            wire.delay, wire.rate, wire.loses = 0.1, 50_000, 0.05
        elif kind == "doubled":
            wire.doubles = 0.5
        elif kind == "cut":
            wire.cut()
        elif kind == "portal":
            wire.says = PORTAL
        elif kind == "unheard":
            wire.hold_replies()
            return wire.give_up  # stored, and nobody was told
        else:
            return self._beyond_the_wire(kind)
        return lambda: None

    def _beyond_the_wire(self, kind: str) -> Callable[[], object]:
        """At the browser's or the server's end of it."""
        if kind == "offline":
            self.context.set_offline(True)
            return lambda: self.context.set_offline(False)
        if kind == "killed":
            self.site.kill()
            return self.site.start
        kept = self.context.cookies()
        self.context.clear_cookies()
        return lambda: self.context.add_cookies(kept)  # type: ignore[arg-type]
