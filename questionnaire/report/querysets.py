"""Querysets of reports; reads begin with ``visible_to``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from questionnaire.people.querysets import venture_access

if TYPE_CHECKING:
    from questionnaire.people.actor import Actor


class ReportQuerySet(models.QuerySet[Any]):
    """Frozen reports."""

    def visible_to(self, actor: Actor) -> ReportQuerySet:
        """Those of ventures the actor may read; accelerators reach them through a cohort."""
        return self.filter(venture_access(actor, "submission__assessment__venture_id"))
