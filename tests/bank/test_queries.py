"""Editions are read from memory, and the newest published one is the current one."""

from __future__ import annotations

import datetime as dt
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from questionnaire.bank.actions import retire
from questionnaire.bank.models import Edition
from questionnaire.bank.queries import KEPT, changes_between, current_edition, edition_by_id
from tests.bank.banks import shipped, small
from tests.factories import NOW, make_draft, make_edition

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_the_newest_published_edition_is_current() -> None:
    assert current_edition() is None
    old = make_edition(at=NOW)
    new = make_edition(at=NOW + DAY)
    make_draft(at=NOW + 2 * DAY)
    assert current_edition().id == new.pk  # type: ignore[union-attr]
    retire(edition=new, at=NOW)
    assert current_edition().id == old.pk  # type: ignore[union-attr]


def test_the_current_edition_costs_one_query_once_it_is_in_memory(
    django_assert_num_queries: Any,
) -> None:
    make_edition()
    with django_assert_num_queries(2):
        first = current_edition()
    with django_assert_num_queries(1):
        assert current_edition() is first


def test_an_edition_by_id_costs_nothing_once_it_is_in_memory(
    django_assert_num_queries: Any,
) -> None:
    edition = make_edition()
    with django_assert_num_queries(2):
        first = edition_by_id(edition.pk)
    retire(edition=edition, at=NOW)
    with django_assert_num_queries(0):
        assert edition_by_id(edition.pk) is first


@pytest.mark.parametrize("make", [lambda: make_draft().pk, uuid.uuid4], ids=["draft", "unknown"])
def test_drafts_and_unknown_editions_are_not_there(make: Any) -> None:
    with pytest.raises(Edition.DoesNotExist):
        edition_by_id(make())


def test_an_open_edition_holds_what_was_published() -> None:
    edition = make_edition(shipped())
    found = edition_by_id(edition.pk)
    assert (found.key, found.content_hash) == (edition.key, edition.content_hash)
    assert found.document == shipped().document()
    assert [one.key for one in found.rubric.paths] == [path.key for path in shipped().paths]
    assert found.wording("es") is found.wording("es")


def test_only_the_editions_asked_for_last_are_kept(django_assert_num_queries: Any) -> None:
    first, *others = [make_edition(small(key=f"small-{one}")).pk for one in range(KEPT + 1)]
    kept = [edition_by_id(one) for one in (first, *others)]
    with django_assert_num_queries(0):
        assert [edition_by_id(one) for one in others] == kept[1:]
    with django_assert_num_queries(1):  # its row; what it says is known to be frozen
        again = edition_by_id(first)
    assert again is not kept[0]
    assert (again.content_hash, again.document) == (kept[0].content_hash, kept[0].document)
    with django_assert_num_queries(1):
        edition_by_id(others[0])  # asked for longest ago


def test_what_changed_between_two_editions_is_found_once(django_assert_num_queries: Any) -> None:
    old = edition_by_id(make_edition(small()).pk)
    new = edition_by_id(make_edition(small(key="small-x", title={"en": "Other"})).pk)
    with django_assert_num_queries(0):
        changes = changes_between(old, new)
    assert [one.address for one in changes] == ["edition.title.en"]
    assert changes_between(old, new) is changes
    assert changes_between(old, old) == ()


@pytest.mark.django_db(transaction=True)
def test_many_threads_get_the_same_edition() -> None:
    pk = make_edition(small()).pk

    def read(_number: int) -> Any:
        try:
            return edition_by_id(pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert len({id(edition) for edition in pool.map(read, range(32))}) == 1
