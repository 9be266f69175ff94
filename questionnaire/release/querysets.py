"""Querysets of release plans; reads begin with ``visible_to``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import OuterRef, Subquery

from questionnaire.assessment.models import Answer
from questionnaire.people.querysets import venture_access
from questionnaire.scoring.release.told import BASE_TERMS, TRAINING

if TYPE_CHECKING:
    from questionnaire.people.actor import Actor


class ReleasePlanQuerySet(models.QuerySet[Any]):
    """Revisions of release plans."""

    def visible_to(self, actor: Actor) -> ReleasePlanQuerySet:
        """Those of ventures the actor may read."""
        return self.filter(venture_access(actor, "assessment__venture_id"))

    def with_terms(self) -> ReleasePlanQuerySet:
        """Each with the answers that tell of its base's terms, in the same query."""
        return self.annotate(base_terms=_answer(BASE_TERMS), training=_answer(TRAINING))


def _answer(question: str) -> Subquery:
    """The answer of the plan's own assessment to a question."""
    own = Answer.objects.filter(assessment_id=OuterRef("assessment_id"), question=question)
    return Subquery(own.values("value")[:1])
