"""Flagged for later, and a page that shows only what is open or flagged."""

from __future__ import annotations

import pytest

from questionnaire.assessment.models import Answer, Assessment
from tests.assessment.guests import Guest, make_guest

pytestmark = pytest.mark.django_db
KEY = "funding-route"


def flagged(guest: Guest) -> list[str]:
    return list(Assessment.objects.get(pk=guest.assessment.pk).flagged)


def seen(guest: Guest, show: str) -> set[str]:
    """The questions that a page shows."""
    page = guest.get("c/funding/", data={"show": show} if show else {}).context["page"]
    return {slot.key for slot in page.slots if slot.card and not slot.aside}


def flag(guest: Guest, key: str, on: str = "1", **headers: str) -> int:
    address = f"{guest.base}answers/{key}/flag/"
    return guest.client.post(address, {"on": on}, headers=headers).status_code


def test_a_flag_is_set_once_and_taken_off() -> None:
    guest = make_guest()
    assert [flag(guest, KEY), flag(guest, KEY)] == [302, 302]
    assert flagged(guest) == [KEY]
    assert flag(guest, KEY, "0") == 302
    assert flagged(guest) == []
    assert flag(guest, "nothing-there") == 404


def test_with_script_only_the_button_comes_back() -> None:
    guest = make_guest()
    address = f"{guest.base}answers/{KEY}/flag/"
    page = guest.client.post(address, {"on": "1"}, headers={"HX-Request": "true"})
    assert page.content.decode().startswith('<button class="as-link small flag"')
    assert 'aria-pressed="true"' in page.content.decode()


def test_without_script_the_button_saves_the_form_too() -> None:
    guest = make_guest()
    form = {"shown": [KEY], KEY: "closed", f"{KEY}.base": "0", "flag": KEY}
    went = guest.client.post(f"{guest.base}c/funding/?show=open", form)
    assert went.headers["Location"] == f"{guest.base}c/funding/?show=open#slot-{KEY}"
    assert flagged(guest) == [KEY]
    assert Answer.objects.get().value == {"value": "closed"}


def test_a_page_shows_only_what_is_open_or_flagged() -> None:
    guest = make_guest()
    every = seen(guest, "")
    guest.save(KEY, value="closed")
    flag(guest, "funding-runway")
    assert KEY in every
    assert seen(guest, "open") == seen(guest, "") - {KEY}
    assert seen(guest, "flagged") == {"funding-runway"}
    assert seen(guest, "nonsense") == seen(guest, "")


def test_what_is_aside_stays_in_the_page_and_in_its_form() -> None:
    guest = make_guest()
    guest.save(KEY, value="closed")
    page = guest.get("c/funding/", data={"show": "open"}).content.decode()
    assert f'<div id="slot-{KEY}" class="slot" hidden>' in page
    assert f'name="{KEY}.base"' in page


def test_flags_are_counted_on_the_task_list_and_cost_nothing() -> None:
    guest = make_guest()
    flag(guest, KEY)
    page = guest.get().context["page"]
    assert {row.key: row.flagged for row in page.rows if row.flagged} == {"funding": 1}
    assert "?show=flagged" in guest.get().content.decode()


def test_a_flag_is_neither_sent_nor_scored() -> None:
    guest = make_guest()
    guest.save(KEY, value="closed")
    flag(guest, KEY)
    guest.client.post(f"{guest.base}send/")
    sent = guest.assessment.submissions.get()
    assert "flagged" not in str(sent.answers)
