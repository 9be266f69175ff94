"""Querysets of assessments and what hangs on them; reads begin with ``visible_to``."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Subquery

from questionnaire.bank.queries import offered
from questionnaire.people.querysets import venture_access
from questionnaire.vocabulary import CONSENT_VERSION

if TYPE_CHECKING:
    from questionnaire.people.actor import Actor


SAVES_WITHIN = dt.timedelta(minutes=5)
"""The while for which edits are counted before they are slowed."""


class AssessmentQuerySet(models.QuerySet[Any]):
    """Assessments."""

    def visible_to(self, actor: Actor) -> AssessmentQuerySet:
        """Those of ventures the actor may read."""
        return self.filter(venture_access(actor, "venture_id"))

    def writable_by(self, actor: Actor) -> AssessmentQuerySet:
        """Those of ventures whose answers the actor may change."""
        return self.filter(venture_access(actor, "venture_id", write=True))

    def with_right_of(self, actor: Actor) -> AssessmentQuerySet:
        """With whether the actor may change it as ``may_write``."""
        right = venture_access(actor, "venture_id", write=True)
        return self.annotate(may_write=ExpressionWrapper(right, models.BooleanField()))

    def with_words_to_read(self) -> AssessmentQuerySet:
        """With whether its venture shares something by words that were changed since, as
        ``words_to_read``."""
        enrolments = apps.get_model("questionnaire", "Enrolment").objects.consented()
        earlier = enrolments.filter(
            venture_id=OuterRef("venture_id"), text_version__lt=CONSENT_VERSION
        )
        return self.annotate(words_to_read=Exists(earlier))

    def current(self) -> AssessmentQuerySet:
        """Those that their ventures go on with."""
        return self.filter(left_for__isnull=True)

    def with_newest_edition(self) -> AssessmentQuerySet:
        """With the id of the edition that was published last as ``newest_edition``."""
        newest = offered().values("pk")[:1]
        return self.annotate(newest_edition=Subquery(newest))


class AnswerQuerySet(models.QuerySet[Any]):
    """Current answers."""

    def visible_to(self, actor: Actor) -> AnswerQuerySet:
        """Those of assessments the actor may read."""
        return self.filter(venture_access(actor, "assessment__venture_id"))


class RevisionQuerySet(models.QuerySet[Any]):
    """Accepted saves."""

    def visible_to(self, actor: Actor) -> RevisionQuerySet:
        """Those of assessments the actor may read."""
        return self.filter(venture_access(actor, "answer__assessment__venture_id"))

    def lately_by(self, actor: Actor) -> RevisionQuerySet:
        """Those of the last minutes: of a member their own, of who came by a link everybody's who
        did. Looks into answers only that were changed then."""
        since = actor.at - SAVES_WITHIN
        own = {"by__isnull": True} if actor.user_id is None else {"by": actor.user_id}
        return self.filter(answer__updated_at__gt=since, at__gt=since, **own)


class SubmissionQuerySet(models.QuerySet[Any]):
    """What was sent."""

    def newest(self) -> SubmissionQuerySet:
        """The last of each assessment: what its venture stands by."""
        later = self.model._default_manager.filter(
            assessment=OuterRef("assessment"), revision__gt=OuterRef("revision")
        )
        return self.filter(~Exists(later))

    def visible_to(self, actor: Actor) -> SubmissionQuerySet:
        """Those of ventures the actor may read."""
        return self.filter(venture_access(actor, "assessment__venture_id"))
