"""An erasure is noted with what erases, carried outside, and repeated after a restore."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from questionnaire.erasure.actions import (
    Line,
    carry_to_list,
    note_erased,
    read_list,
    trim_list,
)
from questionnaire.erasure.models import Erased
from questionnaire.people.account.actions import delete_account
from questionnaire.people.actions import erase_venture
from questionnaire.people.actor import Actor
from questionnaire.people.models import User, Venture
from questionnaire.post.letter import VentureMail
from questionnaire.post.models import Mail
from questionnaire.upkeep.actions import replay
from tests.factories import NOW, make_user, make_venture, make_venture_member

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def noted() -> list[tuple[str, str]]:
    return list(Erased.objects.order_by("pk").values_list("kind", "key"))


def test_every_way_to_erase_is_noted_by_id_alone() -> None:
    member = make_venture_member(venture=make_venture(name="Canary"))
    other = make_venture_member(user=member.user)
    erase_venture(venture=member.venture, by=Actor(member.user_id))
    number = member.user_id
    delete_account(user=member.user, at=NOW)
    assert noted() == [
        ("venture", str(member.venture_id)),
        ("venture", str(other.venture_id)),
        ("account", str(number)),
    ]
    assert "Canary" not in str(list(Erased.objects.values()))


def test_what_is_not_erased_in_the_end_is_not_noted() -> None:
    member = make_venture_member()
    with pytest.raises(RuntimeError), transaction.atomic():
        erase_venture(venture=member.venture, by=Actor(member.user_id))
        raise RuntimeError
    assert noted() == []


def test_a_list_of_nothing_is_there_so_that_a_missing_one_is_a_lost_one(tmp_path: Path) -> None:
    file = tmp_path / "kept" / "erasures.jsonl"
    assert carry_to_list(file=file) == 0
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("", 0o600)


def test_the_list_gets_each_once_and_a_line_cut_off_is_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "list.jsonl"
    note_erased(kind=Erased.VENTURE, keys=["a", "b"], at=NOW)
    assert (carry_to_list(file=file), carry_to_list(file=file)) == (2, 0)
    assert file.stat().st_mode & 0o777 == 0o600
    with file.open("a") as out:
        out.write('{"kind": "venture", "id": "c"')  # the power went
    note_erased(kind=Erased.ACCOUNT, keys=[7], at=NOW + DAY)
    assert carry_to_list(file=file) == 1
    Erased.objects.filter(key="a").update(listed=False)  # written, and killed before it was marked
    assert carry_to_list(file=file) == 1
    assert {(one.kind, one.key) for one in read_list(file)} == {
        ("venture", "a"), ("venture", "b"), ("account", "7"),
    }  # fmt: skip


def test_old_erasures_are_forgotten_and_a_lost_list_is_written_again(tmp_path: Path) -> None:
    file = tmp_path / "list.jsonl"
    note_erased(kind=Erased.VENTURE, keys=["old"], at=NOW - 91 * DAY)
    note_erased(kind=Erased.VENTURE, keys=["new"], at=NOW)
    carry_to_list(file=file)
    file.unlink()
    assert trim_list(file=file, at=NOW) == 1
    assert [one.key for one in read_list(file)] == ["new"]
    assert noted() == [("venture", "new")]


def test_repeating_erases_what_came_back_and_nobody_who_came_since(tmp_path: Path) -> None:
    file = tmp_path / "list.jsonl"
    venture, stays = make_venture(), make_venture()
    back, since = make_user(date_joined=NOW - DAY), make_user(date_joined=NOW + DAY)
    note_erased(kind=Erased.VENTURE, keys=[venture.pk], at=NOW)
    note_erased(kind=Erased.ACCOUNT, keys=[back.pk, since.pk], at=NOW)
    carry_to_list(file=file)
    Erased.objects.all().delete()
    lines = read_list(file)
    assert (replay(lines), replay(lines)) == (2, 0)
    assert list(Venture.objects.all()) == [stays]
    assert list(User.objects.all()) == [since]
    assert Erased.objects.filter(listed=True).count() == 3


def test_repeating_takes_the_mail_along_that_would_leave_now(settings: Any) -> None:
    settings.EMAIL_BACKEND = "questionnaire.post.backend.Queue"
    venture, person, stays = make_venture(), make_user(), make_venture()
    VentureMail("Canary", "Words", to="other@example.org", about=venture.pk).send()
    VentureMail("Canary", "Words", to=person.email.upper(), about=stays.pk).send()
    VentureMail("Another", "Words", to="other@example.org", about=stays.pk).send()
    note_erased(kind=Erased.VENTURE, keys=[venture.pk], at=NOW)
    at = person.date_joined + DAY
    note_erased(kind=Erased.ACCOUNT, keys=[person.pk], at=at)
    lines = [Line(one.kind, one.key, one.at) for one in Erased.objects.all()]
    assert replay(lines) == 2
    assert [mail.subject for mail in Mail.objects.all()] == ["Another"]
