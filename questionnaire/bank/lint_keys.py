"""Keys are unique and lead somewhere, and conditions refer backwards; no Django."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from questionnaire.bank.content import Content, Persona, Question
from questionnaire.bank.findings import Finding, error
from questionnaire.bank.plain import Value
from questionnaire.bank.references import faults_of, keys_of, named, possible
from questionnaire.scoring.condition_check import check_condition
from questionnaire.scoring.faults import Fault, Said
from questionnaire.vocabulary import Kind


def key_findings(content: Content) -> Iterator[Finding]:
    """Duplicates, keys that lead nowhere, conditions that do not fit."""
    yield from duplicates(content)
    yield from _references(content)
    yield from _persona_references(content)
    yield from _conditions(content)


def file_of(content: Content, question: str) -> str:
    """The seed file in which a question stands."""
    for category in content.categories:
        if any(one.key == question for one in category.questions):
            return f"categories/{category.key}.yaml"
    return "edition.yaml"


# ---------------------------------------------------------------- duplicates


def duplicates(content: Content) -> Iterator[Finding]:
    """Keys that more than one part has."""
    for file, what, keys in _families(content):
        for key, times in Counter(keys).items():
            if times > 1:
                problem = Said("%(times)s %(what)s have this key", times=times, what=Said(what))
                yield error(file, key, problem, Said("give each its own key"))


def _families(content: Content) -> Iterator[tuple[str, str, list[str]]]:
    """Whatever must be told apart by key: (file, what, keys)."""
    yield "edition.yaml", "categories", [one.key for one in content.categories]
    questions = [one for category in content.categories for one in category.questions]
    counted = Counter(one.key for one in questions)
    for category in content.categories:
        file = f"categories/{category.key}.yaml"
        mine = {one.key for one in category.questions}
        twice = [key for key in mine for _ in range(counted[key])]
        yield file, "questions", twice
        for one in category.questions:
            yield file, f"options of {one.key}", [option.key for option in one.options]
    yield "paths.yaml", "paths", [one.key for one in content.paths]
    for path in content.paths:
        yield "paths.yaml", f"requirements of {path.key}", [one.key for one in path.requirements]
        yield "paths.yaml", f"arguments of {path.key}", [one.key for one in path.arguments]
    for part in ("tensions", "actions", "milestones", "reversal"):
        yield f"{part}.yaml", part, [one.key for one in getattr(content, part)]
    yield "facts.yaml", "facts", [fact.id for fact in content.facts]
    yield "personas", "personas", [persona.key for persona in content.personas]


# ---------------------------------------------------------------- references


def _references(content: Content) -> Iterator[Finding]:
    known = _Known(content)
    for category in content.categories:
        file = f"categories/{category.key}.yaml"
        for one in category.questions:
            yield from known.check(file, one, "facts", of=one.key)
            for option in one.options:
                yield from known.check(
                    file, option, "points_on", "pull", of=f"{one.key}.{option.key}"
                )
    for tension in content.tensions:
        yield from known.check("tensions.yaml", tension, "settle", "actions", of=tension.key)
    for action in content.actions:
        yield from known.check("actions.yaml", action, "lifts", "facts", of=action.key)
    yield from _rule_references(content, known)


def _rule_references(content: Content, known: _Known) -> Iterator[Finding]:
    file = "edition.yaml"
    route = known.questions.get(content.rules.route)
    if route is None or route.kind is not Kind.SINGLE:
        problem = Said(
            "%(route)s is not a single choice of this edition", route=content.rules.route
        )
        yield error(file, "rules.route", problem, Said("name the question of the declared route"))
    yield from known.check(file, content, "rules", "compute")
    yield from _role_options(content, known)


def _role_options(content: Content, known: _Known) -> Iterator[Finding]:
    """Options that the estimates know by what the edition says they stand for."""
    compute = content.compute
    for place, role, keys in (
        ("secured", compute.inputs.secured, compute.secured),
        ("switching.stays_open", compute.inputs.promise, compute.switching.stays_open),
        ("switching.gives_notice", compute.inputs.notice, compute.switching.gives_notice),
    ):
        question = known.questions.get(role or "")
        options = [option.key for option in question.options] if question else []
        for key in keys:
            if key not in options:
                problem = (
                    Said("%(role)s has no option %(key)s", role=role, key=key)
                    if role
                    else Said("no question has this role")
                )
                yield error(
                    "edition.yaml", f"compute.{place}", problem, possible(key, tuple(options))
                )
    for key, (least, most) in compute.secured.items():
        if least > most:
            problem = Said(
                "the share of %(key)s falls from %(least)s to %(most)s",
                key=key,
                least=f"{least:g}",
                most=f"{most:g}",
            )
            yield error("edition.yaml", "compute.secured", problem, Said("write the smaller first"))


class _Known:
    """The keys of an edition, by what they name."""

    def __init__(self, content: Content) -> None:
        self.questions = {
            one.key: one for category in content.categories for one in category.questions
        }
        self.keys = keys_of(content.document(), [one.key for one in content.personas])

    def check(self, file: str, part: Value, *columns: str, of: str = "") -> Iterator[Finding]:
        """The columns of a part that name something else of the edition."""
        raw = part.model_dump(include=set(columns), exclude_none=True, warnings=False)
        there = (one for column in columns for one in named(column, raw.get(column)))
        for fault in faults_of(there, self.keys):
            place = f"{of}.{fault.place}" if of else fault.place
            yield error(file, place, fault.problem, fault.mend)


def _persona_references(content: Content) -> Iterator[Finding]:
    known = _Known(content)
    for persona in content.personas:
        file = f"personas/{persona.key}.yaml"
        yield from known.check(file, persona, "expect", "answers")
        yield from _persona_answers(file, persona, known)


def _persona_answers(file: str, persona: Persona, known: _Known) -> Iterator[Finding]:
    for key, answer in persona.answers.items():
        question = known.questions.get(key)
        if question is None or answer.value is None:
            continue
        problem = _misfit(question, answer.value)
        if problem:
            yield error(
                file,
                f"answers.{key}",
                problem,
                Said("answer a %(kind)s question", kind=question.kind),
            )


def _misfit(question: Question, value: Any) -> str | None:
    """Why a value is no answer to the question, if it is none."""
    options = {option.key for option in question.options}
    if question.kind is Kind.NUMBER and question.number:
        fits = isinstance(value, float | int) and (
            question.number.minimum <= value <= question.number.maximum
        )
    elif question.kind is Kind.MULTIPLE:
        fits = isinstance(value, tuple) and bool(value) and set(value) <= options
    elif question.kind is Kind.TEXT:
        fits = isinstance(value, str)
    else:
        fits = value in options
    return None if fits else Said("%(value)s is not an answer to it", value=f"{value!r}")


# ---------------------------------------------------------------- conditions


def _conditions(content: Content) -> Iterator[Finding]:
    document = content.document()
    for category in document["categories"]:
        file = f"categories/{category['key']}.yaml"
        for one in category["questions"]:
            if one.get("show_when"):
                place = f"{one['key']}.show_when"
                faults = check_condition(one["show_when"], document, place=place, before=one["key"])
                yield from (_finding(file, fault) for fault in faults)
    for path in document["paths"]:
        for one in (*path["requirements"], *path["arguments"]):
            place = f"{path['key']}.{one['key']}.when"
            faults = check_condition(one["when"], document, place=place)
            yield from (_finding("paths.yaml", fault) for fault in faults)
    for part in ("tensions", "actions", "milestones", "reversal"):
        for one in document[part]:
            faults = check_condition(one["when"], document, place=f"{one['key']}.when")
            yield from (_finding(f"{part}.yaml", fault) for fault in faults)


def _finding(file: str, fault: Fault) -> Finding:
    return error(file, fault.place, fault.problem, fault.mend)
