"""Querysets of what was settled; reads begin with ``visible_to``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models

if TYPE_CHECKING:
    from questionnaire.people.actor import Actor


class SettlementQuerySet(models.QuerySet[Any]):
    """What was settled."""

    def visible_to(self, actor: Actor) -> SettlementQuerySet:
        """Those of rounds whose sheets the actor may read: they tell whose answer was taken."""
        rounds = apps.get_model("questionnaire", "ApartRound").objects.open_to(actor)
        return self.filter(round__in=rounds)
