"""A what-if in words: the real result, the other one beside it, and what moved; no Django."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from questionnaire.bank.figures import half_up
from questionnaire.report.attribution import LEAN, Attribution, attribute
from questionnaire.report.narrative import changes
from questionnaire.report.narrative.changes import PathStood
from questionnaire.report.narrative.moved import Moved, tell_moved
from questionnaire.report.narrative.standing import band_word, claim_word, posture_name
from questionnaire.report.narrative.tongue import Tongue, answer_words, path_name, path_place
from questionnaire.scoring.rubric import Rubric
from questionnaire.scoring.score import score
from questionnaire.scoring.scorecard import Depth, PathResult, PostureScore, Scorecard
from questionnaire.scoring.sheet import Sheet
from questionnaire.vocabulary import Band

TENTHS = 10


@dataclass(frozen=True, slots=True)
class Number:
    """A posture or the lean on both sides, with the words beneath each: where it can still go, and
    how much of a posture is evidenced."""

    key: str
    name: str
    before: str
    before_words: tuple[str, ...]
    after: str
    after_words: tuple[str, ...]
    moved: str


@dataclass(frozen=True, slots=True)
class Fit:
    """A path's fit on both sides. out: knocked out by a must-have; first: recommended."""

    place: int
    name: str
    before: str
    after: str
    moved: str
    first_before: bool
    first_after: bool
    out_before: bool
    out_after: bool


@dataclass(frozen=True, slots=True)
class Tension:
    """A contradiction that is only on one side."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A changed answer, and in one sentence what it moved."""

    key: str
    ask: str
    before: str
    after: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """Both results. headline: what becomes of the recommended path, with how clear its lead is."""

    headline: str
    before: PathStood
    after: PathStood
    numbers: tuple[Number, ...]
    fits: tuple[Fit, ...]
    appeared: tuple[Tension, ...]
    vanished: tuple[Tension, ...]
    changed: tuple[Changed, ...]
    lead: tuple[str, ...]


def score_real(rubric: Rubric, real: Sheet) -> Scorecard:
    """The real side, as ``try_sheet`` takes it."""
    return score(rubric, real, Depth.REPORT)


def try_sheet(
    rubric: Rubric, real: Sheet, other: Sheet, card: Scorecard | None = None
) -> Attribution:
    """Both sheets scored by the one scoring function, and what each changed answer moved.

    card: the real side, where it was scored before.
    """
    return attribute(rubric, real, other, depth=Depth.REPORT, first=card)


def tell_outcome(tongue: Tongue, found: Attribution, real: Sheet, other: Sheet) -> Outcome:
    """The what-if as its page shows it."""
    was, now = (_recommended(card) for card in (found.before, found.after))
    after = tell_stands(tongue, found.after)
    held = {one.key for one in found.before.tensions}, {one.key for one in found.after.tensions}
    moved = tell_moved(tongue, found)
    return Outcome(
        headline=_headline(tongue, changes.tell_headline((tongue, was), (tongue, now)), after),
        before=tell_stands(tongue, found.before),
        after=after,
        numbers=tuple(_numbers(tongue, found.before, found.after)),
        fits=tuple(_fits(tongue, found.before, found.after)),
        appeared=tuple(_tensions(tongue, found.after, without=held[0])),
        vanished=tuple(_tensions(tongue, found.before, without=held[1])),
        changed=tuple(_changed(tongue, found, moved, real, other)),
        lead=moved.lead if found.changed else (),
    )


def tell_stands(tongue: Tongue, card: Scorecard) -> PathStood:
    """The recommended path of a result, or why there is none."""
    return changes.tell_path(tongue, _recommended(card))


def _recommended(card: Scorecard) -> Mapping[str, Mapping[str, object]]:
    """As much of a scorecard's JSON as its recommendation is told from."""
    told = card.recommendation
    return {
        "recommendation": {
            "path": told.path, "margin": told.margin, "close": told.close,
            "least_broken": told.least_broken, "runner_up": told.runner_up,
        }
    }  # fmt: skip


def _headline(tongue: Tongue, headline: str, after: PathStood) -> str:
    if not after.note:
        return headline
    return tongue.say("%(headline)s; %(note)s", headline=headline, note=after.note)


# ---------------------------------------------------------------- numbers


