"""What was taken back after a backup is taken back again when that is restored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction

from questionnaire.cohort.disclosure import NOTHING, with_answers
from questionnaire.cohort.inviting.actions import end_join_link, make_join_link, withdraw
from questionnaire.cohort.inviting.joining.actions import hash_address, opt_in, opt_out
from questionnaire.cohort.inviting.models import CohortInvitation, OptOut
from questionnaire.cohort.models import Consent, Enrolment
from questionnaire.cohort.sharing.actions import leave, share
from questionnaire.cohort.standing.models import Standing
from questionnaire.erasure.actions import carry_to_list, read_list
from questionnaire.erasure.models import Erased
from questionnaire.people.actor import Actor
from questionnaire.people.models import AccessToken, Grant
from questionnaire.people.tokens.actions import end_token, make_token
from questionnaire.report.sharing.actions import end_link, make_link
from questionnaire.upkeep.actions import replay
from questionnaire.vocabulary import EnrolmentState
from tests.cohort.inviting.rooms import room
from tests.cohort.rooms import enrol
from tests.factories import NOW, make_shipped_edition, make_venture_member

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(days=1)


def restored_after(doing: Callable[[], None], file: Path) -> int:
    """What was done since the backup, and its list; then the database as the backup has it, and the
    list once more."""
    with transaction.atomic():
        doing()
        carry_to_list(file=file)
        transaction.set_rollback(True)
    return replay(read_list(file))


def owner(enrolment: Enrolment) -> Actor:
    return Actor(user_id=make_venture_member(venture=enrolment.venture).user_id)


def test_consents_places_links_and_opt_outs_are_taken_back_again(tmp_path: Path) -> None:
    ours, file = room(edition=make_shipped_edition()), tmp_path / "list.jsonl"
    cohort = ours.cohort
    less, left, more = (enrol(cohort, "delta-soil", ["funding", "team"]) for _ in range(3))
    by = {one.pk: owner(one) for one in (less, left, more)}
    for one in (less, left, more):
        share(enrolment=one, shared=with_answers(["funding"]), by=by[one.pk], at=NOW)
    report = less.venture.assessments.get().submissions.get().report
    shown = make_link(
        report=report, label="", lasts=dt.timedelta(days=9), passphrase="", with_notes=False,
        by=by[less.pk], at=NOW,
    )  # fmt: skip
    many, _ = make_join_link(cohort=cohort, most=9, lasts=dt.timedelta(days=9), by=ours.by, at=NOW)
    token = make_token(
        accelerator=cohort.accelerator, name="Sheet", lasts=dt.timedelta(days=9), by=ours.by, at=NOW
    )
    ours.invite("ana@example.org")
    asked, away, back = CohortInvitation.objects.get(), hash_address("a@b.c"), hash_address("d@e.f")
    opt_out(cohort=cohort, email_hash=back, at=NOW)

    def since() -> None:
        share(enrolment=less, shared=with_answers([], path=True), by=by[less.pk], at=LATER)
        leave(enrolment=left, by=by[left.pk], at=LATER)
        wider = with_answers(["funding", "team"])
        share(enrolment=more, shared=wider, by=by[more.pk], at=LATER)
        end_link(link=shown.link, by=by[less.pk], at=LATER)
        end_join_link(link=many, by=ours.by, at=LATER)
        end_token(token=AccessToken.objects.get(), by=ours.by, at=LATER)
        withdraw(invitation=asked, by=ours.by, at=LATER)
        opt_out(cohort=cohort, email_hash=away, at=LATER)
        opt_in(cohort=cohort, email_hash=back, at=LATER)

    assert restored_after(since, file) == 8
    lines = [(one.kind, one.key) for one in read_list(file) if one.at == LATER]
    assert sorted(lines) == sorted([
        ("consent", str(less.pk)), ("place", str(left.pk)), ("link", str(shown.link.grant_id)),
        ("link", str(many.pk)), ("link", str(token.row.pk)), ("link", str(asked.pk)),
        ("opt-out", f"{cohort.pk} {away}"), ("opt-in", f"{cohort.pk} {back}"),
    ])  # fmt: skip
    assert "ana@" not in file.read_text()
    rows = {one.pk: one for one in Enrolment.objects.all()}
    assert (rows[less.pk].consented_at, rows[less.pk].categories) == (None, [])
    assert (rows[left.pk].revoked_at, rows[more.pk].categories) == (LATER, ["funding"])
    standing = Standing.objects.get(enrolment=less, round=None)
    assert standing.state == EnrolmentState.NOT_SHARED
    assert not Standing.objects.filter(enrolment=left).exists()
    assert list(less.consents.values_list("at", "by", "leaving"))[-1] == (LATER, None, False)
    assert Grant.objects.get(pk=shown.link.grant_id).revoked_at == LATER
    many.refresh_from_db(), asked.refresh_from_db()
    assert (many.revoked_at, asked.withdrawn_at, asked.wanted) == (LATER, LATER, False)
    assert AccessToken.objects.get().revoked_at == LATER
    assert list(OptOut.objects.values_list("email_hash", flat=True)) == [away]
    said = Consent.objects.count()
    assert (replay(read_list(file)), Consent.objects.count()) == (0, said)
    assert not Erased.objects.filter(listed=False, at=LATER).exists()


def test_what_the_backup_knows_already_stays_as_it_is(tmp_path: Path) -> None:
    """Shared less, and more again before the backup was made: the list says the first alone."""
    ours, file = room(edition=make_shipped_edition()), tmp_path / "list.jsonl"
    one = enrol(ours.cohort, "delta-soil", ["funding"])
    by = owner(one)
    share(enrolment=one, shared=with_answers(["funding"]), by=by, at=NOW)
    share(enrolment=one, shared=NOTHING, by=by, at=LATER)
    soon = LATER + dt.timedelta(hours=1)
    share(enrolment=one, shared=with_answers(["funding"]), by=by, at=soon)
    opt_out(cohort=ours.cohort, email_hash="x" * 64, at=NOW)
    opt_in(cohort=ours.cohort, email_hash="x" * 64, at=LATER)
    carry_to_list(file=file)
    assert replay(read_list(file)) == 0
    one.refresh_from_db()
    assert (one.categories, one.consented_at, OptOut.objects.count()) == (["funding"], soon, 0)
