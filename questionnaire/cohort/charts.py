"""Charts of many ventures; the same builder as the report's charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from questionnaire.markup import element
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

Quartiles = tuple[float, float, float]


def strip(
    caption: Caption, posture: str, values: Sequence[float], quartiles: Quartiles,
    median_word: str, edges: tuple[float, float],
) -> SafeString:  # fmt: skip
    """One mark for each venture, stacked where marks would touch; below the axis a bar from
    quartile to quartile, and the median."""
    levels: list[list[float]] = []
    for value in sorted(values):
        free = next((row for row in levels if value - row[-1] >= 4.6), None)
        if free is None:
            levels.append([value])
        else:
            free.append(value)
    top = 10 + 15 * (len(levels) - 1)
    axis = top + 12
    parts = [rect("soft", percent(edge), 2, 1, axis - 2) for edge in edges]
    for place, row in enumerate(levels):
        parts += [mark(posture, percent(value), top - 15 * place) for value in row]
    return chart(caption, axis + 32, *parts, *_axis(axis, quartiles, median_word))


COLUMN, TALLEST = 4, 72
"""Points that stand together in one column, and the height of the highest."""


def columns(
    caption: Caption, posture: str, counts: Mapping[int, int], quartiles: Quartiles,
    median_word: str, edges: tuple[float, float],
) -> SafeString:  # fmt: skip
    """How many ventures are at each height: the form for more than marks can be told apart."""
    sums: dict[int, int] = {}
    for value, number_of in counts.items():
        place = min(value // COLUMN, 100 // COLUMN - 1)
        sums[place] = sums.get(place, 0) + number_of
    most, axis = max(sums.values()), TALLEST + 6
    parts = [rect("soft", percent(edge), 2, 1, axis - 2) for edge in edges]
    for place, together in sorted(sums.items()):
        height = max(1.5, TALLEST * together / most)
        width = percent(COLUMN * 0.86)
        parts.append(rect(posture, percent(place * COLUMN), axis - height, width, height))
    return chart(caption, axis + 32, *parts, *_axis(axis, quartiles, median_word))


def _axis(y: float, quartiles: Quartiles, median_word: str) -> list[SafeString]:
    """The axis, a bar from the lower to the upper quartile, and the median below it."""
    low, median, high = quartiles
    arrow = filled("ink", "path", d="M0 0-5 9H5z")
    anchor, aside = ("start", -8) if median < 12 else ("end", 8) if median > 88 else ("middle", 0)
    words = label(median_word, aside, 27, anchor, strong=True)
    return [
        rect("mid", 0, y, "100%", 1),
        rect("ink", percent(low), y + 1, percent(max(high - low, 0.6)), 4),
        at(percent(median), arrow, y=y + 5),
        at(percent(median), words, y=y + 2),
    ]


@dataclass(frozen=True, slots=True)
class Dot:
    """A venture in a scatter: its number in the list below, its lean and a posture; without a
    number where there are too many to be told apart."""

    label: str
    lean: float
    score: float


HEIGHT, TOP, BOTTOM = 340.0, 12.0, 40.0


def _up(score: float) -> float:
    """How far down a score lies."""
    return TOP + (100 - score) / 100 * (HEIGHT - TOP - BOTTOM)


def _frame(
    edges: tuple[float, float], bands: tuple[str, str, str], ends: tuple[str, str]
) -> list[SafeString]:
    """The lines and words around a scatter."""
    parts = []
    for line in (0, *edges, 100):
        parts.append(rect("soft" if line else "mid", 0, _up(line), "100%", 1))
        parts.append(label(number(line), -10, _up(line) + 4, "end"))
    parts.append(rect("mid", "50%", TOP, 1, HEIGHT - TOP - BOTTOM))
    parts += [label(ends[0], 0, HEIGHT - 20, "start"), label("0", "50%", HEIGHT - 20),
              label(ends[1], "100%", HEIGHT - 20, "end")]  # fmt: skip
    middles = ((0 + edges[0]) / 2, sum(edges) / 2, (edges[1] + 100) / 2)
    for middle, word in zip(middles, bands, strict=True):
        parts.append(at("100%", label(word, 8, _up(middle) + 4, "start")))
    return parts


def field(
    caption: Caption, posture: str, counts: Mapping[tuple[int, int], int], size: int,
    edges: tuple[float, float], bands: tuple[str, str, str], ends: tuple[str, str],
) -> SafeString:  # fmt: skip
    """A scatter of many: fields of so many points a side, the fuller the darker."""
    most = max(counts.values())
    height = (HEIGHT - TOP - BOTTOM) * size / 100
    parts = []
    for (across, up), together in sorted(counts.items()):
        shade = number(0.12 + 0.88 * (together / most) ** 0.5)
        parts.append(rect(posture, percent(across * size, 0, 200), _up((up + 1) * size) + 0.5,
                          percent(size - 0.8, 0, 200), height - 1, fill_opacity=shade))  # fmt: skip
    return chart(caption, HEIGHT, *parts, *_frame(edges, bands, ends))


def share_line(share: float, name: str = "ink") -> SafeString:
    """A bar beside its figure, which says all that it does: silent for who listens."""
    bar = rect(name, 0, 0, percent(share, 0, 1), 10)
    return element("svg", rect("track", 0, 0, "100%", 10), bar, class_="chart",
                   aria_hidden="true", width="100%", height="10", focusable="false")  # fmt: skip


def scatter(
    caption: Caption, posture: str, dots: Sequence[Dot], edges: tuple[float, float],
    bands: tuple[str, str, str], ends: tuple[str, str],
) -> SafeString:  # fmt: skip
    """Lean (across) against a posture (up); numbers stand where they cover no other mark."""
    parts = _frame(edges, bands, ends)
    places = [(dot.lean * 2.2, _up(dot.score)) for dot in dots]
    labelled = any(dot.label for dot in dots)
    offsets = _label_offsets(places) if labelled else [(0.0, 0.0)] * len(places)
    for dot, (aside, below) in zip(dots, offsets, strict=True):
        across = percent(dot.lean, -100)
        parts.append(mark(posture, across, _up(dot.score)))
        if dot.label:
            words = label(dot.label, aside, below, strong=True)
            parts.append(at(across, words, y=_up(dot.score)))
    return chart(caption, HEIGHT, *parts)


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
