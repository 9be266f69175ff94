"""Charts as SVG: plain values in, escaped markup out; words come in as arguments.

Positions are per cent and sizes px, so that text keeps its size at every width. Colours come from
theme.css by class; the hex in ``fill`` is what a renderer without the stylesheet draws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.safestring import SafeString

from questionnaire.markup import element

HEX = {
    "funding": "#1f4488", "community": "#a34f06", "safety": "#1e978c", "ink": "#1c2227",
    "track": "#e6e1d5", "paper": "#fbfaf6", "soft": "#dcd7cb", "mid": "#7d786c",
    "closed-2": "#4d3a85", "closed-1": "#a598cb", "between": "#d2ccbe", "open-1": "#bdbd66",
    "open-2": "#69720f", "none": "none", "good": "#24663a", "bad": "#a32317",
}  # fmt: skip
LEAN_SPANS = (
    ("closed-2", -100, -60), ("closed-1", -60, -25), ("between", -25, 25),
    ("open-1", 25, 60), ("open-2", 60, 100),
)  # fmt: skip
MARKS: dict[str, tuple[str, dict[str, object]]] = {
    "funding": ("circle", {"r": 7}),
    "community": ("path", {"d": "M0-9 9 0 0 9-9 0z"}),
    "safety": ("path", {"d": "M-6.5-6.5h13v13h-13z"}),
}
SHARE_FILLS = ("ink", "mid", "soft", "track", "paper")


@dataclass(frozen=True, slots=True)
class Caption:
    """A chart's name in the page and what it says in words. ident: unique in the page."""

    ident: str
    title: str
    desc: str


# ---------------------------------------------------------------- shapes


def number(value: float) -> str:
    """A coordinate: at most two decimals, no trailing zeros."""
    return f"{round(value, 2) + 0.0:g}"


def percent(value: float, low: float = 0, high: float = 100) -> str:
    """Where a value lies between two ends, as a coordinate in per cent, kept inside."""
    share = (value - low) / (high - low) if high > low else 0.0
    return f"{number(100 * min(1.0, max(0.0, share)))}%"


def filled(name: str, tag: str, **attributes: object) -> SafeString:
    """A shape in one of the theme's colours."""
    return element(tag, **attributes, class_=f"c-{name}", fill=HEX[name])


def rect(name: str, x: str | float, y: float, width: str | float, height: float,
         **more: object) -> SafeString:  # fmt: skip
    """A rectangle; x and width in per cent or px, y and height in px."""
    return filled(name, "rect", x=x, y=number(y), width=width, height=number(height), **more)


def at(x: str, *children: str, y: float | None = None) -> SafeString:
    """Children drawn around a point whose x is in per cent."""
    return element("svg", *children, x=x, y=None if y is None else number(y), overflow="visible")


def label(words: str, x: str | float, y: float, anchor: str = "middle", *,
          strong: bool = False) -> SafeString:  # fmt: skip
    """Words in the picture."""
    kind = "strong" if strong else None
    return element("text", words, class_=kind, x=x, y=number(y), text_anchor=anchor)


def chart(caption: Caption, height: float, *children: str) -> SafeString:
    """A picture with a name and its numbers in words."""
    title, desc = f"{caption.ident}-title", f"{caption.ident}-desc"
    return element(
        "svg",
        element("title", caption.title, id=title),
        element("desc", caption.desc, id=desc),
        *children,
        class_="chart", role="img", aria_labelledby=f"{title} {desc}", width="100%",
        height=number(height), focusable="false",
    )  # fmt: skip


# ---------------------------------------------------------------- one venture


def mark(posture: str, x: str, y: float, *, hollow: bool = False) -> SafeString:
    """A posture's mark at a point: circle, diamond, square."""
    tag, shape = MARKS[posture]
    fill, stroke = ("paper", posture) if hollow else (posture, "paper")
    line = f"s-{posture}" if hollow else "k-paper"
    drawn = element(
        tag, **shape, class_=f"c-{fill} {line}", fill=HEX[fill], stroke=HEX[stroke],
        stroke_width=2, transform="scale(.72)" if hollow else None,
    )  # fmt: skip
    return at(x, drawn, y=y)


