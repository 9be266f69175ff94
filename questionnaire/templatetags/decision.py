"""What stands of a venture's decision, on the pages of its answers and its report."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.utils import timezone

from questionnaire.decision.models import Decision
from questionnaire.decision.queries import noticed_at
from questionnaire.decision.record_page import notice_of

register = template.Library()


_asked: WeakKeyDictionary[HttpRequest, dict[Any, Decision | None]] = WeakKeyDictionary()
"""What stands, asked for once for all that a page says of it."""


@register.inclusion_tag("decision/_notice.html", takes_context=True)
def decision_notice(context: Context, assessment: Any, first: str = "") -> dict[str, Any]:
    """The decision that stands, and whether something reopened it; nothing while there is none.

    first: the path that the report on this page puts first.
    """
    stands = _standing(context, assessment)
    return {
        "assessment_id": assessment,
        "told": notice_of(stands, today=timezone.localdate(), first=first) if stands else None,
    }


@register.simple_tag(takes_context=True)
def decision_state(context: Context, assessment: Any) -> str:
    """Whether a decision stands: "stands", "open" where something reopened it, or nothing."""
    found = _standing(context, assessment)
    if found is None:
        return ""
    day = timezone.localdate()
    fired = any(one.has_fired or one.has_come(day) for one in found.tripwires.all())
    return "open" if fired else "stands"


def _standing(context: Context, assessment: Any) -> Decision | None:
    request = context.get("request")
    actor = getattr(request, "actor", None)
    if request is None or actor is None or not assessment:
        return None
    known = _asked.setdefault(request, {})
    if assessment not in known:
        known[assessment] = noticed_at(actor, assessment)
    return known[assessment]
