"""What a cohort's reviews are made by: a new version of the rubric, aliases, names of decisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from questionnaire.cohort.models import Cohort
from questionnaire.people.actor import Actor
from questionnaire.review.actions import Overtaken, cohort_in_hand
from questionnaire.review.models import Rubric
from questionnaire.review.queries import newest_rubric
from questionnaire.review.shown import give_aliases
from questionnaire.review.sums import Criterion, kept_criteria


def write_rubric(
    *, cohort: Cohort, criteria: Sequence[Criterion], base: int, by: Actor, at: dt.datetime
) -> Rubric:
    """Make the next version if the newest is still ``base``, 0 for none; the same again makes none.

    Reviews that are in keep theirs; drafts go on by this one. Raises Overtaken.
    """
    with cohort_in_hand(cohort=cohort.pk, by=by):
        newest = newest_rubric(cohort.pk)
        kept = kept_criteria(criteria)
        if newest is not None and newest.criteria == kept:
            return newest
        if base != (newest.version if newest is not None else 0):
            raise Overtaken
        made: Rubric = Rubric.objects.create(
            cohort=cohort, version=base + 1, criteria=kept, by_id=by.user_id, at=at
        )
        return made


def set_up(*, cohort: Cohort, aliases: bool, decisions: Sequence[str], by: Actor) -> None:
    """Whether reviewers know ventures by a number only, and what can be decided about them."""
    with cohort_in_hand(cohort=cohort.pk, by=by) as found:
        found.aliases, found.decisions = aliases, list(decisions)
        found.save(update_fields=["aliases", "decisions"])
        if aliases:
            give_aliases(found)