def posture_bullet(
    caption: Caption, posture: str, score: float | None, low: float, high: float,
    evidenced: float | None, edges: tuple[float, float], bands: tuple[str, str, str] | None = None,
) -> SafeString:  # fmt: skip
    """A posture: solid = claimed, hollow = evidenced, pale band with end ticks = interval.

    Without ``bands`` it is the small form. score None: withheld, only the band is drawn.
    """
    height, y = (46, 16) if bands else (16, 8)
    parts = [rect("track", 0, y - 4, "100%", 8)]
    for edge in edges:
        parts.append(at(percent(edge), filled("paper", "path", d=f"M-1.5 {y - 4}h3v8h-3z")))
        if bands:
            parts.append(at(percent(edge), filled("mid", "path", d=f"M-.5 {y + 9}h1v5h-1z")))
    parts.append(rect(posture, percent(low), y - 4, percent(high - low), 8, fill_opacity=0.38))
    for end in (low, high):
        parts.append(at(percent(end), filled(posture, "path", d=f"M-1 {y - 7}h2v14h-2z")))
    if score is not None:
        if evidenced is not None:
            parts.append(mark(posture, percent(evidenced), y, hollow=True))
        parts.append(mark(posture, percent(score), y))
    if bands:
        middles = ((0 + edges[0]) / 2, sum(edges) / 2, (edges[1] + 100) / 2)
        words = zip(middles, bands, strict=True)
        parts += [label(word, percent(middle), 42) for middle, word in words]
    return chart(caption, height, *parts)


def lean_scale(
    caption: Caption, value: float | None, low: float, high: float,
    ends: tuple[str, str] | None = None,
) -> SafeString:  # fmt: skip
    """The lean: triangle = value, bar beneath = interval. Without ``ends`` it is the small form."""
    height, y = (62, 22) if ends else (16, 8)
    parts = [
        rect(name, percent(start, -100), y - 4, percent(stop - start, 0, 200), 8)
        for name, start, stop in LEAN_SPANS
    ]
    parts.append(rect("ink", percent(low, -100), y + 6, percent(high - low, 0, 200), 3))
    if value is not None:
        triangle = element("path", d="M0 5-6-8H6z", class_="c-ink k-paper", fill=HEX["ink"],
                           stroke=HEX["paper"], stroke_width=1.5)  # fmt: skip
        parts.append(at(percent(value, -100), triangle, y=y))
    if ends:
        parts += [label(ends[0], 0, 54, "start"), label("0", "50%", 54),
                  label(ends[1], "100%", 54, "end")]  # fmt: skip
    return chart(caption, height, *parts)


def fit_bar(
    caption: Caption, fit: float, low: float, high: float, best: float | None, *,
    first: bool = False, out: bool = False,
) -> SafeString:  # fmt: skip
    """A path's fit: bar = fit, thin line = where it can still go, upright = the best open path."""
    parts = [
        rect("track", 0, 0, "100%", 8),
        rect("ink" if first else "mid", 0, 0, percent(fit), 8,
              fill_opacity=0.45 if out else None),
        rect("mid", percent(low), 11, percent(high - low), 2),
    ]  # fmt: skip
    if best is not None:
        parts.append(rect("ink", percent(best), -3, 2, 14))
    return chart(caption, 14, *parts)


def share_bar(caption: Caption, shares: Sequence[float]) -> SafeString:
    """One bar of shares (0 to 1), in the order given; gaps part them, not only shades."""
    parts, start = [], 0.0
    for place, share in enumerate(shares):
        name = SHARE_FILLS[min(place, len(SHARE_FILLS) - 1)]
        parts.append(rect(name, percent(100 * start), 0, percent(100 * share), 26))
        start += share
        parts.append(rect("paper", percent(100 * start), 0, 2, 26))
    return chart(caption, 26, *parts)


def runway_row(
    caption: Caption, low: float, high: float, months: float, cash: float | None,
    state: str,
) -> SafeString:  # fmt: skip
    """One milestone on the time line of ``months``: from its earliest to its latest month.

    state: reached (filled disc), financed (solid bar), unfinanced (dashed), open (hatched edge).
    """
    parts = [rect("track", 0, 7, "100%", 2)]
    if state == "reached":
        parts.append(at(percent(0, 0, months), filled("ink", "circle", r=6), y=8))
    elif state == "financed":
        parts.append(_span("c-ink", "ink", low, high, months))
    else:
        parts.append(_span("c-paper k-ink", "paper", low, high, months, dashes="4 3"))
    if cash is not None:
        parts.append(rect("ink", percent(cash, 0, months), 0, 2, 16))
    return chart(caption, 16, *parts)


