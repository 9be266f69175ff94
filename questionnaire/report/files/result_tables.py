"""Tables of what came out: postures, paths, conditions, answers, money and time; no Django."""

from __future__ import annotations

from questionnaire.report.files.shape import Cell, Table, Told, behind, columns_of
from questionnaire.report.narrative import answers, ladder, money, paths, standing
from questionnaire.report.narrative.musts import count_musts
from questionnaire.report.narrative.tongue import Tongue, path_name
from questionnaire.vocabulary import Posture


def postures_table(told: Told) -> Table:
    """The three postures; what is withheld on the page is empty here."""
    say = told.tongue.say
    columns = columns_of(
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


def paths_table(told: Told) -> Table:
    """The six paths with what their fit is made of."""
    say = told.tongue.say
    columns = columns_of(
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


def conditions_table(told: Told) -> Table:
    """Every must and should with its verdict."""
    say = told.tongue.say
    columns = columns_of(
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
            one["weight"], behind(told, one["questions"]),
        )
        for path in told.card["paths"]
        for one in path["requirements"]
    ]  # fmt: skip
    return Table("conditions", say("Conditions of the paths"), columns, tuple(rows))


def answers_table(told: Told) -> Table:
    """Every asked question with its answer and the points it gained of what it could."""
    say = told.tongue.say
    columns = columns_of(
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


def robustness_table(told: Told) -> Table:
    """How often each path comes first, as a share of 1."""
    say = told.tongue.say
    columns = columns_of(
        ("path", say("Key"), 20), ("name", say("Path"), 34),
        ("first", say("Share of weightings in which it comes first"), 24),
    )  # fmt: skip
    found = told.card["robustness"]
    shares = found["shares"] if found else []
    rows = [(one["key"], path_name(told.tongue, one["key"]), one["first"]) for one in shares]
    return Table("robustness", say("Robustness"), columns, tuple(rows))


def estimates_table(told: Told) -> Table:
    """Money, compute and months, each as a range in its unit."""
    say = told.tongue.say
    columns = columns_of(
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


def milestones_table(told: Told) -> Table:
    """The ladder, in months from the report's date."""
    say = told.tongue.say
    columns = columns_of(
        ("milestone", say("Key"), 24), ("name", say("Milestone"), 40),
        ("evidence", say("Evidence"), 50),
        ("state", say("State"), 24), ("month_low", say("First month"), 12),
        ("month_high", say("Last month"), 12),
    )  # fmt: skip
    found = ladder.tell_ladder(told.tongue, told.card, told.sheet)
    rows = [(one.key, one.name, one.evidence, one.word, one.low, one.high) for one in found.rungs]
    return Table("milestones", say("Milestones"), columns, tuple(rows))
