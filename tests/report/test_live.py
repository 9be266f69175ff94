"""The live strip says in one sentence what the last save moved."""

from __future__ import annotations

import pytest

from tests.assessment.guests import Guest, make_guest

pytestmark = pytest.mark.django_db


def moved(guest: Guest) -> str:
    page = guest.client.get(f"{guest.base}live/", headers={"HX-Request": "true"})
    said: str = page.context["moved"]
    return said


def test_nothing_is_said_before_the_first_answer() -> None:
    assert moved(make_guest()) == ""


def test_an_answer_that_moves_no_figure_yet_tells_what_its_range_is_now() -> None:
    guest = make_guest()
    guest.save("funding-runway", value="18")
    asked = "For how many months does the cash in hand last, at what you plan to spend?"
    said = moved(guest)
    assert said.startswith("Funding can still be ") and said.endswith(f" after “{asked}”.")
    guest.save("funding-runway", base=1, value="18", note="As in the bank account.")
    assert moved(guest) == f"Nothing moved after “{asked}”."


def test_a_lean_of_few_answers_has_neither_figure_nor_mark() -> None:
    guest = make_guest()
    guest.save("funding-route", value="open-weights")
    page = guest.client.get(f"{guest.base}live/", headers={"HX-Request": "true"})
    lean = page.context["lines"][0]
    assert lean.figure == "" and "M0 5-6-8H6z" not in lean.chart


def test_the_score_that_moved_most_is_named_with_both_figures() -> None:
    from tests.bank.banks import shipped
    from tests.factories import make_answer

    guest = make_guest()
    persona = next(one for one in shipped().personas if one.key == "kestrel-code")
    for key, one in persona.answers.items():
        value = {"unknown": True} if one.unknown else {"value": one.value}
        if key != "funding-runway" and one.other is None:
            make_answer(
                assessment=guest.assessment, question=key, value=value, claim=one.claim or ""
            )
    guest.save("funding-runway", value="2")
    guest.save("funding-runway", base=1, value="36")
    said = moved(guest)
    assert said.startswith("Funding moved from ")
    assert " after “For how many months does the cash in hand last" in said
