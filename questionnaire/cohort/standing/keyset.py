"""Pages by key: where one ends the next begins, however far down, and whoever came meanwhile.

The order is (value, name, enrolment): what has no value comes last either way, those alike stand
by name. A place is the three of the row at a page's edge, so finding it costs the same at any
depth, and a row that comes or goes before it moves nothing.

On PostgreSQL a page by a column of numbers is read as two, those with a value and those without,
in one statement: an index gives the first in their order, and the second where it ends. By a column
of a few values it is read as one part for each value, as many ventures are alike there.
"""

from __future__ import annotations

import base64
import binascii
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import F, OrderBy, Q
from django.db.models.expressions import Combinable

from questionnaire.cohort.aggregate import POSTURES
from questionnaire.cohort.narrowing import STAGES
from questionnaire.cohort.standing.columns import Places
from questionnaire.cohort.standing.querysets import StandingQuerySet, lacking
from questionnaire.vocabulary import EnrolmentState

PAGE = 50
REQUIRED = "required"
STATES = tuple(sorted(str(state) for state in EnrolmentState))
NUMBERS = ("margin", "lean", *POSTURES, "runway")


@dataclass(frozen=True, slots=True)
class Order:
    """What a table is sorted by. value: None for the name alone; few: all the values there are,
    in their order, where these are few."""

    name: str
    down: bool
    value: Combinable | None
    few: tuple[int | str, ...] = ()

    @property
    def word(self) -> str:
        """As it stands in the address."""
        return f"-{self.name}" if self.down else self.name

    @property
    def has_index(self) -> bool:
        """Whether the table gives its rows in this order: by whatever stands in a column."""
        return isinstance(self.value, F)


