"""The report as tables: columns with kinds, rows with numbers as numbers; no Django.

One list for the workbook and for CSV, so that both hold the same cells. Column keys are English and
stay; headings and texts are in the reader's language. docs/report-files.md says what each holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from questionnaire.report.narrative import answers, money, next_steps, paths, standing
from questionnaire.report.narrative.musts import count_musts
from questionnaire.report.narrative.tongue import Tongue, path_name, said, value_words
from questionnaire.scoring.sheet import Sheet
from questionnaire.vocabulary import Posture

Cell = str | float | int | None


@dataclass(frozen=True, slots=True)
class Told:
    """What the tables are made from."""

    tongue: Tongue
    card: Mapping[str, Any]
    sheet: Sheet
    notes: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Column:
    """key: for machines, for ever; heading: for people; width: in characters."""

    key: str
    heading: str
    width: int = 12


@dataclass(frozen=True, slots=True)
class Table:
    """A table. None is what cannot be said, and never zero."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables(told: Told) -> tuple[Table, ...]:
    """Every table of the report, in its order."""
    return tuple(make(told) for make in MAKERS.values())


def table(told: Told, key: str) -> Table | None:
    """One table by its key."""
    make = MAKERS.get(key)
    return make(told) if make else None


def _columns(*columns: tuple[str, str, int]) -> tuple[Column, ...]:
    return tuple(Column(*one) for one in columns)


def _postures(told: Told) -> Table:
    say = told.tongue.say
    columns = _columns(
        ("posture", say("Key"), 12), ("name", say("Posture"), 14), ("band", say("Band"), 20),
        ("score", say("Score"), 9), ("evidenced", say("Evidenced"), 11), ("low", say("Low"), 9),
        ("high", say("High"), 9), ("coverage", say("Coverage"), 10),
        ("answered", say("Answered"), 10), ("asked", say("Asked"), 9),
    )  # fmt: skip
    rows = []
    for one in told.card["postures"]:
        shown = one["band"] != "withheld"
        rows.append((
            one["posture"], standing.posture_name(told.tongue, one["posture"]),
            standing.band_word(told.tongue, one["band"]), one["score"] if shown else None,
            one["evidenced"] if shown else None, one["low"], one["high"], one["coverage"],
            one["answered"], one["asked"],
        ))  # fmt: skip
    return Table("postures", say("Postures"), columns, tuple(rows))


def _paths(told: Told) -> Table:
    say = told.tongue.say
    columns = _columns(
        ("path", say("Key"), 20), ("name", say("Path"), 34), ("standing", say("Standing"), 20),
        ("fit", say("Fit"), 9), ("low", say("Low"), 9), ("high", say("High"), 9),
        ("pull", say("Pull"), 9), ("readiness", say("Readiness"), 11), ("rank", say("Rank"), 8),
        ("musts_met", say("Must-haves met"), 16), ("musts_open", say("Not settled"), 14),
        ("musts_broken", say("Broken"), 10),
    )  # fmt: skip
    tags = {one.key: one.tag for one in paths.tell_paths(told.tongue, told.card, told.sheet)}
    rows = []
    for one in told.card["paths"]:
        musts = count_musts(one)
        rows.append((
            one["key"], path_name(told.tongue, one["key"]), tags[one["key"]], one["fit"],
            one["low"], one["high"], one["pull"], one["readiness"], one["rank"],
            musts["met"], musts["open"], musts["broken"],
        ))  # fmt: skip
    return Table("paths", say("Paths"), columns, tuple(rows))


def _conditions(told: Told) -> Table:
    say = told.tongue.say
    columns = _columns(
        ("path", say("Path"), 24), ("requirement", say("Key"), 26), ("kind", say("Kind"), 10),
        ("text", say("Condition"), 60), ("verdict", say("Verdict"), 14),
        ("weight", say("Weight"), 9), ("behind", say("Answers behind it"), 60),
    )  # fmt: skip
    kinds = {"must": say("must-have"), "should": say("should")}
    verdicts = {"met": say("met"), "open": say("not settled"), "broken": say("broken")}
    rows = [
        (
            path_name(told.tongue, path["key"]), one["key"], kinds[one["kind"]],
            told.tongue.texts.requirement(path["key"], one["key"]), verdicts[one["verdict"]],
            one["weight"], _behind(told, one["questions"]),
        )
        for path in told.card["paths"]
        for one in path["requirements"]
    ]  # fmt: skip
    return Table("conditions", say("Conditions of the paths"), columns, tuple(rows))


