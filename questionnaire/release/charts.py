"""The openness profile as SVG, by the report's builder; words come in as arguments."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString

from questionnaire.report.charts import Caption, chart, label, number, percent, rect
from questionnaire.scoring.release.plan import Degree

TALL, HALF, STUB = 64.0, 32.0, 3.0
HEIGHTS = {Degree.OPEN: TALL, Degree.PARTIAL: HALF, Degree.CLOSED: STUB, Degree.UNSAID: STUB}
FILLS = {Degree.OPEN: "ink", Degree.PARTIAL: "mid", Degree.CLOSED: "mid", Degree.UNSAID: "soft"}


def profile_chart(caption: Caption, degrees: Sequence[Degree]) -> SafeString:
    """One column for each dimension, numbered as in the table: tall is open, half is partly open,
    a stub is closed, a pale stub was not said."""
    parts = [rect("track", 0, TALL + 4, "100%", 1)]
    width = 100 / max(1, len(degrees))
    for place, degree in enumerate(degrees):
        height = HEIGHTS[degree]
        left = percent(place * width + width * 0.18)
        parts.append(rect(FILLS[degree], left, 4 + TALL - height, percent(width * 0.64), height))
        parts.append(label(number(place + 1), percent((place + 0.5) * width), TALL + 22))
    return chart(caption, TALL + 28, *parts)
