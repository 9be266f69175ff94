"""What changed between two results: both side by side, and what each changed answer moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from questionnaire.bank.figures import half_up
from questionnaire.report.attribution import LEAD, LEAN, Attribution, Movement, Turned
from questionnaire.report.narrative.musts import Card
from questionnaire.report.narrative.sentence import state_of
from questionnaire.report.narrative.standing import band_word, posture_name
from questionnaire.report.narrative.tongue import Tongue, apportioned, path_name, path_place
from questionnaire.report.parting import QUESTIONS, RULES, TOGETHER, Parted

TENTHS = 10


@dataclass(frozen=True, slots=True)
class Stood:
    """One number before and after, in words; moved is empty where it is not compared."""

    key: str
    name: str
    before: str
    after: str
    moved: str


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


@dataclass(frozen=True, slots=True)
class PathStood:
    """The recommended path of one side, in words. place is None while there is none."""

    place: int | None
    name: str
    note: str


# ---------------------------------------------------------------- side by side


def tell_headline(was: tuple[Tongue, Card], now: tuple[Tongue, Card]) -> str:
    """What became of the recommended path."""
    tongue, after = now[0], now[1]["recommendation"]["path"]
    before = was[1]["recommendation"]["path"]
    if after is None:
        return tongue.say("No direction yet")
    name = path_name(tongue, after)
    if before is None:
        return tongue.say("%(path)s, where there was no direction", path=name)
    if before == after:
        return tongue.say("%(path)s, as before", path=name)
    return tongue.say("%(path)s instead of %(before)s", path=name, before=path_name(was[0], before))


def tell_path(tongue: Tongue, card: Card) -> PathStood:
    """The recommended path with its margin, or why none is recommended."""
    told, state = card["recommendation"], state_of(card)
    if state == "nothing":
        return PathStood(None, tongue.say("No direction yet"), "")
    name, place = path_name(tongue, told["path"]), path_place(tongue, told["path"])
    if state == "none-open":
        return PathStood(place, name, tongue.say("breaks on a must-have, like every path"))
    second = told.get("runner_up")
    over = path_name(tongue, second) if second else ""
    note = margin_words(tongue, told["margin"], close=told["close"], over=over)
    return PathStood(place, name, note)


def margin_words(tongue: Tongue, margin: float | None, *, close: bool, over: str = "") -> str:
    """How clear a lead is. over: the second path, by its name."""
    if margin is None:
        return tongue.say("the only path that holds")
    figure = tongue.figure(margin)
    if over and close:
        return tongue.say(
            "too close to call, margin %(points)s over %(path)s", points=figure, path=over
        )
    if over:
        return tongue.say("margin %(points)s over %(path)s", points=figure, path=over)
    if close:
        return tongue.say("too close to call, margin %(points)s", points=figure)
    return tongue.say("margin %(points)s", points=figure)


def tell_stood(
    was: tuple[Tongue, Card], now: tuple[Tongue, Card], *, compared: bool
) -> tuple[Stood, ...]:
    """The postures and the lean, before and after. compared: whether the same rules made both."""
    tongue = now[0]
    old = {one["posture"]: one for one in was[1]["postures"]}
    rows = [
        _stood(
            tongue, one["posture"], posture_name(tongue, one["posture"]),
            _shown(old.get(one["posture"])), _shown(one), compared=compared,
        )
        for one in now[1]["postures"]
    ]  # fmt: skip
    leans = was[1]["lean"]["value"], now[1]["lean"]["value"]
    return (*rows, _stood(tongue, LEAN, tongue.say("Lean"), *leans, compared=compared))


def _shown(one: Card | None) -> float | None:
    if one is None or one["band"] == "withheld":
        return None
    score: float | None = one["score"]
    return score


def _stood(
    tongue: Tongue, key: str, name: str, before: float | None, after: float | None, *,
    compared: bool,
) -> Stood:  # fmt: skip
    none = tongue.say("nothing leans yet") if key == LEAN else band_word(tongue, "withheld")

    def words(value: float | None) -> str:
        return none if value is None else tongue.figure(value, 1, signed=key == LEAN)

    moved = ""
    if compared and before is not None and after is not None:
        tenths = _in_tenths(after) - _in_tenths(before)
        moved = tongue.figure(tenths / TENTHS, 1, signed=True)
    return Stood(key, name, words(before), words(after), moved)


# ---------------------------------------------------------------- what moved it


def tell_moved(tongue: Tongue, found: Attribution) -> Moved:
    """What each changed answer moved, in tenths that add up as they stand; the largest first."""
    keys = tuple(key for key in found.numbers if _compares(found, key))
    names = [_column(tongue, key) for key in keys]
    tenths = {key: _tenths(found.numbers[key]) for key in keys}
    rows = [(question, [tenths[key][question] for key in keys]) for question in found.changed]
    moving = sorted(
        (row for row in rows if any(row[1])), key=lambda row: -sum(abs(cell) for cell in row[1])
    )

    return Moved(
        columns=tuple(zip(keys, names, strict=True)),
        rows=tuple(
            Mover(question, tongue.texts.question(question).ask, *_cells(tongue, names, cells))
            for question, cells in moving
        ),
        named_totals=_cells(tongue, names, [sum(tenths[key].values()) for key in keys])[0],
        lead=tuple(_lead(tongue, found)),
        turned=tuple(_turned(tongue, one) for one in found.turned),
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
    whole = _in_tenths(movement.after or 0.0) - _in_tenths(movement.before or 0.0)
    cells = apportioned(parts, whole)
    if cells and sum(cells) != whole:  # both ends were rounded the other way than their difference
        largest = max(range(len(cells)), key=lambda place: abs(cells[place]))
        cells[largest] += whole - sum(cells)
    return dict(zip(movement.parts, cells, strict=True))


def _in_tenths(value: float) -> int:
    return int(half_up(TENTHS * value))


def _column(tongue: Tongue, name: str) -> str:
    if name == LEAN:
        return tongue.say("Lean")
    return tongue.say("Lead") if name == LEAD else posture_name(tongue, name)


def _lead(tongue: Tongue, found: Attribution) -> Iterator[str]:
    """What the column "Lead" counts, and where a must-have decides instead of it."""
    lead = found.numbers.get(LEAD)
    if lead is None or lead.before is None or lead.after is None:
        return
    first, second = path_name(tongue, found.ahead), path_name(tongue, found.behind)
    yield _lead_sentence(tongue, found.ahead, found.behind, lead.before, lead.after)
    was, now = ({one.key: one.knocked_out for one in card.paths}
                for card in (found.before, found.after))  # fmt: skip
    if now[found.behind] and not was[found.behind]:
        yield tongue.say("A broken must-have knocks %(path)s out now, whatever its fit.",
                         path=second)  # fmt: skip
    if was[found.ahead] and not now[found.ahead]:
        yield tongue.say("A broken must-have knocked %(path)s out before, whatever its fit.",
                         path=first)  # fmt: skip


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
        behind=tuple(_asks(tongue, one.questions)),
    )  # fmt: skip


def _asks(tongue: Tongue, keys: Sequence[str]) -> list[str]:
    return [tongue.texts.question(key).ask for key in keys]


# ---------------------------------------------------------------- since the revision before


def tell_parted(tongue: Tongue, found: Parted) -> Moved:
    """What moved since the revision before: the answers, the largest first, then what is due to
    newer questions and newer rules; in tenths that add up as they stand."""
    keys = tuple(
        key
        for key, one in found.numbers.items()
        if one.before is not None and one.after is not None
    )
    names = [_column(tongue, key) for key in keys]
    tenths = {key: _tenths(found.numbers[key]) for key in keys}
    rest = {
        TOGETHER: tongue.say("The changed answers together"),
        QUESTIONS: tongue.say("The newer questions"),
        RULES: tongue.say("The newer rules of scoring"),
    }
    rows = [(one, [tenths[key].get(one, 0) for key in keys]) for one in (*found.changed, *rest)]
    moving = sorted(
        (row for row in rows if any(row[1])),
        key=lambda row: (row[0] in rest, -sum(abs(cell) for cell in row[1])),
    )
    return Moved(
        columns=tuple(zip(keys, names, strict=True)),
        rows=tuple(
            Mover(one, rest.get(one) or tongue.texts.question(one).ask, *_cells(tongue, names, row))
            for one, row in moving
        ),
        named_totals=_cells(tongue, names, [sum(tenths[key].values()) for key in keys])[0],
        lead=tuple(_lead_words(tongue, found)),
        turned=(),
    )


Named = tuple[tuple[str, str], ...]


def ends_of(tongue: Tongue, found: Parted) -> tuple[Named, Named]:
    """The numbers that ``tell_parted`` has columns for, by the column's name, before and after."""
    shown = [
        (key, one.before, one.after)
        for key, one in found.numbers.items()
        if one.before is not None and one.after is not None
    ]

    def words(key: str, value: float) -> str:
        return tongue.figure(value, 1, signed=key in (LEAN, LEAD))

    return (
        tuple((_column(tongue, key), words(key, before)) for key, before, _after in shown),
        tuple((_column(tongue, key), words(key, after)) for key, _before, after in shown),
    )


def _cells(
    tongue: Tongue, names: Sequence[str], cells: Sequence[int]
) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Each column's points by its name, and those that are not nothing in words."""
    points = [tongue.figure(cell / TENTHS, 1 if cell else 0, signed=True) for cell in cells]
    named = tuple(zip(names, points, strict=True))
    return named, tuple(f"{name} {words}" for (name, words), cell
                        in zip(named, cells, strict=True) if cell)  # fmt: skip


def _lead_words(tongue: Tongue, found: Parted) -> Iterator[str]:
    lead = found.numbers.get(LEAD)
    if lead is None or lead.before is None or lead.after is None:
        return
    yield _lead_sentence(tongue, found.ahead, found.behind, lead.before, lead.after)
