"""What was erased is erased again after a backup brought it back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import transaction

from questionnaire.erasure.actions import Line
from questionnaire.erasure.models import Erased
from questionnaire.people.models import User, Venture


@transaction.atomic
def replay(lines: Iterable[Line]) -> int:
    """Erase what these name, if it is here; how much was. Once more does nothing more.

    An account only if it was there when it was erased: its number may be somebody else's now.
    """
    found = 0
    for line in lines:
        found += _erase(line)
        Erased.objects.get_or_create(
            kind=line.kind, key=line.key, defaults={"at": line.at, "listed": True}
        )
    return found


def _erase(line: Line) -> bool:
    if line.kind == Erased.VENTURE:
        return bool(Venture.objects.filter(pk=uuid.UUID(line.key)).delete()[0])
    before: dt.datetime = line.at
    return bool(User.objects.filter(pk=int(line.key), date_joined__lte=before).delete()[0])