def _behind(told: Told, questions: list[str]) -> str:
    found = (said(told.tongue, told.sheet, key) for key in questions)
    return "\n".join(f"{one.ask} {one.answer}" for one in found)


def _answers(told: Told) -> Table:
    say = told.tongue.say
    columns = _columns(
        ("category", say("Category"), 22), ("question", say("Key"), 28),
        ("ask", say("Question"), 60), ("answer", say("Answer"), 44), ("claim", say("How sure"), 11),
        ("note", say("Note"), 40), ("evidence", say("Evidence"), 30),
        *(column for key in Posture for column in _points(told.tongue, key)),
        ("lean", say("Lean"), 9),
    )  # fmt: skip
    points = {
        (part["question"], one["posture"]): (part["gained"], part["possible"])
        for one in told.card["postures"]
        for part in one["contributions"]
    }
    lean = {one["question"]: one["points"] for one in told.card["lean"]["contributions"]}
    rows: list[tuple[Cell, ...]] = []
    for category in answers.tell_answers(told.tongue, told.card, told.sheet, told.notes):
        for one in category.answers:
            key = one.said.key
            worth = [cell for name in Posture for cell in points.get((key, name), (None, None))]
            rows.append((category.name, key, one.said.ask, one.said.answer, one.claim,
                         one.note, one.evidence, *worth, lean.get(key)))  # fmt: skip
    return Table("answers", say("Answers"), columns, tuple(rows))


def _points(tongue: Tongue, posture: Posture) -> tuple[tuple[str, str, int], ...]:
    name = standing.posture_name(tongue, posture)
    return (
        (f"{posture}_gained", tongue.say("%(posture)s: gained", posture=name), 12),
        (f"{posture}_possible", tongue.say("%(posture)s: possible", posture=name), 12),
    )


def _contradictions(told: Told) -> Table:
    say = told.tongue.say
    columns = _columns(
        ("contradiction", say("Key"), 28), ("severity", say("Weight"), 16), ("name", say("Contradiction"), 40),
        ("why", say("Why"), 60), ("answers", say("Answers"), 60), ("settle", say("Settle it here:"), 50),
    )  # fmt: skip
    rows = [
        (
            one.key, one.severity, one.name, one.why,
            "\n".join(f"{part.ask} {part.answer}" for part in one.answers), one.settle.ask,
        )
        for one in next_steps.tell_tensions(told.tongue, told.card, told.sheet)
    ]  # fmt: skip
    return Table("contradictions", say("Contradictions"), columns, tuple(rows))


def _actions(told: Told) -> Table:
    say = told.tongue.say
    columns = _columns(
        ("rank", say("Rank"), 8), ("action", say("Key"), 28), ("text", say("Action"), 60),
        ("done_when", say("Done when"), 50),
        *((f"{one}_gain", standing.posture_name(told.tongue, one), 12) for one in Posture),
        ("gain", say("Would gain"), 14), ("settles", say("Settles"), 50),
    )  # fmt: skip
    words = next_steps.tell_actions(told.tongue, told.card, told.sheet)
    rows: list[tuple[Cell, ...]] = []
    for place, (raw, one) in enumerate(zip(told.card["actions"], words, strict=True), 1):
        gains = dict(raw["gains"])
        rows.append((place, one.key, one.text, one.done_when,
                     *(gains.get(str(name)) for name in Posture), raw["gain"],
                     "\n".join(one.settles)))  # fmt: skip
    return Table("actions", say("Actions"), columns, tuple(rows))


def _flips(told: Told) -> Table:
    say = told.tongue.say
    columns = _columns(
        ("flip", say("Number"), 9), ("question", say("Key"), 28), ("ask", say("If the answer to"), 60),
        ("from", say("changed from"), 40), ("to", say("to"), 40), ("path", say("the first path becomes"), 30),
        ("fit", say("Fit"), 9), ("runner_up_fit", say("Fit of the second"), 16), ("cost", say("Step"), 9),
    )  # fmt: skip
    rows = []
    for place, one in enumerate(told.card["flips"], 1):
        for change in one["changes"]:
            asked = said(told.tongue, told.sheet, change["question"])
            rows.append((
                place, asked.key, asked.ask, asked.answer,
                value_words(told.tongue, asked.key, change["after"]),
                path_name(told.tongue, one["path"]), one["fit"], one["runner_up_fit"], one["cost"],
            ))  # fmt: skip
    return Table("flips", say("Flips"), columns, tuple(rows))


