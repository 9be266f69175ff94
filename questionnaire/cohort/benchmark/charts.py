"""One venture beside the others, drawn."""

from __future__ import annotations

from django.utils.safestring import SafeString

from questionnaire.report.charts import Caption, at, chart, filled, percent, rect

HIGH = 100
HEIGHT, MIDDLE = 30, 15


def beside(caption: Caption, own: int, quartiles: tuple[int, int, int], low: int = 0) -> SafeString:
    """A bar over the middle half of the others with their median, and a mark for the venture.

    All in points, from low to 100.
    """
    lower, median, upper = quartiles
    start, end = (_share(value, low) for value in (lower, upper))
    shape = filled("ink", "circle", r=6, stroke="#fbfaf6", stroke_width=2)
    return chart(
        caption,
        HEIGHT,
        rect("track", 0, MIDDLE - 1, "100%", 2),
        rect("mid", percent(start), MIDDLE - 6, percent(max(end - start, 0.8)), 12, rx=2),
        at(percent(_share(median, low)), rect("paper", -1.5, MIDDLE - 6, 3, 12)),
        at(percent(_share(own, low)), shape, y=MIDDLE),
    )


def _share(value: int, low: int) -> float:
    return 100 * (value - low) / (HIGH - low)
