"""What each changed answer moved between two results, and what newer questions and rules did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from questionnaire.bank.figures import half_up
from questionnaire.report.attribution import LEAD, LEAN, Attribution, Movement, Turned
from questionnaire.report.narrative.changes import TENTHS, in_tenths
from questionnaire.report.narrative.standing import posture_name
from questionnaire.report.narrative.tongue import Tongue, apportioned, path_name
from questionnaire.report.parting import QUESTIONS, RULES, TOGETHER, Parted


@dataclass(frozen=True, slots=True)
class Mover:
    """A changed answer and the points it moved, by the name of each column; did: the columns that
    it moved."""

    key: str
    ask: str
    named: tuple[tuple[str, str], ...]
    did: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TurnedTold:
    """A requirement that turned. verdict: the word of the mark, word: from what to what."""

    verdict: str
    word: str
    path: str
    text: str
    behind: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """What each changed answer moved. Rows and totals have a cell for each of columns; the cells of
    a column add up to its total as they stand. Answers that moved nothing have no row."""

    columns: tuple[tuple[str, str], ...]
    rows: tuple[Mover, ...]
    named_totals: tuple[tuple[str, str], ...]
    lead: tuple[str, ...]
    turned: tuple[TurnedTold, ...]


def tell_moved(tongue: Tongue, found: Attribution) -> Moved:
    """What each changed answer moved, the largest first."""
    numbers = {key: one for key, one in found.numbers.items() if _compares(found, key)}
    return replace(
        _table(tongue, numbers, found.changed, {}),
        lead=tuple(_lead(tongue, found)),
        turned=tuple(_turned(tongue, one) for one in found.turned),
    )


def _table(
    tongue: Tongue,
    numbers: Mapping[str, Movement],
    changed: Sequence[str],
    rest: Mapping[str, str],
) -> Moved:
    """Rows and totals in tenths that add up as they stand; the largest first. rest: what else than
    an answer moved something, by its name; it stands last."""
    names = [_column(tongue, key) for key in numbers]
    tenths = [_tenths(one) for one in numbers.values()]
    rows = [(one, [column.get(one, 0) for column in tenths]) for one in (*changed, *rest)]
    moving = sorted(
        (row for row in rows if any(row[1])),
        key=lambda row: (row[0] in rest, -sum(abs(cell) for cell in row[1])),
    )
    return Moved(
        columns=tuple(zip(numbers, names, strict=True)),
        rows=tuple(
            Mover(one, rest.get(one) or tongue.texts.question(one).ask, *_cells(tongue, names, row))
            for one, row in moving
        ),
        named_totals=_cells(tongue, names, [sum(column.values()) for column in tenths])[0],
        lead=(),
        turned=(),
    )


def _compares(found: Attribution, name: str) -> bool:
    """Whether the number is shown on both sides; a withheld posture is not."""
    movement = found.numbers[name]
    if movement.before is None or movement.after is None:
        return False
    bands = [
        str(one.band)
        for card in (found.before, found.after)
        for one in card.postures
        if one.posture == name
    ]
    return "withheld" not in bands


def _tenths(movement: Movement) -> dict[str, int]:
    """Each answer's part in whole tenths; they add up to the difference as it is shown."""
    parts = [TENTHS * one for one in movement.parts.values()]
    whole = in_tenths(movement.after or 0.0) - in_tenths(movement.before or 0.0)
    cells = apportioned(parts, whole)
    if cells and sum(cells) != whole:  # both ends were rounded the other way than their difference
        largest = max(range(len(cells)), key=lambda place: abs(cells[place]))
        cells[largest] += whole - sum(cells)
    return dict(zip(movement.parts, cells, strict=True))


def _column(tongue: Tongue, name: str) -> str:
    if name == LEAN:
        return tongue.say("Lean")
    return tongue.say("Lead") if name == LEAD else posture_name(tongue, name)


