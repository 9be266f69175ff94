"""Querysets of assessments and what hangs on them; reads begin with ``visible_to``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from questionnaire.people.querysets import venture_access

if TYPE_CHECKING:
    from questionnaire.people.actor import Actor


class AssessmentQuerySet(models.QuerySet[Any]):
    """Assessments."""

    def visible_to(self, actor: Actor) -> AssessmentQuerySet:
        """Those of ventures the actor may read."""
        return self.filter(venture_access(actor, "venture_id"))

    def writable_by(self, actor: Actor) -> AssessmentQuerySet:
        """Those of ventures whose answers the actor may change."""
        return self.filter(venture_access(actor, "venture_id", write=True))


class AnswerQuerySet(models.QuerySet[Any]):
    """Current answers."""

    def visible_to(self, actor: Actor) -> AnswerQuerySet:
        """Those of assessments the actor may read."""
        return self.filter(venture_access(actor, "assessment__venture_id"))


class SubmissionQuerySet(models.QuerySet[Any]):
    """What was sent."""

    def visible_to(self, actor: Actor) -> SubmissionQuerySet:
        """Those of ventures the actor may read."""
        return self.filter(venture_access(actor, "assessment__venture_id"))