def _span(kind: str, fill: str, low: float, high: float, months: float,
          dashes: str | None = None) -> SafeString:  # fmt: skip
    width = max(high - low, months / 60)
    return element(
        "rect", x=percent(low, 0, months), y=4, width=percent(width, 0, months), height=8,
        class_=kind, fill=HEX[fill], stroke=HEX["ink"] if dashes else None,
        stroke_width=1.5 if dashes else None, stroke_dasharray=dashes,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Course:
    """One number from revision to revision. name: a posture, or "lean"; None: not known there."""

    name: str
    values: tuple[float | None, ...]


COURSE_HEIGHT = 132


def course_chart(
    caption: Caption, courses: Sequence[Course], ends: tuple[float, float],
    rules: Sequence[tuple[float, str]], places: Sequence[str], *,
    breaks: Sequence[int] = (), open_end: bool = False,
) -> SafeString:  # fmt: skip
    """Numbers over the revisions, each with its mark; a line only between two that are known.

    ends: the least and most that can stand. rules: values with a hairline, and its words. places:
    the words below. breaks: places before which the rules of scoring changed, so no line crosses.
    open_end: the last place is not sent yet, its marks are hollow.
    """

    def x(place: int) -> str:
        return percent(8 + 88 * (place + 0.5) / len(places))

    def y(value: float) -> float:
        return 8 + COURSE_HEIGHT * (ends[1] - value) / (ends[1] - ends[0])

    parts: list[SafeString] = []
    for value, words in rules:
        parts.append(_line("k-grid", "soft", "8%", y(value), "96%", y(value), 1))
        parts.append(label(words, 0, y(value) + 4, "start"))
    for place in breaks:
        edge = percent(8 + 88 * place / len(places))
        parts.append(_line("k-axis", "mid", edge, 8, edge, y(ends[0]), 1, dashes="4 3"))
    for one in courses:
        parts += _course(one, x, y, frozenset(breaks), open_end=open_end)
    below = y(ends[0]) + 24
    parts += [label(words, x(place), below) for place, words in enumerate(places)]
    return chart(caption, below + 6, *parts)


def _course(
    one: Course, x: Callable[[int], str], y: Callable[[float], float], breaks: frozenset[int], *,
    open_end: bool,
) -> list[SafeString]:  # fmt: skip
    """The lines first, so that the marks lie on them."""
    kind, tint = ("k-ink", "ink") if one.name == "lean" else (f"s-{one.name}", one.name)
    known = [(place, value) for place, value in enumerate(one.values) if value is not None]
    lines = [
        _line(kind, tint, x(a), y(first), x(b), y(second), 2)
        for (a, first), (b, second) in pairwise(known)
        if b == a + 1 and b not in breaks
    ]
    last = len(one.values) - 1
    return lines + [
        _course_mark(one.name, x(place), y(value), hollow=open_end and place == last)
        for place, value in known
    ]


def _course_mark(name: str, x: str, y: float, *, hollow: bool) -> SafeString:
    if name != "lean":
        return mark(name, x, y, hollow=hollow)
    fill, line = ("paper", "ink") if hollow else ("ink", "paper")
    triangle = element("path", d="M0-7 7 6H-7z", class_=f"c-{fill} k-{line}", fill=HEX[fill],
                       stroke=HEX[line], stroke_width=1.5)  # fmt: skip
    return at(x, triangle, y=y)


def _line(
    kind: str, tint: str, x1: str, y1: float, x2: str, y2: float, width: float,
    dashes: str | None = None,
) -> SafeString:  # fmt: skip
    return element(
        "line", x1=x1, y1=number(y1), x2=x2, y2=number(y2), class_=kind, stroke=HEX[tint],
        stroke_width=width, stroke_dasharray=dashes,
    )  # fmt: skip


def heat_class(share: float, marks: Iterable[float] = (0.25, 0.4, 0.55, 0.7)) -> str:
    """The shade of a cell, light to dark. share: 0 to 1; marks: where the next shade begins."""
    step = sum(round(share, 9) >= mark for mark in marks)
    return ("h0", "h1x", "h2x", "h3x", "h4x")[step]
