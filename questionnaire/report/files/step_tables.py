"""Tables of what to do with it: contradictions, actions, flips, open questions; no Django."""

from __future__ import annotations

from questionnaire.report.files.shape import Cell, Table, Told, columns_of, lines
from questionnaire.report.narrative import answers, next_steps, standing
from questionnaire.report.narrative.tongue import path_name, said, value_words
from questionnaire.vocabulary import Posture


def contradictions_table(told: Told) -> Table:
    """The contradictions, heaviest first."""
    say = told.tongue.say
    columns = columns_of(
        ("contradiction", say("Key"), 28), ("severity", say("Severity"), 16),
        ("name", say("Contradiction"), 40),
        ("why", say("Why"), 60), ("answers", say("Answers"), 60),
        ("settle", say("The question that settles it:"), 50),
    )  # fmt: skip
    rows = [
        (
            one.key, one.severity, one.name, one.why,
            lines(one.answers), one.settle.ask,
        )
        for one in next_steps.tell_tensions(told.tongue, told.card, told.sheet)
    ]  # fmt: skip
    return Table("contradictions", say("Contradictions"), columns, tuple(rows))


def actions_table(told: Told) -> Table:
    """The actions in their order."""
    say = told.tongue.say
    columns = columns_of(
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


def flips_table(told: Told) -> Table:
    """Changes that put another path first; a row for each changed answer, numbered by flip."""
    say = told.tongue.say
    columns = columns_of(
        ("flip", say("Number"), 9), ("question", say("Key"), 28),
        ("ask", say("If the answer to"), 60),
        ("from", say("changed from"), 40), ("to", say("to"), 40),
        ("path", say("the first path becomes"), 30),
        ("fit", say("Fit"), 9), ("runner_up_fit", say("Fit of the second"), 16),
        ("cost", say("Step"), 9),
    )  # fmt: skip
    rows = []
    for place, one in enumerate(next_steps.in_order(told.card), 1):
        for change in one["changes"]:
            asked = said(told.tongue, told.sheet, change["question"])
            rows.append((
                place, asked.key, asked.ask, asked.answer,
                value_words(told.tongue, asked.key, change["after"]),
                path_name(told.tongue, one["path"]), one["fit"], one["runner_up_fit"], one["cost"],
            ))  # fmt: skip
    return Table("flips", say("Flips"), columns, tuple(rows))


def find_out_table(told: Told) -> Table:
    """Open questions by how far they could move the decision."""
    say = told.tongue.say
    columns = columns_of(
        ("question", say("Key"), 28), ("ask", say("Question"), 60), ("answer", say("Answer"), 30),
        ("swing", say("Moves the lead by up to"), 14),
        ("flips", say("Can change the first path"), 14),
    )  # fmt: skip
    yes = {True: say("yes"), False: say("no")}
    rows = []
    for one in told.card["find_out"]:
        asked = said(told.tongue, told.sheet, one["question"])
        rows.append((asked.key, asked.ask, asked.answer, one["swing"], yes[one["flips"]]))
    return Table("find-out", say("Find out first"), columns, tuple(rows))


def reversal_table(told: Told) -> Table:
    """The stress test in both directions."""
    say = told.tongue.say
    columns = columns_of(
        ("direction", say("Direction"), 30), ("part", say("Part"), 26),
        ("text", say("Consequence"), 80),
        ("behind", say("Answers behind it"), 60),
    )  # fmt: skip
    rows = [
        (turn.title, part, line.text, lines(line.behind))
        for turn in answers.tell_reversal(told.tongue, told.card, told.sheet)
        for part, found in turn.parts
        for line in found
    ]
    return Table("reversal", say("If you turn round"), columns, tuple(rows))


def sources_table(told: Told) -> Table:
    """The facts behind the report."""
    say = told.tongue.say
    columns = columns_of(
        ("fact", say("Key"), 10), ("text", say("Fact"), 80), ("source", say("Source"), 50),
        ("url", say("Address"), 60),
    )  # fmt: skip
    found = answers.tell_sources(told.tongue, told.card)
    rows = tuple((one.id, one.text, one.source, one.url) for one in found)
    return Table("sources", say("Sources"), columns, rows)
