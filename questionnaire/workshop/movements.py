"""What a draft does to one submission, and to all of them counted; names nobody. No Django.

A submission moves when the draft recommends another path, puts a posture into another band, or
moves a posture. What moved it is told by question: the differences of its contributions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Any

from questionnaire.scoring.scorecard import PostureScore, Scorecard
from questionnaire.vocabulary import Verdict

MOST = 10
"""So many of the largest movements are told one by one."""
MOST_PARTS = 3
SEEN = 0.05
"""Points that would round to nothing are no movement."""
LEAN, REQUIREMENT = "lean", "requirement"

Tally = dict[str, Any]
"""paths, bands: how many went from what to what; stages: by a venture's stage, how many there are,
with another path, with another band; gone: answers that do not fit the draft, by question;
largest: the largest movements as plain values, each with its stage."""


@dataclass(frozen=True, slots=True)
class Part:
    """One reason: the points that a question gained or lost for a posture or the lean; or a
    requirement (``path.key``) whose verdict is another. No key: all other questions together."""

    on: str
    key: str
    points: float | None = None
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Movement:
    """What changed for one submission. size: posture points, over all three, up or down."""

    path_before: str
    path_after: str
    bands: tuple[tuple[str, str, str], ...]
    points: tuple[tuple[str, float], ...]
    size: float
    parts: tuple[Part, ...]

    @property
    def other_path(self) -> bool:
        return self.path_before != self.path_after

    @property
    def moved(self) -> bool:
        return self.other_path or bool(self.bands) or self.size > 0


# ---------------------------------------------------------------- one submission


def movement(before: Scorecard, after: Scorecard) -> Movement:
    """What changed between two scorecards of one sheet."""
    old = {one.posture: one for one in before.postures}
    new = {one.posture: one for one in after.postures}
    told = [name for name in old if name in new]
    points = {str(name): _points(old[name], new[name]) for name in told}
    paths = before.recommendation.path or "", after.recommendation.path or ""
    return Movement(
        path_before=paths[0],
        path_after=paths[1],
        bands=tuple(
            (str(name), str(old[name].band), str(new[name].band))
            for name in told
            if old[name].band is not new[name].band
        ),
        points=tuple((name, moved) for name, moved in points.items() if moved),
        size=round(sum(abs(moved) for moved in points.values()), 1),
        parts=tuple(_parts(before, after)) if paths[0] != paths[1] or any(points.values()) else (),
    )


def _points(before: PostureScore, after: PostureScore) -> float:
    """How far a posture moved; one that cannot be said on either side moved by nothing."""
    if before.score is None or after.score is None:
        return 0.0
    moved = after.score - before.score
    return round(moved, 1) if abs(moved) >= SEEN else 0.0


def _parts(before: Scorecard, after: Scorecard) -> Iterator[Part]:
    """The largest reasons; those of the path only where it is another one."""
    postures = sorted(_of_postures(before, after), key=_height)
    yield from postures[:MOST_PARTS]
    yield from _others(postures[MOST_PARTS:])
    if before.recommendation.path != after.recommendation.path:
        lean = _differences(
            {one.question: one.points for one in before.lean.contributions},
            {one.question: one.points for one in after.lean.contributions},
        )
        leaning = (Part(LEAN, key, moved) for key, moved in lean)
        yield from sorted(leaning, key=_height)[:MOST_PARTS]
        yield from list(_of_requirements(before, after))[:MOST_PARTS]


def _height(part: Part) -> tuple[float, str]:
    return -abs(part.points or 0.0), part.key


def _others(parts: list[Part]) -> Iterator[Part]:
    """What is not told one by one, summed up, so that the reasons add up to the movement."""
    for on in dict.fromkeys(part.on for part in parts):
        moved = round(sum(part.points or 0.0 for part in parts if part.on == on), 1)
        if moved:
            yield Part(on, "", moved)


def _of_postures(before: Scorecard, after: Scorecard) -> Iterator[Part]:
    for was, now in zip(before.postures, after.postures, strict=True):
        gained = [{one.question: one.gained for one in side.contributions} for side in (was, now)]
        for key, moved in _differences(*gained):
            yield Part(str(now.posture), key, moved)


def _differences(
    before: Mapping[str, float], after: Mapping[str, float]
) -> Iterator[tuple[str, float]]:
    for key in dict.fromkeys(chain(before, after)):
        moved = after.get(key, 0.0) - before.get(key, 0.0)
        if abs(moved) >= SEEN:
            yield key, round(moved, 1)


def _of_requirements(before: Scorecard, after: Scorecard) -> Iterator[Part]:
    """Requirements of the two paths whose verdict is another, came or went."""
    old, new = _verdicts(before), _verdicts(after)
    paths = {before.recommendation.path, after.recommendation.path}
    for path, key in dict.fromkeys(chain(old, new)):
        was, now = old.get((path, key)), new.get((path, key))
        if path in paths and was is not now:
            yield Part(REQUIREMENT, f"{path}.{key}", None, str(was or ""), str(now or ""))


def _verdicts(card: Scorecard) -> dict[tuple[str, str], Verdict]:
    return {(path.key, one.key): one.verdict for path in card.paths for one in path.requirements}


# ---------------------------------------------------------------- all of them


def add(tally: Tally, found: Movement, stage: str, gone: tuple[str, ...]) -> None:
    """Count one submission in."""
    if found.other_path:
        _count(tally, "paths", f"{found.path_before}>{found.path_after}")
    for posture, was, now in found.bands:
        _count(tally, "bands", f"{posture}:{was}>{now}")
    for key in gone:
        _count(tally, "gone", key)
    row = tally.setdefault("stages", {}).setdefault(stage, [0, 0, 0])
    for place, counts in enumerate((True, found.other_path, bool(found.bands))):
        row[place] += counts
    if found.moved:
        largest = [*tally.get("largest", []), {**asdict(found), "stage": stage}]
        largest.sort(key=lambda one: (-one["size"], one["path_before"] == one["path_after"]))
        tally["largest"] = largest[:MOST]


def _count(tally: Tally, name: str, key: str) -> None:
    counts = tally.setdefault(name, {})
    counts[key] = counts.get(key, 0) + 1
