"""Querysets of release plans; every read on behalf of somebody begins with ``visible_to``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from questionnaire.people.querysets import venture_access

if TYPE_CHECKING:
    from questionnaire.people.actor import Actor


class ReleasePlanQuerySet(models.QuerySet[Any]):
    """Revisions of release plans."""

    def visible_to(self, actor: Actor) -> ReleasePlanQuerySet:
        """Those of ventures the actor may read."""
        return self.filter(venture_access(actor, "venture_id"))
