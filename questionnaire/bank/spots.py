"""Which row holds a part of a draft: from the keys that lint and texts speak of to the row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db import models

from questionnaire.bank.kinds import KINDS
from questionnaire.bank.models import Edition
from questionnaire.bank.texts import Keys


class Spot(NamedTuple):
    """A row; within: the row whose page shows it; number: its place there, from 0."""

    model: type[models.Model]
    pk: Any
    within: Spot | None = None
    number: int = 0


@dataclass(frozen=True)
class Spots:
    """Where the parts of one edition stand; twelve small queries, made when first asked for."""

    edition: Edition

    @cached_property
    def _found(self) -> tuple[dict[Keys, Spot], frozenset[Keys]]:
        spots: dict[Keys, Spot] = {("edition",): Spot(Edition, self.edition.pk)}
        times: Counter[Keys] = Counter()
        for kind, found in KINDS.items():
            rows = found.model._default_manager.filter(**{found.way: self.edition})
            names = [found.holder_key] if found.inner else []
            index: Counter[Keys] = Counter()
            for pk, *keys in rows.order_by("place", "pk").values_list("pk", *names, "key"):
                mine = (kind, *keys)
                outside: Keys = (found.holder, *keys[:-1]) if found.inner else ()
                spot = Spot(found.model, pk, spots.get(outside), index[outside])
                index[outside] += 1
                times[mine] += 1
                spots.setdefault(mine, spot)
        return spots, frozenset(keys for keys, count in times.items() if count > 1)

    def get(self, part: Keys) -> Spot | None:
        """The row of a part, the first where several have its keys."""
        return self._found[0].get(part)

    def is_clear(self, part: Keys) -> bool:
        """Whether exactly one row has these keys."""
        return part in self._found[0] and part not in self._found[1]

    def within(self, kind: str, outside: str) -> dict[str, Spot]:
        """The rows of a kind inside a part, by key."""
        return {
            keys[2]: spot
            for keys, spot in self._found[0].items()
            if keys[0] == kind and keys[1] == outside
        }
