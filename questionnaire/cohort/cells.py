"""The cells of a cohort's tables: what stands in one, and the cell itself.

They are made in Python, for a page holds a thousand of them: by a template they took half its time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from questionnaire.markup import element

WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: a figure, or words in place of one (then shade is "withheld")."""

    words: str
    shade: str

    @property
    def shaded(self) -> SafeString:
        """The cell of a heatmap."""
        words = element("span", self.words) if self.shade == WITHHELD else self.words
        return element("td", words, class_=self.shade)


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell under a head of the table. kind: "number", "words" or "path"."""

    name: str
    kind: str
    cell: Cell

    @property
    def drawn(self) -> SafeString:
        """The cell with its head's name, which stands beside it on a phone."""
        if self.kind == "words":
            return element("td", self.cell.words, class_="of-state", data_label=self.name)
        quiet = self.cell.shade == WITHHELD
        words = element("span", self.cell.words, class_="quiet") if quiet else self.cell.words
        return element("td", words, class_="r", data_label=self.name)


def path_cell(name: str, words: str, place: int | None, close: str) -> SafeString:
    """A path's cell with its sign; without a place its words say why there is no path. close: words
    for a lead that is not clear, or nothing."""
    if place is None:
        told: tuple[str, ...] = (element("span", words, class_="quiet"),)
    else:
        told = (path_sign(place), " ", words)
        if close:
            told += (" ", element("span", close, class_="quiet"))
    return element("td", *told, class_="of-path", data_label=name)


@cache
def path_sign(place: int) -> SafeString:
    """A path's sign, as every other page has it; place: 0 closed to 5 fully open."""
    return render_to_string("report/_ball.html", {"place": place})
