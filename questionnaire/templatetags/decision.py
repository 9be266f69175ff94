"""What stands of a venture's decision, on the pages of its answers and its report."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils import timezone

from questionnaire.decision.queries import noticed_at
from questionnaire.decision.record_page import notice_of

register = template.Library()


@register.inclusion_tag("decision/_notice.html", takes_context=True)
def decision_notice(context: RequestContext, assessment: Any, first: str = "") -> dict[str, Any]:
    """The decision that stands, and whether something reopened it; nothing while there is none.

    first: the path that the report on this page puts first.
    """
    request = context.get("request")
    actor = getattr(request, "actor", None)
    stands = noticed_at(actor, assessment) if actor is not None and assessment else None
    return {
        "assessment_id": assessment,
        "told": notice_of(stands, today=timezone.localdate(), first=first) if stands else None,
    }
