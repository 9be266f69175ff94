"""The effect of a draft on what was sent: who would come out otherwise, how far, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from questionnaire.bank.actions import EditionRefused, export_edition
from questionnaire.bank.approval import is_large
from questionnaire.bank.content import Content
from questionnaire.bank.difference import Change, difference
from questionnaire.bank.models import Edition
from questionnaire.bank.records import EffectRun
from questionnaire.bank.scored import moves_numbers
from questionnaire.bank.yaml_out import flow
from questionnaire.people.models import stage_word
from questionnaire.report.narrative.standing import band_word, posture_name
from questionnaire.report.narrative.tongue import Tongue
from questionnaire.report.page import tongue_of
from questionnaire.scoring.scorecard import SCORING_VERSION
from questionnaire.vocabulary import EditionStatus, RunState
from questionnaire.workshop.actions import ask_for_effect, take_step
from questionnaire.workshop.findings import findings_page
from questionnaire.workshop.frame import (
    EditionPages,
    Link,
    Rows,
    address,
    edition_for,
    on_word,
    page,
    path_word,
    rows_of,
)
from questionnaire.workshop.movements import REQUIREMENT
from questionnaire.workshop.queries import base_of, opened, scorable
from questionnaire.workshop.rows import editor

AT_ONCE = 1000
"""So many submissions are counted while the editor waits, in two to five seconds."""
MOST_CHANGES = 200
IDLE = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Reason:
    """What moved it: in words, where it is mended, and what the draft changed about it."""

    words: str
    link: Link
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """One of the largest movements; nobody is named."""

    stage: str
    path: str
    size: str
    points: tuple[str, ...]
    bands: tuple[str, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """How many went from one word to another; of names the posture, if it is a band."""

    of: str
    before: str
    after: str
    count: int


def urls(pages: EditionPages) -> list[URLPattern]:
    """The address of this module, for the edition's own."""
    view = pages.admin_site.admin_view(effect)
    return [path("<uuid:pk>/effect/", view, {"pages": pages}, "questionnaire_edition_effect")]


@require_http_methods(["GET", "HEAD", "POST"])
def effect(request: HttpRequest, pk: str, pages: EditionPages) -> HttpResponse:
    """What the draft would change; POST computes it anew."""
    edition = edition_for(request, pages, pk)
    if edition.status != EditionStatus.DRAFT:
        messages.info(request, _("Only a draft has an effect that can be computed."))
        return HttpResponseRedirect(address("change", edition))
    try:
        if request.method == "POST":
            return _compute(request, edition)
        content = scorable(edition)
    except EditionRefused as refused:
        return findings_page(request, edition, refused.findings)
    return page(request, pages, "effect", edition=edition, **_told(edition, content))


def _compute(request: HttpRequest, edition: Edition) -> HttpResponse:
    run = ask_for_effect(edition=edition, by=editor(request), at=timezone.now())
    if run.planned <= AT_ONCE:
        while take_step(run=run, at=timezone.now()):
            pass
    return HttpResponseRedirect(address("effect", edition))


# ---------------------------------------------------------------- in words


def _told(edition: Edition, content: Content) -> dict[str, Any]:
    draft, base = opened(edition, content), base_of(edition)
    tongue, rows = tongue_of(draft), rows_of(edition)
    changes = difference(export_edition(base), content) if base is not None else ()
    scored = [one for one in changes if moves_numbers(one)]
    told = {
        "base": base,
        "changes": [_change_words(one) for one in scored[:MOST_CHANGES]],
        "changed": len(scored),
        "run": None,
    }
    run = EffectRun.objects.filter(edition=edition).order_by("-pk").first()
    if run is None:
        return told
    current = (run.content_hash, run.scoring_version) == (draft.content_hash, SCORING_VERSION)
    by_question = _by_key(scored) if current else {}
    return {
        **told,
        "run": run,
        "current": current and run.state != RunState.STOPPED,
        "waiting": run.state == RunState.WAITING,
        "idle": run.state == RunState.WAITING
        and timezone.now() - (run.worked_at or run.asked_at) > IDLE,
        **_counts(tongue, run),
        "largest": [_moved(tongue, rows, by_question, one) for one in _listed(run, "largest")],
        "gone": [(rows.question(key), count) for key, count in _sorted(run, "gone")],
    }


