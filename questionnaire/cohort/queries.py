"""Querysets of cohorts; reads begin with ``visible_to`` and go parent first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef

if TYPE_CHECKING:
    from questionnaire.people.actor import Actor


class CohortQuerySet(models.QuerySet["models.Model"]):
    """Cohorts."""

    def visible_to(self, actor: Actor) -> CohortQuerySet:
        """Those of accelerators the actor is a member of."""
        if actor.user_id is None:
            return self.none()
        members = apps.get_model("questionnaire", "AcceleratorMember").objects.filter(
            accelerator_id=OuterRef("accelerator_id"), user_id=actor.user_id
        )
        return self.filter(Exists(members))


class EnrolmentQuerySet(models.QuerySet["models.Model"]):
    """Ventures in cohorts."""

    def consented(self) -> EnrolmentQuerySet:
        """Those whose venture agreed to share something and has not taken it back."""
        return self.filter(consented_at__isnull=False, revoked_at__isnull=True)
