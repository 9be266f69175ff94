"""Querysets of packs; reads begin with ``visible_to``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models

if TYPE_CHECKING:
    from questionnaire.people.actor import Actor


class PackQuerySet(models.QuerySet[Any]):
    """What somebody of an accelerator had made of a cohort."""

    def visible_to(self, actor: Actor) -> PackQuerySet:
        """One's own, of cohorts that one may still read."""
        if actor.user_id is None:
            return self.none()
        cohorts = apps.get_model("questionnaire", "Cohort").objects.visible_to(actor)
        return self.filter(by_id=actor.user_id, cohort__in=cohorts)
