"""Charts of many ventures; the same builder as the report's charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from questionnaire.report.charts import (
    Caption,
    at,
    chart,
    filled,
    label,
    mark,
    number,
    percent,
    rect,
)


def strip(
    caption: Caption, posture: str, values: Sequence[float], median: float, median_word: str,
    edges: tuple[float, float],
) -> SafeString:  # fmt: skip
    """One mark for each venture, stacked where marks would touch; the median below the axis."""
    levels: list[list[float]] = []
    for value in sorted(values):
        free = next((row for row in levels if value - row[-1] >= 4.6), None)
        if free is None:
            levels.append([value])
        else:
            free.append(value)
    top = 10 + 15 * (len(levels) - 1)
    axis = top + 12
    parts = [rect("mid", 0, axis, "100%", 1)]
    parts += [rect("soft", percent(edge), 2, 1, axis - 2) for edge in edges]
    for place, row in enumerate(levels):
        parts += [mark(posture, percent(value), top - 15 * place) for value in row]
    arrow = filled("ink", "path", d="M0 0-5 9H5z")
    parts.append(at(percent(median), arrow, label(median_word, 0, 23, strong=True), y=axis + 2))
    return chart(caption, axis + 28, *parts)


@dataclass(frozen=True, slots=True)
class Dot:
    """A venture in a scatter: its number in the list below, its lean and a posture."""

    label: str
    lean: float
    score: float


def scatter(
    caption: Caption, posture: str, dots: Sequence[Dot], edges: tuple[float, float],
    bands: tuple[str, str, str], ends: tuple[str, str],
) -> SafeString:  # fmt: skip
    """Lean (across) against a posture (up); numbers stand where they cover no other mark."""
    height, top, bottom = 340.0, 12.0, 40.0

    def up(score: float) -> float:
        return top + (100 - score) / 100 * (height - top - bottom)

    parts = []
    for line in (0, *edges, 100):
        parts.append(rect("soft" if line else "mid", 0, up(line), "100%", 1))
        parts.append(label(number(line), -10, up(line) + 4, "end"))
    parts.append(rect("mid", "50%", top, 1, height - top - bottom))
    parts += [label(ends[0], 0, height - 20, "start"), label("0", "50%", height - 20),
              label(ends[1], "100%", height - 20, "end")]  # fmt: skip
    middles = ((0 + edges[0]) / 2, sum(edges) / 2, (edges[1] + 100) / 2)
    for middle, word in zip(middles, bands, strict=True):
        parts.append(at("100%", label(word, 8, up(middle) + 4, "start")))
    places = [(dot.lean * 2.2, up(dot.score)) for dot in dots]
    for dot, (aside, below) in zip(dots, _label_offsets(places), strict=True):
        across = percent(dot.lean, -100)
        parts.append(mark(posture, across, up(dot.score)))
        words = label(dot.label, aside, below, strong=True)
        parts.append(at(across, words, y=up(dot.score)))
    return chart(caption, height, *parts)


def _label_offsets(places: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """For each mark the first place for its label, of four, that covers no mark or label."""
    taken = list(places)
    chosen = []
    for x, y in places:
        offsets = ((0, -12), (17, 5), (0, 22), (-17, 5))
        free = (
            (dx, dy)
            for dx, dy in offsets
            if all(abs(x + dx - a) > 15 or abs(y + dy - 4 - b) > 12 for a, b in taken
                   if (a, b) != (x, y))
        )  # fmt: skip
        dx, dy = next(free, offsets[0])
        chosen.append((float(dx), float(dy)))
        taken.append((x + dx, y + dy - 4))
    return chosen
