"""Which class of the Model Openness Framework a release reaches, and how far it is to the next.

The method is that of the Model Openness Tool (D2.2, D2.3; ModelEvaluator.php at 8b5d30e), so that a
file comes out here as it does there:
  - A component counts when it is included and its licence is open. Its licence is its own; where it
    names none, that of its kind (code, data, document); else that of the whole. A component that
    says "unlicensed", or whose licence is empty, has none, whatever the whole has.
  - An open licence of the wrong kind counts and is pointed out.
  - Class III needs 6 components, II these and 4 more, I these and 4 more: 6, 10 and 14.
  - A research paper that counts stands in for a technical report that does not; then class I needs
    13. Where both count, neither counts twice.
  - Progress towards a class is 0 while the class before it is not complete. ``counted`` and
    ``needed`` say how far it is all the same.
The figures in five of the ten names of the tool's example files (Class3T, OnlyComponentLicenses,
both OnlyGlobalLicense, RandomTestFile) are others: they are of an older tool, whose class II and I
had 11 and 15 components, and which told progress towards a class before the last one was complete.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from questionnaire.scoring.release.components import (
    BY_KEY,
    CLASSES,
    PAPER,
    REPORT,
    asked_by,
)
from questionnaire.scoring.release.licences import NO_LICENCE, is_open, licence_of

WHOLE = "distribution"


class Standing(StrEnum):
    """How a component stands: counted, not included, without a licence, or under one not open."""

    COUNTS = "counts"
    MISSING = "missing"
    UNLICENSED = "unlicensed"
    NOT_OPEN = "not-open"


@dataclass(frozen=True, slots=True)
class Release:
    """What is released. parts: the included components with their own licence, None where they
    name none. whole: licences by kind, and under "distribution" that of everything."""

    parts: Mapping[str, str | None] = field(default_factory=dict)
    whole: Mapping[str, str] = field(default_factory=dict)

    def licence(self, key: str) -> str:
        """The licence that holds for an included component; empty for none. KeyError for others."""
        own = self.parts[key]
        if own is not None:
            return "" if own == NO_LICENCE else own
        return self.whole.get(BY_KEY[key].kind, "") or self.whole.get(WHOLE, "")

    def standing(self, key: str) -> Standing:
        """How a component stands."""
        if key not in self.parts:
            return Standing.MISSING
        licence = self.licence(key)
        if is_open(licence):
            return Standing.COUNTS
        return Standing.UNLICENSED if licence in ("", NO_LICENCE) else Standing.NOT_OPEN

    def counts(self, key: str) -> bool:
        """Whether a component is included under an open licence."""
        return self.standing(key) is Standing.COUNTS


@dataclass(frozen=True, slots=True)
class Level:
    """A class of the framework. progress: in per cent, as the tool tells it; lacking: the
    components that keep it from being complete, by how they stand."""

    level: int
    counted: int
    needed: int
    progress: float
    lacking: tuple[tuple[str, Standing], ...]

    @property
    def complete(self) -> bool:
        return self.counted >= self.needed


@dataclass(frozen=True, slots=True)
class Classified:
    """What a release comes to. level: 1, 2 or 3, and 0 for none. levels: III, II and I in this
    order; unfit: components under an open licence that was made for another kind."""

    level: int
    levels: tuple[Level, ...]
    unfit: tuple[str, ...]

    @property
    def following(self) -> Level | None:
        """The first class that is not complete; None when all are."""
        return next((one for one in self.levels if not one.complete), None)

    def progress(self, level: int) -> float:
        """Progress towards a class in per cent. KeyError for anything but 1, 2 and 3."""
        return {one.level: one.progress for one in self.levels}[level]


def classify(release: Release) -> Classified:
    """The class of a release, with the way to each. Never raises on what a release can hold."""
    levels = tuple(_levels(release))
    reached = [one.level for one in levels if one.progress == 100]
    return Classified(min(reached, default=0), levels, tuple(_unfit(release)))


def _levels(release: Release) -> Iterator[Level]:
    wanted: tuple[str, ...] = ()
    before = True
    for level in CLASSES:
        wanted += tuple(one.key for one in asked_by(level))
        keys = _asked(release, wanted)
        lacking = tuple((key, release.standing(key)) for key in keys if not release.counts(key))
        counted, needed = len(keys) - len(lacking), len(keys)
        progress = 100 * counted / needed if before else 0.0
        yield Level(level, counted, needed, progress, lacking)
        before = before and not lacking


def _asked(release: Release, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The components of a class; the paper in the place of a report that does not count."""
    if release.counts(REPORT) or not release.counts(PAPER):
        return wanted
    rest = tuple(key for key in wanted if key not in (REPORT, PAPER))
    return (*rest, PAPER)


def _unfit(release: Release) -> Iterator[str]:
    for key, component in BY_KEY.items():
        if release.counts(key) and not _fits(release.licence(key), component.kind):
            yield key


def _fits(licence: str, kind: str) -> bool:
    return licence_of(licence).fits(kind)