def _lead(tongue: Tongue, found: Attribution) -> Iterator[str]:
    """What the column "Lead" counts, and where a must-have decides instead of it."""
    counts = tuple(_lead_words(tongue, found))
    if not counts:
        return
    yield from counts
    first, second = path_name(tongue, found.ahead), path_name(tongue, found.behind)
    was, now = ({one.key: one.knocked_out for one in card.paths}
                for card in (found.before, found.after))  # fmt: skip
    if now[found.behind] and not was[found.behind]:
        yield tongue.say("A broken must-have knocks %(path)s out now, whatever its fit.",
                         path=second)  # fmt: skip
    if was[found.ahead] and not now[found.ahead]:
        yield tongue.say("A broken must-have knocked %(path)s out before, whatever its fit.",
                         path=first)  # fmt: skip


def _lead_words(tongue: Tongue, found: Attribution | Parted) -> Iterator[str]:
    lead = found.numbers.get(LEAD)
    if lead is None or lead.before is None or lead.after is None:
        return
    yield _lead_sentence(tongue, found.ahead, found.behind, lead.before, lead.after)


def _lead_sentence(tongue: Tongue, ahead: str, behind: str, before: float, after: float) -> str:
    if half_up(before, 1) == half_up(after, 1):
        return tongue.say(
            "Lead: how much better %(first)s fits than %(second)s. It stayed at %(points)s points.",
            first=path_name(tongue, ahead),
            second=path_name(tongue, behind),
            points=tongue.figure(after, 1, signed=True),
        )
    return tongue.say(
        "Lead: how much better %(first)s fits than %(second)s. It went from %(before)s to "
        "%(after)s points.",
        first=path_name(tongue, ahead),
        second=path_name(tongue, behind),
        before=tongue.figure(before, 1, signed=True),
        after=tongue.figure(after, 1, signed=True),
    )


def _turned(tongue: Tongue, one: Turned) -> TurnedTold:
    words = {
        "met": tongue.say("met"),
        "open": tongue.say("not settled"),
        "broken": tongue.say("broken"),
    }
    kinds = {"must": tongue.say("Must-have"), "should": tongue.say("Should-have")}
    return TurnedTold(
        verdict=one.after,
        word=tongue.say(
            "%(kind)s, %(before)s before, %(after)s now",
            kind=kinds[one.kind], before=words[one.before], after=words[one.after],
        ),
        path=path_name(tongue, one.path),
        text=tongue.texts.requirement(one.path, one.key),
        behind=tuple(tongue.texts.question(key).ask for key in one.questions),
    )  # fmt: skip


# ---------------------------------------------------------------- since the revision before


def tell_parted(tongue: Tongue, found: Parted) -> Moved:
    """What moved since the revision before: the answers, then what is due to newer questions and
    newer rules."""
    rest = {
        TOGETHER: tongue.say("The changed answers together"),
        QUESTIONS: tongue.say("The newer questions"),
        RULES: tongue.say("The newer rules of scoring"),
    }
    made = _table(tongue, _comparable(found), found.changed, rest)
    return replace(made, lead=tuple(_lead_words(tongue, found)))


def _comparable(found: Parted) -> dict[str, Movement]:
    """The numbers that can be said on both sides."""
    return {
        key: one
        for key, one in found.numbers.items()
        if one.before is not None and one.after is not None
    }


Named = tuple[tuple[str, str], ...]


def ends_of(tongue: Tongue, found: Parted) -> tuple[Named, Named]:
    """The numbers that ``tell_parted`` has columns for, by the column's name, before and after."""
    shown = _comparable(found)

    def words(key: str, value: float | None) -> tuple[str, str]:
        figure = tongue.figure(value or 0.0, 1, signed=key in (LEAN, LEAD))
        return _column(tongue, key), figure

    return (
        tuple(words(key, one.before) for key, one in shown.items()),
        tuple(words(key, one.after) for key, one in shown.items()),
    )


def _cells(
    tongue: Tongue, names: Sequence[str], cells: Sequence[int]
) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Each column's points by its name, and those that are not nothing in words."""
    points = [tongue.figure(cell / TENTHS, 1 if cell else 0, signed=True) for cell in cells]
    named = tuple(zip(names, points, strict=True))
    return named, tuple(f"{name} {words}" for (name, words), cell
                        in zip(named, cells, strict=True) if cell)  # fmt: skip