def _counts(tongue: Tongue, run: EffectRun) -> dict[str, Any]:
    return {
        "large": is_large(run),
        "path_share": tongue.share(run.share),
        "band_share": tongue.share(run.changed_band / run.seen if run.seen else 0),
        "paths": [_path_step(tongue, key, count) for key, count in _sorted(run, "paths")],
        "bands": [_band_step(tongue, key, count) for key, count in _sorted(run, "bands")],
        "stages": [
            (_stage(stage), *counts)
            for stage, counts in sorted(run.result.get("stages", {}).items())
        ],
    }


def _listed(run: EffectRun, name: str) -> list[Any]:
    found: list[Any] = run.result.get(name, [])
    return found


def _sorted(run: EffectRun, name: str) -> list[tuple[str, int]]:
    """Counts by key, the largest first."""
    found: Mapping[str, int] = run.result.get(name, {})
    return sorted(found.items(), key=lambda one: (-one[1], one[0]))


def _stage(key: str) -> str:
    """A stage in words; whatever is not one of ours is not shown."""
    return stage_word(key) or _("another stage, or none told")


def _path_step(tongue: Tongue, key: str, count: int) -> Step:
    before, _arrow, after = key.partition(">")
    return Step("", path_word(tongue, before), path_word(tongue, after), count)


def _band_step(tongue: Tongue, key: str, count: int) -> Step:
    posture, _colon, bands = key.partition(":")
    before, _arrow, after = bands.partition(">")
    words = band_word(tongue, before), band_word(tongue, after)
    return Step(posture_name(tongue, posture), *words, count)


def _moved(
    tongue: Tongue, rows: Rows, changes: Mapping[str, list[str]], one: Mapping[str, Any]
) -> Moved:
    paths = path_word(tongue, one["path_before"]), path_word(tongue, one["path_after"])
    return Moved(
        stage=_stage(one["stage"]),
        path="" if one["path_before"] == one["path_after"] else " → ".join(paths),
        size=tongue.figure(one["size"], 1) if one["size"] else "",
        points=tuple(
            f"{posture_name(tongue, posture)} {tongue.figure(points, 1, signed=True)}"
            for posture, points in one["points"]
        ),
        bands=tuple(
            f"{posture_name(tongue, posture)}: {band_word(tongue, was)} → {band_word(tongue, now)}"
            for posture, was, now in one["bands"]
        ),
        reasons=tuple(_reason(tongue, rows, changes, part) for part in one["parts"]),
    )


def _reason(
    tongue: Tongue, rows: Rows, changes: Mapping[str, list[str]], part: Mapping[str, Any]
) -> Reason:
    key = part["key"]
    if part["on"] == REQUIREMENT:
        steps = (_verdict(part["before"]), _verdict(part["after"]))
        words, link = " → ".join(steps), rows.requirement(key)
    else:
        figure = tongue.figure(part["points"], 1, signed=True)
        words = f"{on_word(tongue, part['on'])} {figure}"
        link = rows.question(key) if key else Link(_("all other questions together"), "")
    return Reason(words, link, tuple(changes.get(key, ())))


def _verdict(word: str) -> str:
    return {
        "met": _("met"),
        "open": _("open"),
        "broken": _("broken"),
    }.get(word, _("not there"))


# ---------------------------------------------------------------- what the draft changes


def _by_key(changes: list[Change]) -> dict[str, list[str]]:
    """The changes of a question with its options, and of a requirement, in words."""
    found: dict[str, list[str]] = {}
    for one in changes:
        key = one.key.partition(".")[0] if one.part == "option" else one.key
        found.setdefault(key, []).append(_change_words(one))
    return found


def _change_words(change: Change) -> str:
    """A change as seeds would say it: ``option base.weak points.safety: 1 → 3``."""
    name = " ".join(step for step in (change.part, change.key, change.field) if step)
    if change.what == "added":
        return _("%(name)s is new") % {"name": name}
    if change.what == "removed":
        return _("%(name)s is gone") % {"name": name}
    return f"{name}: {_value(change.before)} → {_value(change.after)}"


def _value(value: Any) -> str:
    return "-" if value is None else flow(value)
