"""The rows on the page of what they belong to, when some of them were deleted meanwhile."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext

COUNTS = ("TOTAL_FORMS", "INITIAL_FORMS")


class RowFormSet(forms.BaseInlineFormSet):
    """Rows that are no longer there come back as new ones where somebody typed in them, after a
    question; else they are gone, as whoever deleted them wanted. New rows without a place come
    last."""

    model: Any
    form: Any

    def __init__(self, data: Any = None, *given: Any, **more: Any) -> None:
        self.lost: list[str] = []
        """The keys of deleted rows in which something was typed."""
        self.typed_in = data
        super().__init__(data, *given, **more)
        if data is not None:
            self.data = self._without_gone(data)

    def _without_gone(self, data: Any) -> Any:
        """The same forms, numbered anew without those whose rows are gone."""
        first, total = (_count(data, f"{self.prefix}-{name}") for name in reversed(COUNTS))
        if not 0 < first <= total <= self.absolute_max:
            return data
        there = {str(pk) for pk in self.get_queryset().values_list("pk", flat=True)}
        pk = self.model._meta.pk.name
        known = [data.get(f"{self.prefix}-{place}-{pk}", "") for place in range(first)]
        gone = [place for place, one in enumerate(known) if one and one not in there]
        if not gone:
            return data
        again = [place for place in gone if self._typed(data, place)]
        self.lost = [data.get(f"{self.prefix}-{place}-key", "") for place in again]
        kept = [place for place in range(first) if place not in gone]
        order = [*kept, *range(first, total), *again]
        return self._renumbered(data, order, len(kept), without=set(again))

    def _typed(self, data: Any, place: int) -> bool:
        """Whether the form holds other than what its page had shown, and is not to be deleted."""
        prefix = self.add_prefix(place)
        if data.get(f"{prefix}-DELETE"):
            return False
        pk = data.get(f"{prefix}-{self.model._meta.pk.name}", "")
        form = self.form(data, prefix=prefix, instance=self.model(pk=_number(pk)))
        return form.typed_over_what_was_shown()

    def _renumbered(
        self, data: Any, order: list[int], initial: int, without: set[int]
    ) -> QueryDict:
        """The data with the forms in this order. without: those that are new rows now."""
        made, pk = QueryDict(mutable=True), self.model._meta.pk.name
        places = {old: new for new, old in enumerate(order)}
        for name in data:
            head, _, rest = name.removeprefix(f"{self.prefix}-").partition("-")
            if not name.startswith(f"{self.prefix}-") or not head.isdecimal():
                made.setlist(name, data.getlist(name))
            elif int(head) in places and not (rest == pk and int(head) in without):
                made.setlist(f"{self.prefix}-{places[int(head)]}-{rest}", data.getlist(name))
        made[f"{self.prefix}-TOTAL_FORMS"] = str(len(order))
        made[f"{self.prefix}-INITIAL_FORMS"] = str(initial)
        return made

    def clean(self) -> None:
        super().clean()
        self._place_new_rows()
        if self.lost:
            raise forms.ValidationError(
                gettext(
                    "Deleted meanwhile by somebody else: %(keys)s. What you typed stands at the "
                    "end; save again to bring it back, or tick its box to let it go."
                )
                % {"keys": ", ".join(self.lost)}
            )

    def _place_new_rows(self) -> None:
        """One after the other, after those that say a place."""
        read = [one for one in self.forms if getattr(one, "cleaned_data", {})]
        new = [
            one
            for one in read
            if one in self.extra_forms and not one.data.get(one.add_prefix("place"))
        ]
        placed = (one.cleaned_data.get("place") for one in read if one not in new)
        last = max((place for place in placed if place is not None), default=-1)
        for place, form in enumerate(new, last + 1):
            form.cleaned_data["place"] = form.instance.place = place


def _count(data: Any, name: str) -> int:
    text = data.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None
