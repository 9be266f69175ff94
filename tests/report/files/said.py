"""What the report page says, and its PDF must say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Page = dict[str, Any]


def said_by(page: Page) -> list[str]:
    """Every posture, lean, path, contradiction, action and what stands behind them."""
    found = [*_verdict(page), *_standing(page), *_paths(page), *_steps(page), *_rest(page)]
    return [word for word in found if word]


def _verdict(page: Page) -> Iterator[str]:
    verdict = page["verdict"]
    yield from (verdict.headline, *verdict.lede, *verdict.mend)
    for fact in verdict.facts:
        yield from (fact.term, fact.figure, fact.note)


def _standing(page: Page) -> Iterator[str]:
    lean = page["lean"].told
    yield from (lean.figure, lean.word, *lean.words)
    for row in page["postures"]:
        yield from (row.told.name, row.told.figure, row.told.band, *row.told.words)
    for one in (*page["drivers"].losses, *page["drivers"].gains):
        yield from (one.points, one.said.ask)


def _paths(page: Page) -> Iterator[str]:
    for row in page["paths"]:
        path = row.told
        yield from (
            path.name, path.tag, path.figure, path.span, path.summary, path.sum,
            path.musts_words, path.shoulds_words, *path.first_90_days,
        )  # fmt: skip
        for part in (path.musts, path.shoulds, path.reasons_for, path.reasons_against):
            yield from (one.text for one in part)


def _steps(page: Page) -> Iterator[str]:
    for one in page["tensions"]:
        yield from (one.severity, one.name, one.why, one.settle.ask)
    for one in page["actions"]:
        yield from (one.text, one.done_when, *one.settles, *(gain.points for gain in one.gains))
    for one in (*page["flips"].first, *page["flips"].more):
        yield from (one.path, one.fit, *(change.to for change in one.changes))
    for one in page["find_out"]:
        yield from (one.said.ask, one.effect)


def _rest(page: Page) -> Iterator[str]:
    for one in page["estimates"]:
        yield from (one.name, one.usual, one.span, one.how)
    for row in page["ladder"]["rungs"]:
        yield from (row.told.name, row.told.evidence, row.told.when, row.told.word)
    for category in page["categories"]:
        yield from (category.name, *(one.said.ask for one in category.answers))
    for fact in page["sources"]:
        yield from (fact.text, fact.source, fact.url)
