"""Lint's findings by part, each with the way to the field or row that it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from questionnaire.bank.actions import EditionRefused, export_edition
from questionnaire.bank.findings import Finding
from questionnaire.bank.kinds import KINDS
from questionnaire.bank.lint import lint
from questionnaire.bank.models import Edition
from questionnaire.bank.spots import Spot, Spots
from questionnaire.bank.texts import LISTS, Keys
from questionnaire.workshop.access import desk_page, told
from questionnaire.workshop.forms import is_text

FILES = {f"{part}.yaml": kind for part, kind in LISTS} | {"paths.yaml": "path"}
NESTED = {"question": ("option",), "path": ("requirement", "argument")}
SHAPES = {
    "categories": "category", "questions": "question", "options": "option", "paths": "path",
    "requirements": "requirement", "arguments": "argument", **dict(LISTS),
}  # fmt: skip
ON_NUMBER = {"unit": "question", "step": "question"}
STEP = re.compile(r"[.\[\]]+")


@dataclass(frozen=True, slots=True)
class Linked:
    """A finding, its place in words, and the address at which it is mended.

    href is empty where no row is meant.
    """

    finding: Finding
    words: str
    href: str
    row: Spot | None

    @property
    def problem(self) -> str:
        return told(self.finding.problem)

    @property
    def mend(self) -> str:
        return told(self.finding.mend)

    @property
    def where(self) -> str:
        """The place in the words of the seed files, for those who know them."""
        one = self.finding
        return f"{one.file}: {one.key}" if one.file else one.key


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one part of the edition."""

    name: str
    found: tuple[Linked, ...]


def lint_of(edition: Edition) -> tuple[Finding, ...]:
    """Every finding in an edition, also where its rows do not fit together."""
    try:
        return lint(export_edition(edition))
    except EditionRefused as refused:
        return refused.findings


def groups_of(edition: Edition, findings: Sequence[Finding]) -> tuple[Group, ...]:
    """The findings by part, in the order in which they came."""
    spots = Spots(edition)
    groups: dict[str, list[Linked]] = {}
    for finding in findings:
        part, rest = part_of(spots, finding)
        linked = _linked(edition, spots, finding, part, rest)
        groups.setdefault(_name(part, finding), []).append(linked)
    return tuple(Group(name, tuple(found)) for name, found in groups.items())


def findings_page(
    request: HttpRequest, edition: Edition, findings: Sequence[Finding]
) -> HttpResponse:
    """What stands in the way, each finding with the way to where it is mended."""
    groups = groups_of(edition, findings)
    return desk_page(request, "findings", edition=edition, findings=findings, groups=groups)


# ---------------------------------------------------------------- from a key to a part


def part_of(spots: Spots, finding: Finding) -> tuple[Keys, list[str]]:
    """The part that a finding is about, and what of its key leads on inside the part."""
    file, key = finding.file, finding.key.removeprefix("after ")
    steps = [step for step in STEP.split(key) if step]
    if file.startswith("categories/"):
        found = _longest(spots, "question", steps)
        return found if found[0] else (("category", _stem(file)), steps)
    if file.startswith("personas"):
        return ("persona", _stem(file) if "/" in file else key), steps
    if file in FILES:
        return _longest(spots, FILES[file], steps)
    if file == "edition.yaml":
        return ("edition",), steps
    return _shape(spots, steps) if steps[:1] and steps[0] in SHAPES else _address(spots, steps)


def _longest(spots: Spots, kind: str, steps: list[str]) -> tuple[Keys, list[str]]:
    """The innermost part that the steps name; ids of facts have a point inside."""
    for size in (1, 2):
        part: Keys = (kind, ".".join(steps[:size]))
        if steps and spots.get(part):
            for inner in NESTED.get(kind, ()):
                nested = (inner, part[1], *steps[size : size + 1])
                if spots.get(nested):
                    return nested, steps[size + 1 :]
            return part, steps[size:]
    return (), steps


def _address(spots: Spots, steps: list[str]) -> tuple[Keys, list[str]]:
    """The part of a text's address (bank/texts.py)."""
    kind, rest = (steps[0], steps[1:]) if steps else ("", [])
    if kind in ON_NUMBER:
        return _longest(spots, ON_NUMBER[kind], [*rest[:1], "number"])
    outer = next((name for name, inner in NESTED.items() if kind in inner), kind)
    if kind == "edition" or outer not in KINDS:
        return ("edition",), rest or steps
    return _longest(spots, outer, rest)


def _shape(spots: Spots, steps: list[str]) -> tuple[Keys, list[str]]:
    """The part of a place in the whole content: ``categories.funding.questions.base.ask``."""
    keys: list[str] = []
    part: Keys = ()
    rest = steps
    while len(rest) > 1 and rest[0] in SHAPES:
        kind, keys = SHAPES[rest[0]], [*keys, rest[1]]
        inner: Keys = (kind, *(keys[-2:] if KINDS[kind].inner else keys[-1:]))
        if not spots.get(inner):
            break
        part, rest = inner, rest[2:]
    return part, rest


