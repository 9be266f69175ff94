"""Querysets of assessments and what hangs on them; reads begin with ``visible_to``."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q, Subquery, Value

from questionnaire.bank.queries import offered
from questionnaire.people.querysets import WRITERS, venture_access
from questionnaire.vocabulary import CONSENT_HOLDS_FROM, AssessmentStatus, VentureRole

if TYPE_CHECKING:
    from questionnaire.people.actor import Actor


SAVES_WITHIN = dt.timedelta(minutes=5)
"""The while for which edits are counted before they are slowed."""


def _belongs(actor: Actor, venture: str, **more: Any) -> Exists:
    """Whether the actor is a member of the venture at this lookup path; a private link is not."""
    members = apps.get_model("questionnaire", "VentureMember").objects
    mine = members.filter(venture_id=OuterRef(venture), **more)
    return Exists(mine.filter(user_id=actor.user_id) if actor.user_id else mine.none())


def _authored(**more: Any) -> Exists:
    """Whether who answers a sheet apart is (still) a member of its venture."""
    members = apps.get_model("questionnaire", "VentureMember").objects
    here = members.filter(venture_id=OuterRef("venture_id"), user_id=OuterRef("apart_by_id"))
    return Exists(here.filter(**more))


class ApartRoundQuerySet(models.QuerySet[Any]):
    """Rounds of answering apart."""

    def visible_to(self, actor: Actor) -> ApartRoundQuerySet:
        """Those of ventures the actor may read: that it goes on, and never what was answered."""
        return self.filter(venture_access(actor, "assessment__venture_id"))

    def with_over(self) -> ApartRoundQuerySet:
        """With whether nobody is waited for any more as ``over``."""
        return self.annotate(over=ExpressionWrapper(self._over(), models.BooleanField()))

    def open_to(self, actor: Actor) -> ApartRoundQuerySet:
        """Those of which the actor may read what was laid open: a member who laid open theirs; and
        a viewer, who answers nothing, once all who may answer have, or an owner ended it. Not
        sooner: whoever has not begun yet may know the viewer well, or be the viewer."""
        if actor.user_id is None:
            return self.none()
        mine = apps.get_model("questionnaire", "Assessment").apart_sheets.filter(
            apart_id=OuterRef("pk"), apart_by_id=actor.user_id
        )
        viewer = Q(_belongs(actor, "assessment__venture_id", role=VentureRole.VIEWER))
        done = Q(Exists(mine.filter(status=AssessmentStatus.LAID_OPEN)))
        may = done | (viewer & ~Q(Exists(mine)) & self._nobody_comes())
        return self.filter(may, _belongs(actor, "assessment__venture_id"))

    def _over(self) -> Q:
        sheets = apps.get_model("questionnaire", "Assessment").apart_sheets
        waited = sheets.filter(_authored(role__in=WRITERS), apart_id=OuterRef("pk"))
        waiting = Q(Exists(waited.filter(status=AssessmentStatus.OPEN)))
        return Q(closed_at__isnull=False) | ~waiting

    def _nobody_comes(self) -> Q:
        """Whether nobody lays open a sheet any more who could have read another before."""
        laid = apps.get_model("questionnaire", "Assessment").apart_sheets.filter(
            apart_id=OuterRef(OuterRef("pk")), apart_by_id=OuterRef("user_id"),
            status=AssessmentStatus.LAID_OPEN,
        )  # fmt: skip
        behind = apps.get_model("questionnaire", "VentureMember").objects.filter(
            ~Exists(laid), venture_id=OuterRef("assessment__venture_id"), role__in=WRITERS
        )
        return Q(closed_at__isnull=False) | ~Q(Exists(behind))


class AssessmentQuerySet(models.QuerySet[Any]):
    """Assessments."""

    def own_of(self, actor: Actor) -> AssessmentQuerySet:
        """The sheets that the actor answers apart, with whether they may as ``may_write``."""
        if actor.user_id is None:
            return self.none()
        writes = Q(_belongs(actor, "venture_id", role__in=WRITERS)) & Q(
            apart__closed_at__isnull=True
        )
        own = self.filter(_belongs(actor, "venture_id"), apart_by_id=actor.user_id)
        return own.annotate(may_write=ExpressionWrapper(writes, models.BooleanField()))

    def readable_by(self, actor: Actor) -> AssessmentQuerySet:
        """The sheets answered apart that the actor may read: their own, and what members laid
        open in rounds that are open to the actor."""
        if actor.user_id is None:
            return self.none()
        rounds = apps.get_model("questionnaire", "ApartRound").objects.open_to(actor)
        laid_open = Q(status=AssessmentStatus.LAID_OPEN, apart__in=rounds)
        return self.filter(
            Q(apart_by_id=actor.user_id) | laid_open,
            _belongs(actor, "venture_id"),
            _authored(),
            apart__isnull=False,
        )

    def visible_to(self, actor: Actor) -> AssessmentQuerySet:
        """Those of ventures the actor may read."""
        return self.filter(venture_access(actor, "venture_id"))

    def writable_by(self, actor: Actor) -> AssessmentQuerySet:
        """Those of ventures whose answers the actor may change."""
        return self.filter(venture_access(actor, "venture_id", write=True))

    def with_right_of(self, actor: Actor) -> AssessmentQuerySet:
        """With whether the actor may change it as ``may_write``; of those that they may read. A
        private link lets whoever holds it do both, so nothing is asked twice."""
        if actor.user_id is None:
            return self.annotate(may_write=Value(True))
        right = venture_access(actor, "venture_id", write=True)
        return self.annotate(may_write=ExpressionWrapper(right, models.BooleanField()))

    def with_words_to_read(self) -> AssessmentQuerySet:
        """With whether its venture shares something by words that were changed since, as
        ``words_to_read``."""
        enrolments = apps.get_model("questionnaire", "Enrolment").objects.consented()
        earlier = enrolments.filter(
            venture_id=OuterRef("venture_id"), text_version__lt=CONSENT_HOLDS_FROM
        )
        return self.annotate(words_to_read=Exists(earlier))

    def current(self) -> AssessmentQuerySet:
        """Those that their ventures go on with."""
        return self.filter(left_for__isnull=True)

    def with_newest_edition(self) -> AssessmentQuerySet:
        """With the id of the edition that was published last as ``newest_edition``."""
        newest = offered().values("pk")[:1]
        return self.annotate(newest_edition=Subquery(newest))


# Silenced in both: what from_queryset makes is a class that is known only when this runs.
class SharedAssessments(models.Manager.from_queryset(AssessmentQuerySet)):  # type: ignore[misc]
    """What a venture answers, sends and is scored by; sheets answered apart are none of it."""

    def get_queryset(self) -> AssessmentQuerySet:
        found: AssessmentQuerySet = super().get_queryset().filter(apart__isnull=True)
        return found


class ApartSheets(models.Manager.from_queryset(AssessmentQuerySet)):  # type: ignore[misc]
    """The sheets that members answer apart, and nothing else."""

    def get_queryset(self) -> AssessmentQuerySet:
        found: AssessmentQuerySet = super().get_queryset().filter(apart__isnull=False)
        return found


class AnswerQuerySet(models.QuerySet[Any]):
    """Current answers."""

    def visible_to(self, actor: Actor) -> AnswerQuerySet:
        """Those of assessments the actor may read; none of those answered apart."""
        return self.filter(
            venture_access(actor, "assessment__venture_id"), assessment__apart__isnull=True
        )


class RevisionQuerySet(models.QuerySet[Any]):
    """Accepted saves."""

    def visible_to(self, actor: Actor) -> RevisionQuerySet:
        """Those of assessments the actor may read; none of those answered apart."""
        return self.filter(
            venture_access(actor, "answer__assessment__venture_id"),
            answer__assessment__apart__isnull=True,
        )

    def own_of(self, actor: Actor) -> RevisionQuerySet:
        """Those of the sheets that the actor answers apart."""
        own = apps.get_model("questionnaire", "Assessment").apart_sheets.own_of(actor)
        return self.filter(answer__assessment__in=own)

    def on_sheet(self, sheet: Any) -> RevisionQuerySet:
        """Those of an assessment, or of a sheet answered apart, that was found for whoever asks:
        what the pages for answering read."""
        return self.filter(answer__assessment=sheet)

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
