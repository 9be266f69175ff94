"""Which of two databases is asked; whether a replica has caught up is tested with a real one."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction

from fmassess.replica import PRIMARY, REPLICA, Router, reading
from questionnaire.people.models import Venture

ROUTER = Router()


def test_everything_is_read_from_the_primary_until_a_page_opens_the_replica() -> None:
    assert ROUTER.db_for_read(Venture) == PRIMARY
    with reading():
        assert ROUTER.db_for_read(Venture) == REPLICA
    assert ROUTER.db_for_read(Venture) == PRIMARY


def test_tables_that_are_not_ours_are_never_read_from_the_replica() -> None:
    with reading():
        assert ROUTER.db_for_read(Session) == PRIMARY


def test_after_a_write_a_page_goes_on_at_the_primary() -> None:
    with reading():
        assert ROUTER.db_for_write(Venture) == PRIMARY
        assert ROUTER.db_for_read(Venture) == PRIMARY


@pytest.mark.django_db
def test_a_transaction_reads_what_it_wrote() -> None:
    with reading(), transaction.atomic():
        assert ROUTER.db_for_read(Venture) == PRIMARY


def test_the_replica_gets_its_tables_from_the_primary() -> None:
    assert ROUTER.allow_migrate(REPLICA, "questionnaire") is False
    assert ROUTER.allow_migrate(PRIMARY, "questionnaire") is None
