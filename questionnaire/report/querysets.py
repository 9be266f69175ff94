"""Querysets of reports and links to them; reads begin with ``visible_to``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, ExpressionWrapper, Min, OuterRef, Q

from questionnaire.people.querysets import venture_access
from questionnaire.vocabulary import GrantPurpose

if TYPE_CHECKING:
    from questionnaire.people.actor import Actor


class ReportQuerySet(models.QuerySet[Any]):
    """Frozen reports."""

    def visible_to(self, actor: Actor) -> ReportQuerySet:
        """Those of ventures the actor may read, for pages that lead on to the venture.

        Accelerators reach reports through a cohort, readers by a link with ``readable_by``.
        """
        return self.filter(venture_access(actor, "submission__assessment__venture_id"))

    def readable_by(self, actor: Actor) -> ReportQuerySet:
        """Those above, and those that a link opened in this browser shows: for pages and files that
        hold one report and nothing else of its venture.

        ``with_notes``: whether its notes and evidence may stand in there. ``own``: whether the
        reader is of its venture, so that what belongs to the venture alone may stand there too.
        """
        own = venture_access(actor, "submission__assessment__venture_id")
        shown, noted = Q(pk__in=[]), Q(pk__in=[])
        if actor.share_ids:
            links = apps.get_model("questionnaire", "ReportLink").objects.opened_by(actor)
            links = links.filter(report_id=OuterRef("pk"))
            shown, noted = Q(Exists(links)), Q(Exists(links.filter(with_notes=True)))
        notes = ExpressionWrapper(own | noted, models.BooleanField())
        ours = ExpressionWrapper(own, models.BooleanField())
        return self.filter(own | shown).annotate(with_notes=notes, own=ours)


class ReportLinkQuerySet(models.QuerySet[Any]):
    """Links that show a report."""

    def visible_to(self, actor: Actor) -> ReportLinkQuerySet:
        """Those of ventures the actor may read."""
        return self.filter(venture_access(actor, "grant__venture_id"))

    def writable_by(self, actor: Actor) -> ReportLinkQuerySet:
        """Those of ventures whose answers the actor may change."""
        return self.filter(venture_access(actor, "grant__venture_id", write=True))

    def opened_by(self, actor: Actor) -> ReportLinkQuerySet:
        """Those that were opened in this browser and still hold."""
        if not actor.share_ids:
            return self.none()
        grants = apps.get_model("questionnaire", "Grant").objects
        held = grants.held(actor.share_ids, GrantPurpose.SHARE, actor.at)
        return self.filter(Exists(held.filter(pk=OuterRef("grant_id"))))

    def with_openings(self) -> ReportLinkQuerySet:
        """With how many times each was opened and when first, as ``opened`` and ``first_at``; and
        how many files were ``taken`` by it."""
        opened = Q(openings__file="")
        return self.annotate(
            opened=Count("openings", filter=opened),
            first_at=Min("openings__at", filter=opened),
            taken=Count("openings", filter=~opened),
        )


class LinkOpeningQuerySet(models.QuerySet[Any]):
    """Openings of links."""

    def visible_to(self, actor: Actor) -> LinkOpeningQuerySet:
        """Those of links to ventures the actor may read."""
        return self.filter(venture_access(actor, "link__grant__venture_id"))