def _robustness(told: Told) -> Table:
    say = told.tongue.say
    columns = _columns(
        ("path", say("Key"), 20), ("name", say("Path"), 34),
        ("first", say("Share of weightings in which it comes first"), 24),
    )  # fmt: skip
    found = told.card["robustness"]
    shares = found["shares"] if found else []
    rows = [(one["key"], path_name(told.tongue, one["key"]), one["first"]) for one in shares]
    return Table("robustness", say("Robustness"), columns, tuple(rows))


def _find_out(told: Told) -> Table:
    say = told.tongue.say
    columns = _columns(
        ("question", say("Key"), 28), ("ask", say("Question"), 60), ("answer", say("Answer"), 30),
        ("swing", say("Moves the lead by up to"), 14), ("flips", say("Can change the first path"), 14),
    )  # fmt: skip
    yes = {True: say("yes"), False: say("no")}
    rows = []
    for one in told.card["find_out"]:
        asked = said(told.tongue, told.sheet, one["question"])
        rows.append((asked.key, asked.ask, asked.answer, one["swing"], yes[one["flips"]]))
    return Table("find-out", say("Find out first"), columns, tuple(rows))


def _estimates(told: Told) -> Table:
    say = told.tongue.say
    columns = _columns(
        ("estimate", say("Key"), 24), ("name", say("Estimate"), 34), ("low", say("Low"), 14),
        ("usual", say("Usual"), 14), ("high", say("High"), 14), ("unit", say("Unit"), 10),
        ("how", say("How"), 60), ("missing", say("Missing:"), 40), ("sources", say("Sources"), 16),
    )  # fmt: skip
    words = money.tell_estimates(told.tongue, told.card, told.sheet)
    rows = [
        (
            one.key, one.name, raw["low"], raw["usual"], raw["high"], raw["unit"], one.how,
            "\n".join(part.ask for part in one.missing), ", ".join(one.sources),
        )
        for raw, one in zip(told.card["estimates"], words, strict=True)
    ]  # fmt: skip
    return Table("estimates", say("Estimates"), columns, tuple(rows))


def _milestones(told: Told) -> Table:
    say = told.tongue.say
    columns = _columns(
        ("milestone", say("Key"), 24), ("name", say("Milestone"), 40), ("evidence", say("Evidence"), 50),
        ("state", say("State"), 24), ("month_low", say("First month"), 12),
        ("month_high", say("Last month"), 12),
    )  # fmt: skip
    ladder = money.tell_ladder(told.tongue, told.card, told.sheet)
    rows = [(one.key, one.name, one.evidence, one.word, one.low, one.high) for one in ladder.rungs]
    return Table("milestones", say("Milestones"), columns, tuple(rows))


def _reversal(told: Told) -> Table:
    say = told.tongue.say
    columns = _columns(
        ("direction", say("Direction"), 30), ("part", say("Part"), 26), ("text", say("Consequence"), 80),
        ("behind", say("Answers behind it"), 60),
    )  # fmt: skip
    rows = [
        (turn.title, part, line.text, "\n".join(f"{one.ask} {one.answer}" for one in line.behind))
        for turn in answers.tell_reversal(told.tongue, told.card, told.sheet)
        for part, lines in turn.parts
        for line in lines
    ]
    return Table("reversal", say("If you turn round"), columns, tuple(rows))


def _sources(told: Told) -> Table:
    say = told.tongue.say
    columns = _columns(
        ("fact", say("Key"), 10), ("text", say("Fact"), 80), ("source", say("Source"), 50),
        ("url", say("Address"), 60),
    )  # fmt: skip
    found = answers.tell_sources(told.tongue, told.card)
    rows = tuple((one.id, one.text, one.source, one.url) for one in found)
    return Table("sources", say("Sources"), columns, rows)


MAKERS: dict[str, Callable[[Told], Table]] = {
    "paths": _paths, "postures": _postures, "answers": _answers,
    "contradictions": _contradictions, "actions": _actions, "flips": _flips,
    "milestones": _milestones, "estimates": _estimates, "conditions": _conditions,
    "robustness": _robustness, "find-out": _find_out, "reversal": _reversal, "sources": _sources,
}  # fmt: skip