@dataclass(frozen=True, slots=True)
class Place:
    """An edge of a page. before: the page that ends here is wanted, not the one that begins."""

    value: int | str | None
    name: bytes
    enrolment: uuid.UUID
    before: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of standings, and the places of its neighbours, empty where there is none."""

    rows: Sequence[Mapping[str, Any]] = field(default_factory=list)
    earlier: str = ""
    later: str = ""


def order_of(sort: str, places: Places, required: Sequence[str] = ()) -> Order:
    """The order of an address: any column, "-" before it for the highest first; else by name.
    required: of the cohort, by how many of which are not there it is put in order too."""
    name, down = sort.removeprefix("-"), sort.startswith("-")
    if name == "path":
        return Order(name, down, F("path_place"), tuple(range(len(places.paths))))
    if name == "stage":
        return Order(name, down, F("stage_place"), tuple(range(len(STAGES))))
    if name == "state":
        return Order(name, down, F(name), STATES)
    if name in NUMBERS:
        return Order(name, down, F(name))
    if name in places.scores:
        return Order(name, down, F(places.scores[name]))
    if name == REQUIRED and required:
        return Order(name, down, lacking(required, places))
    return Order("venture", down and name == "venture", None)


def in_order(rows: StandingQuerySet, order: Order, *, back: bool = False) -> StandingQuerySet:
    """The rows in this order, or the other way round."""
    if order.value is None:
        way = "-" if order.down is not back else ""
        return rows.order_by(f"{way}name_key", f"{way}enrolment")
    ways = [
        OrderBy(F("sorted"), descending=order.down is not back,
                nulls_first=back or None, nulls_last=not back or None),
        OrderBy(F("name_key"), descending=back),
        OrderBy(F("enrolment"), descending=back),
    ]  # fmt: skip
    return rows.annotate(sorted=order.value).order_by(*ways)


def page_of(rows: StandingQuerySet, order: Order, token: str, columns: tuple[str, ...]) -> Sheet:
    """The page at a place, the first for none. One query; two where a page was left by all."""
    place = read_place(token, order)
    back = place is not None and place.before
    ordered = in_order(rows, order, back=back)
    if place is not None:
        ordered = ordered.filter(_beyond(place, order))
    extra = ("sorted",) if order.value is not None else ()
    wanted = (*columns, "name_key", "enrolment_id", *extra)
    if order.has_index and connection.vendor == "postgresql":
        parts = _few_parts if order.few else _two_parts
        found = _together(parts(rows, order, place), order, back, wanted)
    else:
        found = list(ordered.values(*wanted)[: PAGE + 1])
    if place is not None and not found:
        return page_of(rows, order, "", columns)
    more, found = len(found) > PAGE, found[:PAGE]
    if back:
        found.reverse()
    earlier, later = (more, True) if back else (place is not None, more)
    return Sheet(
        found,
        earlier=token_of(found[0], before=True) if earlier and found else "",
        later=token_of(found[-1], before=False) if later and found else "",
    )


def _few_parts(rows: StandingQuerySet, order: Order, place: Place | None) -> list[StandingQuerySet]:
    """Those of each value from the place on, and those without one, each by name."""
    back = place is not None and place.before
    known = order.few if order.down is back else tuple(reversed(order.few))
    values = (None, *known) if back else (*known, None)
    if place is not None:
        values = values[values.index(place.value) :] if place.value in values else ()
    named = rows.annotate(sorted=order.value)
    ways = (OrderBy(F("name_key"), descending=back), OrderBy(F("enrolment"), descending=back))
    parts = []
    for value in values:
        part = named.filter(sorted__isnull=True) if value is None else named.filter(sorted=value)
        if place is not None and value == place.value:
            part = part.filter(_past("name_key", place.name, place.enrolment, back))
        parts.append(part.order_by(*ways))
    return parts


def _two_parts(rows: StandingQuerySet, order: Order, place: Place | None) -> list[StandingQuerySet]:
    """Those with a value and those without, each in order by itself."""
    back = place is not None and place.before
    named = rows.annotate(sorted=order.value)
    ways = (OrderBy(F("name_key"), descending=back), OrderBy(F("enrolment"), descending=back))
    known = named.filter(sorted__isnull=False)
    unknown = named.filter(sorted__isnull=True)
    if place is not None:
        beyond = _beyond(place, order)
        known, unknown = known.filter(beyond), unknown.filter(beyond)
        if place.value is not None:
            # Said once more without "or", as below.
            way = "lt" if order.down is not back else "gt"
            known = known.filter(**{f"sorted__{way}e": place.value})
    first = known.order_by(OrderBy(F("sorted"), descending=order.down is not back), *ways)
    return [first, unknown.order_by(*ways)]


def _together(
    parts: Sequence[StandingQuerySet], order: Order, back: bool, wanted: Sequence[str]
) -> list[Any]:
    """The page out of parts, each of which an index gives in its order: at most a page of each is
    put in order together."""
    if not parts:
        return []
    first, *others = (one.values(*wanted)[: PAGE + 1] for one in parts)
    if not others:
        return list(first)
    together = first.union(*others, all=True)
    named_ways = [
        OrderBy(F("sorted"), descending=order.down is not back,
                nulls_first=back or None, nulls_last=not back or None),
        OrderBy(F("name_key"), descending=back),
        OrderBy(F("enrolment_id"), descending=back),
    ]  # fmt: skip
    return list(together.order_by(*named_ways)[: PAGE + 1])


def _beyond(place: Place, order: Order) -> Q:
    """What comes after a place, or before it where that is wanted."""
    if order.value is None:
        return _past("name_key", place.name, place.enrolment, order.down is not place.before)
    alike = _past("name_key", place.name, place.enrolment, place.before)
    if place.value is None:
        among = Q(sorted__isnull=True) & alike
        return among | Q(sorted__isnull=False) if place.before else among
    way = "lt" if order.down is not place.before else "gt"
    found = Q(**{f"sorted__{way}": place.value}) | (Q(sorted=place.value) & alike)
    return found if place.before else found | Q(sorted__isnull=True)


def _past(column: str, value: bytes, enrolment: uuid.UUID, down: bool) -> Q:
    way = "lt" if down else "gt"
    tie = Q(**{column: value, f"enrolment__{way}": enrolment})
    # Said once more without "or", so that an index begins there and not at its own beginning.
    from_here = Q(**{f"{column}__{way}e": value})
    return from_here & (Q(**{f"{column}__{way}": value}) | tie)


def token_of(row: Mapping[str, Any], *, before: bool) -> str:
    """The place at a row, as an address holds it."""
    parts = [int(before), row.get("sorted"), bytes(row["name_key"]).hex(), row["enrolment_id"].hex]
    text = json.dumps(parts, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_place(token: str, order: Order) -> Place | None:
    """The place that an address names; None for none, and for what is none in this order."""
    if not token or len(token) > 2000:
        return None
    try:
        padded = token.encode() + b"=" * (-len(token) % 4)
        before, value, name, enrolment = json.loads(base64.urlsafe_b64decode(padded))
        place = Place(value, bytes.fromhex(name), uuid.UUID(hex=enrolment), bool(before))
    except (ValueError, TypeError, AttributeError, binascii.Error, RecursionError):
        return None
    return place if _fits(place, order) else None


def _fits(place: Place, order: Order) -> bool:
    if order.value is None:
        return place.value is None
    if place.value is None:
        return True
    if order.name == "state":
        return isinstance(place.value, str) and len(place.value) < 40 and "\0" not in place.value
    whole = isinstance(place.value, int) and not isinstance(place.value, bool)
    return whole and abs(place.value) < 32_768  # type: ignore[arg-type]
