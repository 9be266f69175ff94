"""Querysets of scenarios; reads begin with ``visible_to``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from questionnaire.people.querysets import venture_access

if TYPE_CHECKING:
    from questionnaire.people.actor import Actor

VENTURE = "submission__assessment__venture_id"


class ScenarioQuerySet(models.QuerySet[Any]):
    """Kept what-ifs."""

    def visible_to(self, actor: Actor) -> ScenarioQuerySet:
        """Those of ventures the actor may read: all of a venture's readers see them."""
        return self.filter(venture_access(actor, VENTURE))
