"""What stands beside a row in the admin: the ways to the desk, and the order of what it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from questionnaire.bank.kinds import KINDS
from questionnaire.bank.models import (
    Action,
    Argument,
    Category,
    Edition,
    Milestone,
    Path,
    Question,
    Requirement,
    ReversalLine,
    Tension,
)
from questionnaire.bank.rows import raw_content
from questionnaire.bank.texts import places
from questionnaire.vocabulary import EditionStatus

HELD: dict[type[models.Model], tuple[tuple[type[models.Model], str], ...]] = {
    holder: tuple(
        (kind.model, name)
        for key, kind in KINDS.items()
        if kind.holder == name and key != "persona"  # their order says nothing
    )
    for name, holder in {
        "edition": Edition, "category": Category, "question": Question, "path": Path
    }.items()
}  # fmt: skip
"""Row -> what it holds in an order, and the column that says so."""
CONDITIONED: dict[str, tuple[type[models.Model], str]] = {
    "question": (Question, "show_when"),
    **{
        str(model._meta.model_name): (model, "when")
        for model in (Requirement, Argument, Tension, Action, Milestone, ReversalLine)
    },
}
"""Kind of row -> its table, and its column with a condition."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One row among its siblings."""

    model: str
    pk: Any
    key: str
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Order:
    """Siblings in their order."""

    name: str
    rows: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """The way to the translators' page of a language; missing is counted on the draft's page."""

    code: str
    href: str
    missing: int | None


@dataclass(frozen=True, slots=True)
class Tools:
    """The ways from a row's page to the desk."""

    edition: Edition
    draft: bool
    panel: bool
    findings: str
    previews: tuple[tuple[str, str], ...]
    texts: tuple[Texts, ...]
    inbox: str
    orders: tuple[Order, ...]


def tools_of(row: Any, edition: Edition | None) -> Tools | None:
    """The tools of a saved row; none for one that is only being added."""
    if row is None or row.pk is None or edition is None:
        return None
    name = row._meta.model_name
    where = f"?row={name}:{row.pk}" if row is not edition else ""
    return Tools(
        edition=edition,
        draft=edition.status == EditionStatus.DRAFT,
        panel=row is edition and edition.status == EditionStatus.DRAFT,
        findings=reverse("desk-findings", args=[edition.pk]) + where,
        previews=tuple((code, _preview(edition, row, code)) for code in edition.languages),
        texts=tuple(_texts(row, edition)),
        inbox=reverse("desk-inbox") + (f"?question={row.key}" if name == "question" else ""),
        orders=tuple(_orders(row)) if edition.status == EditionStatus.DRAFT else (),
    )


def target_languages(edition: Edition) -> list[str]:
    """What a draft can be translated into: its own languages and the site's, not its first."""
    codes = [*edition.languages, *(code for code, _name in settings.LANGUAGES)]
    return [code for code in dict.fromkeys(codes) if code != edition.main_language]


def base_texts(draft: Edition) -> dict[str, Mapping[str, str]]:
    """The texts of the edition that a draft is based on, by address."""
    if draft.based_on is None:
        return {}
    found = places(raw_content(draft.based_on))
    return {
        place.address: said for place in found if isinstance(said := place.holder[place.name], dict)
    }


def is_outdated(said: Mapping[str, str], before: Mapping[str, str], main: str, code: str) -> bool:
    """Whether the source was rewritten in this draft and the translation was not."""
    unchanged = bool(said.get(code)) and said.get(code) == before.get(code)
    return unchanged and bool(before.get(main)) and said.get(main) != before.get(main)


def outdated_in(draft: Edition) -> dict[str, int]:
    """How many texts of a draft are outdated, by language; languages without one are left out."""
    base, found = base_texts(draft), Counter[str]()
    for place in places(raw_content(draft)) if base else ():
        said = place.holder[place.name]
        if isinstance(said, dict):
            before = base.get(place.address, {})
            found.update(
                code
                for code in target_languages(draft)
                if is_outdated(said, before, draft.main_language, code)
            )
    return dict(found)


def _texts(row: Any, edition: Edition) -> Iterator[Texts]:
    """Every language with how many texts it lacks, where the page is the draft's own."""
    if edition.status != EditionStatus.DRAFT:
        return
    said = []
    if row is edition:
        said = [one.holder[one.name] for one in places(raw_content(edition))]
    for code in target_languages(edition):
        missing = sum(not text.get(code) for text in said if isinstance(text, dict))
        href = reverse("desk-texts", args=[edition.pk, code])
        yield Texts(code, href, missing if row is edition else None)


def _preview(edition: Edition, row: Any, language: str) -> str:
    if isinstance(row, Question):
        page = reverse("desk-preview", args=[edition.pk, language, row.category.key])
        return f"{page}?question={row.key}#slot-{row.key}"
    if isinstance(row, Category):
        return reverse("desk-preview", args=[edition.pk, language, row.key])
    return reverse("desk-preview-start", args=[edition.pk, language])


def _orders(row: Any) -> Iterator[Order]:
    for model, column in HELD.get(type(row), ()):
        found = model._default_manager.filter(**{column: row}).order_by("place", "pk")
        rows = list(found.values_list("pk", "key"))
        if len(rows) > 1:
            turns = tuple(
                Turn(str(model._meta.model_name), pk, key, place == 0, place == len(rows) - 1)
                for place, (pk, key) in enumerate(rows)
            )
            yield Order(str(model._meta.verbose_name_plural), turns)
