"""What ``manage.py check --deploy`` says of how people sign in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.security, deploy=True)
def staff_show_a_second_factor(**_given: Any) -> list[CheckMessage]:
    """Editors and operators change what everybody is asked and who comes in."""
    if settings.STAFF_SECOND_FACTOR:
        return []
    return [
        Warning(
            "Editors and operators may sign in with one factor.",
            hint="Leave FMASSESS_STAFF_SECOND_FACTOR out, or set it to on.",
            id="fmassess.W001",
        )
    ]
