"""What a drill prints: a figure a line, what it is to be beside it, and how many were missed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from tests.bench.machine import told

WIDE = 64


@dataclass
class Sheet:
    """The lines of one drill."""

    missed: list[str] = field(default_factory=list)

    def begin(self, what: str) -> None:
        now = dt.datetime.now(dt.UTC)
        print(f"{what}; {now:%Y-%m-%d %H:%M} UTC, {told()}", flush=True)

    def tell(self, what: str, measured: str) -> None:
        """A figure that nothing is asked of."""
        print(f"      {what:<{WIDE}} {measured}", flush=True)

    def hold(self, what: str, measured: str, goal: str, *, holds: bool) -> None:
        """A figure with its goal."""
        word = "ok" if holds else "MISS"
        print(f"{word:<5} {what:<{WIDE}} {measured} (goal: {goal})", flush=True)
        if not holds:
            self.missed.append(what)

    def none(self, what: str, number: int) -> None:
        """What may not happen once."""
        self.hold(what, str(number), "0", holds=number == 0)

    def most(self, what: str, value: float, most: float, unit: str = "s") -> None:
        """A figure with its upper bound."""
        self.hold(what, f"{value:.2f} {unit}", f"at most {most:g} {unit}", holds=value <= most)

    def close(self) -> int:
        """The exit code."""
        print(f"missed: {', '.join(self.missed)}" if self.missed else "all of it held", flush=True)
        return 1 if self.missed else 0


def percentile(values: list[float], share: float) -> float:
    """That value which so large a share does not exceed; 0 of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0
