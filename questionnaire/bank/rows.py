"""Content to the rows of a draft and back, without loss: columns and fields share their names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from questionnaire.bank.content import Content
from questionnaire.bank.models import (
    Action,
    Argument,
    Category,
    Edition,
    Fact,
    Milestone,
    Option,
    Path,
    Persona,
    Question,
    Requirement,
    ReversalLine,
    Tension,
)
from questionnaire.vocabulary import Posture

LISTS: tuple[tuple[str, type[models.Model]], ...] = (
    ("tensions", Tension),
    ("actions", Action),
    ("milestones", Milestone),
    ("reversal", ReversalLine),
    ("facts", Fact),
)
PATH_PARTS: tuple[tuple[str, type[models.Model]], ...] = (
    ("requirements", Requirement),
    ("arguments", Argument),
)
ON_EDITION = ("title", "languages", "rules", "compute")
NOT_CONTENT = frozenset({"id", "place"})
Raw = dict[str, Any]


# ---------------------------------------------------------------- content to rows


def edition_columns(content: Content) -> Raw:
    """What of a content stands on the edition's own row."""
    raw = _dump(content)
    return {name: raw[name] for name in ON_EDITION}


def write_rows(edition: Edition, content: Content) -> None:
    """Make the rows of a draft; it must have none yet."""
    raw = _dump(content)
    categories = _make(Category, raw["categories"], edition=edition)
    asked = [
        _row(Question, one, place, category=category)
        for category, part in zip(categories, raw["categories"], strict=True)
        for place, one in enumerate(part["questions"])
    ]
    Question.objects.bulk_create(asked)
    flat = [one for part in raw["categories"] for one in part["questions"]]
    Option.objects.bulk_create(
        _row(Option, {**one, **one["points"]}, place, question=question)
        for question, part in zip(asked, flat, strict=True)
        for place, one in enumerate(part["options"])
    )
    paths = _make(Path, raw["paths"], edition=edition)
    for name, model in PATH_PARTS:
        model._default_manager.bulk_create(
            _row(model, one, place, path=path)
            for path, part in zip(paths, raw["paths"], strict=True)
            for place, one in enumerate(part[name])
        )
    for name, part in LISTS:
        _make(part, raw[name], edition=edition)
    write_personas(edition, content)


def write_personas(edition: Edition, content: Content) -> None:
    """Set the personas; they are tests of the bank, so even a published edition takes new ones."""
    held = dict(Persona.objects.filter(edition=edition).values_list("key", "pk"))
    rows = [
        _row(Persona, one, place, edition=edition)
        for place, one in enumerate(_dump(content)["personas"])
    ]
    kept = [row.key for row in rows]
    Persona.objects.filter(edition=edition).exclude(key__in=kept).delete()
    for row in rows:
        row.pk = held.get(row.key)  # the same row, so that the log tells what changed in it
        row.save()


def _dump(content: Content) -> Raw:
    return content.model_dump(mode="json", by_alias=True)


def _make(model: type[models.Model], parts: Iterable[Raw], **parent: Any) -> list[Any]:
    rows = [_row(model, one, place, **parent) for place, one in enumerate(parts)]
    return model._default_manager.bulk_create(rows)


def _row(model: type[models.Model], raw: Raw, place: int, **parent: Any) -> Any:
    said = {name: raw[name] for name in _columns(model) if name in raw}
    key = raw["id"] if model is Fact else raw["key"]
    return model(**{**said, "key": key}, place=place, **parent)


def _columns(model: type[models.Model]) -> list[str]:
    """The columns that hold content, by name."""
    return [
        field.name
        for field in model._meta.local_concrete_fields
        if not field.is_relation and field.name not in NOT_CONTENT
    ]


# ---------------------------------------------------------------- rows to content


def raw_content(edition: Edition) -> Raw:
    """The plain value of an edition's rows, unchecked; ten queries whatever its size."""
    requirements = _grouped(Requirement, path__edition=edition)
    arguments = _grouped(Argument, path__edition=edition)
    paths = [
        {
            **one,
            "requirements": [part for _, part in requirements.get(pk, ())],
            "arguments": [part for _, part in arguments.get(pk, ())],
        }
        for pk, one in _grouped(Path, edition=edition).get(edition.pk, ())
    ]
    return {
        "key": edition.key,
        **{name: getattr(edition, name) for name in ON_EDITION},
        "categories": _raw_categories(edition),
        "paths": paths,
        **{name: _parts(model, edition) for name, model in LISTS},
        "personas": _parts(Persona, edition),
    }


def _raw_categories(edition: Edition) -> list[Raw]:
    options = _grouped(Option, question__category__edition=edition)
    questions = _grouped(Question, category__edition=edition)
    for group in questions.values():
        for pk, question in group:
            question["options"] = [_pointed(option) for _, option in options.get(pk, ())]
    return [
        {**category, "questions": [question for _, question in questions.get(pk, ())]}
        for pk, category in _grouped(Category, edition=edition).get(edition.pk, ())
    ]


def raw_personas(edition: Edition) -> list[Raw]:
    """The personas of any edition, unchecked."""
    return _parts(Persona, edition)


def _parts(model: type[models.Model], edition: Edition) -> list[Raw]:
    found = [one for _, one in _grouped(model, edition=edition).get(edition.pk, ())]
    if model is Fact:
        return [{"id": one.pop("key"), **one} for one in found]
    return found


def _grouped(model: type[models.Model], **where: Any) -> dict[Any, list[tuple[Any, Raw]]]:
    """Parent -> (pk, plain value) of its rows in order; one query."""
    parent = next(f for f in model._meta.local_concrete_fields if f.is_relation)
    names = _columns(model)
    groups: dict[Any, list[tuple[Any, Raw]]] = {}
    rows = model._default_manager.filter(**where).order_by("place", "pk")
    for row in rows:
        one = {name: getattr(row, name) for name in names}
        groups.setdefault(getattr(row, parent.attname), []).append((row.pk, one))
    return groups


def _pointed(option: Raw) -> Raw:
    """The option with its points as one mapping."""
    said = {str(posture): option.pop(posture) for posture in Posture}
    return {**option, "points": {name: p for name, p in said.items() if p is not None}}