def _stem(file: str) -> str:
    return file.rsplit("/", 1)[-1].removesuffix(".yaml")


# ---------------------------------------------------------------- from a part to a page


def _linked(
    edition: Edition, spots: Spots, finding: Finding, part: Keys, rest: list[str]
) -> Linked:
    language = _stem(finding.file) if finding.file.startswith("languages/") else ""
    spot = spots.get(part) if part else None
    words = place_words(part, rest, spot)
    if language:
        page = reverse("desk-texts", args=[edition.pk, language])
        where = f"{page}?only=missing&part={text_part(spots, part)}#text-{finding.key}"
        return Linked(finding, words, where, spot)
    return Linked(finding, words, row_address(spot, rest) if spot else "", spot)


def place_words(part: Keys, rest: Sequence[str], spot: Spot | None) -> str:
    """A place as an editor calls it: “question base, option strong: next step”."""
    if spot is None or part == ("edition",):
        steps = ", ".join(field_words(Edition, step) for step in rest)
        return f"{_('edition')}: {steps}" if steps else _("edition")
    said = [f"{kind_words(spot.model)} {part[-1]}"]
    if len(part) > 2:
        said.insert(0, f"{kind_words(KINDS[part[0]].outer.model)} {part[1]}")
    steps = ", ".join(field_words(spot.model, step) for step in rest)
    return f"{', '.join(said)}: {steps}" if steps else ", ".join(said)


def kind_words(model: type[models.Model]) -> str:
    """What a kind of row is called."""
    return str(model._meta.verbose_name)


def field_words(model: type[models.Model], name: str) -> str:
    """What a column is called; positions are counted from 1, and the rest is told as it is."""
    if name.isdigit():
        return _("number %(number)s") % {"number": int(name) + 1}
    fields = {field.name: field for field in model._meta.local_concrete_fields}
    return str(fields[name].verbose_name) if name in fields else name


def row_address(spot: Spot, rest: Sequence[str] = ()) -> str:
    """The admin page that shows a row, at the field that the rest of a key names."""
    page = spot.within or spot
    name = page.model._meta.model_name
    prefix = f"{spot.model._meta.model_name}_rows-{spot.number}" if spot.within else ""
    columns = {field.name for field in spot.model._meta.local_concrete_fields}
    field = next((step for step in rest if step in columns), "")
    anchor = f"id_{prefix}-{field}" if prefix and field else prefix or (field and f"id_{field}")
    if field and is_text(spot.model, field):
        codes = [code for code, _language in settings.LANGUAGES]
        anchor += f"_{codes.index(rest[-1]) if rest[-1] in codes else 0}"
    href = reverse(f"admin:questionnaire_{name}_change", args=[page.pk])
    return f"{href}#{anchor}" if anchor else href


def text_part(spots: Spots, part: Keys) -> str:
    """The part of the edition under which the translators' page lists a part's texts."""
    kind = part[0] if part else "edition"
    if kind == "category":
        return part[1]
    if kind in ("question", "option"):
        spot = spots.get(("question", part[1]))
        rows = KINDS["question"].model._default_manager.filter(pk=spot.pk if spot else None)
        return str(rows.values_list("category__key", flat=True).first() or "")
    return "path" if kind in NESTED["path"] else kind


def _name(part: Keys, finding: Finding) -> str:
    """What a group of findings is called."""
    if finding.file.startswith("languages/"):
        return _("Texts in %(language)s") % {"language": _stem(finding.file)}
    kind = part[0] if part else ""
    kind = {"option": "question", "requirement": "path", "argument": "path"}.get(kind, kind)
    if finding.file.startswith("categories/"):
        return _("Category %(key)s") % {"key": _stem(finding.file)}
    return part_names().get(kind, _("The edition"))


def part_names() -> dict[str, str]:
    """The parts of an edition, as they are called on the desk."""
    return {
        "edition": _("The edition"),
        "category": _("Categories"),
        "question": _("Questions"),
        "path": _("Paths"),
        "tension": _("Tensions"),
        "action": _("Actions"),
        "milestone": _("Milestones"),
        "reversal": _("Reversal lines"),
        "fact": _("Facts"),
        "persona": _("Personas"),
    }


def here_first(groups: Iterable[Group], model: str, pk: str) -> list[Linked]:
    """The findings about one row or what stands on its page."""
    return [
        one
        for group in groups
        for one in group.found
        if one.row is not None
        for page in [one.row.within or one.row]
        if (page.model._meta.model_name, str(page.pk)) == (model, pk)
    ]