def _numbers(tongue: Tongue, before: Scorecard, after: Scorecard) -> Iterator[Number]:
    for was, now in zip(before.postures, after.postures, strict=True):
        yield Number(
            key=str(now.posture),
            name=posture_name(tongue, str(now.posture)),
            before=_score(tongue, was),
            before_words=_words(tongue, was),
            after=_score(tongue, now),
            after_words=_words(tongue, now),
            moved=_moved(tongue, _shown(was), _shown(now)),
        )
    one, two = before.lean, after.lean
    yield Number(
        key=LEAN,
        name=tongue.say("Lean"),
        before=_lean(tongue, one.value),
        before_words=_span(tongue, one.low, one.high, signed=True),
        after=_lean(tongue, two.value),
        after_words=_span(tongue, two.low, two.high, signed=True),
        moved=_moved(tongue, one.value, two.value),
    )


def _shown(one: PostureScore) -> float | None:
    return None if one.band is Band.WITHHELD else one.score


def _score(tongue: Tongue, one: PostureScore) -> str:
    value = _shown(one)
    return band_word(tongue, "withheld") if value is None else tongue.figure(value, 1)


def _words(tongue: Tongue, one: PostureScore) -> tuple[str, ...]:
    """Where it can still go, and what of it is evidenced."""
    span = _span(tongue, one.low, one.high)
    if _shown(one) is None or one.evidenced is None:
        return span
    return *span, tongue.say("evidenced %(figure)s", figure=tongue.figure(one.evidenced, 1))


def _span(tongue: Tongue, low: float, high: float, *, signed: bool = False) -> tuple[str, ...]:
    """Where it can still go; nothing where no open answer moves it."""
    ends = [tongue.figure(one, signed=signed) for one in (low, high)]
    return () if ends[0] == ends[1] else (tongue.span(low, high, signed=signed),)


def _lean(tongue: Tongue, value: float | None) -> str:
    if value is None:
        return tongue.say("nothing leans yet")
    return tongue.figure(value, 1, signed=True)


def _moved(tongue: Tongue, before: float | None, after: float | None) -> str:
    """The difference of both figures as they are shown; empty where one cannot be said."""
    if before is None or after is None:
        return ""
    tenths = int(half_up(TENTHS * after)) - int(half_up(TENTHS * before))
    return tongue.figure(tenths / TENTHS, 1 if tenths else 0, signed=True)


def _fits(tongue: Tongue, before: Scorecard, after: Scorecard) -> Iterator[Fit]:
    """The paths from closed to open."""
    was = {path.key: path for path in before.paths}
    for now in sorted(after.paths, key=lambda path: path_place(tongue, path.key)):
        then: PathResult = was[now.key]
        yield Fit(
            place=path_place(tongue, now.key),
            name=path_name(tongue, now.key),
            before=tongue.figure(then.fit, 1),
            after=tongue.figure(now.fit, 1),
            moved=_moved(tongue, then.fit, now.fit),
            first_before=now.key == before.recommendation.path,
            first_after=now.key == after.recommendation.path,
            out_before=then.knocked_out,
            out_after=now.knocked_out,
        )


def _tensions(tongue: Tongue, card: Scorecard, *, without: set[str]) -> Iterator[Tension]:
    for one in card.tensions:
        if one.key not in without:
            told = tongue.texts.tension(one.key)
            yield Tension(told.name, told.why)


# ---------------------------------------------------------------- what moved it


def _changed(
    tongue: Tongue, found: Attribution, moved: Moved, real: Sheet, other: Sheet
) -> Iterator[Changed]:
    did = {row.key: row.did for row in moved.rows}
    for key in found.changed:
        words = [answer_words(tongue, key, sheet.get(key)) for sheet in (real, other)]
        same = words[0] == words[1]  # the same answer, only more or less sure
        if same:
            words = [_with_claim(tongue, key, sheet) for sheet in (real, other)]
        yield Changed(
            key=key,
            ask=tongue.texts.question(key).ask,
            before=words[0],
            after=words[1],
            sentence=_sentence(tongue, did.get(key, ()), key in found.after.reachable, same),
        )


def _with_claim(tongue: Tongue, key: str, sheet: Sheet) -> str:
    said = answer_words(tongue, key, sheet[key])
    return f"{said} ({claim_word(tongue, sheet[key].claim)})"


def _sentence(tongue: Tongue, did: tuple[str, ...], asked: bool, same: bool) -> str:
    if did:
        return tongue.say("This moves %(numbers)s.", numbers=tongue.listed(did))
    if not asked:
        return tongue.say("With the other changes it is not asked any more, so it moves nothing.")
    if same:
        return tongue.say("This moves no score, only what counts as evidenced.")
    return tongue.say("This moves no score.")
