"""What is done to scenarios: kept, renamed, deleted. One verb each, atomic, time comes in."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from questionnaire.assessment.models import Submission
from questionnaire.report.what_if.models import Scenario

MOST_KEPT = 40
MOST_OF_A_VENTURE = 200
"""Scenarios over one submission, and over all of a venture's; each is scored again whenever they
are listed."""


class ScenarioRefused(Exception):
    """Why a scenario cannot be kept or renamed, in words for a founder."""


@transaction.atomic
def keep_scenario(
    *,
    submission: uuid.UUID,
    name: str,
    changes: Mapping[str, Mapping[str, Any]],
    by: int | None,
    at: dt.datetime,
) -> Scenario:
    """Keep changed answers over what was sent. Raises ScenarioRefused."""
    if not changes:
        raise ScenarioRefused(_("Nothing is changed yet. Change an answer first."))
    if Scenario.objects.filter(submission_id=submission).count() >= MOST_KEPT:
        raise ScenarioRefused(
            _("%(number)s scenarios are kept on this report already. Delete one first.")
            % {"number": MOST_KEPT}
        )
    venture = Submission.objects.filter(pk=submission).values("assessment__venture")
    others = Scenario.objects.filter(submission__assessment__venture__in=venture)
    if others.count() >= MOST_OF_A_VENTURE:
        raise ScenarioRefused(
            _("Your venture keeps %(number)s scenarios already. Delete one first.")
            % {"number": MOST_OF_A_VENTURE}
        )
    with _one_of_a_name(name):
        made: Scenario = Scenario.objects.create(
            submission_id=submission, name=name, changes=dict(changes), by_id=by, at=at
        )
    return made


@transaction.atomic
def rename_scenario(*, scenario: Scenario, name: str) -> None:
    """Give a scenario another name. Raises ScenarioRefused."""
    with _one_of_a_name(name):
        Scenario.objects.filter(pk=scenario.pk).update(name=name)


@transaction.atomic
def delete_scenario(*, scenario: Scenario) -> None:
    """Forget a scenario; nothing else hangs on it."""
    Scenario.objects.filter(pk=scenario.pk).delete()


@contextmanager
def _one_of_a_name(name: str) -> Iterator[None]:
    """Turns the table's refusal of a second scenario of one name into words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise ScenarioRefused(
            _("There is a scenario called “%(name)s” already.") % {"name": name}
        ) from None
