"""Saving an answer: nobody's text is silently replaced, and a retry counts once."""

import hashlib
import json
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from questionnaire.assessment.actions import (
    Conflict,
    Content,
    MutationReused,
    NotOpen,
    Saved,
    reopen,
    save_answer,
    submit,
)
from questionnaire.assessment.models import Answer, AnswerRevision, Assessment, Submission
from questionnaire.vocabulary import AssessmentStatus
from tests.factories import NOW, make_answer, make_assessment

CLOSED = Content({"value": "closed"})
OPEN = Content({"value": "open"}, note="we said so", claim="done")


def save(
    assessment: Assessment, content: Content, base: int, mutation: uuid.UUID | None = None
) -> Saved | Conflict:
    return save_answer(
        assessment=assessment.pk,
        question="route",
        content=content,
        base=base,
        mutation=mutation or uuid.uuid4(),
        by=None,
        at=NOW,
    )


def at_once(count: int, work: Callable[[int], object]) -> list[object]:
    """Run the work in this many threads that start together, each on its own connection."""
    gate = threading.Barrier(count)

    def one(number: int) -> object:
        gate.wait()
        try:
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


@pytest.mark.django_db
def test_a_first_answer_becomes_version_one_with_a_revision() -> None:
    assessment = make_assessment()
    assert save(assessment, OPEN, base=0) == Saved(version=1, at=NOW)
    answer = Answer.objects.get()
    assert (answer.value, answer.note, answer.claim, answer.version) == (
        {"value": "open"}, "we said so", "done", 1,
    )  # fmt: skip
    assert list(AnswerRevision.objects.values_list("version", "value", "note")) == [
        (1, {"value": "open"}, "we said so")
    ]


@pytest.mark.django_db
def test_a_save_on_the_current_version_becomes_the_next_one() -> None:
    assessment = make_assessment()
    save(assessment, CLOSED, base=0)
    assert save(assessment, OPEN, base=1) == Saved(version=2, at=NOW)
    assert Answer.objects.get().value == {"value": "open"}
    assert sorted(AnswerRevision.objects.values_list("version", flat=True)) == [1, 2]


@pytest.mark.django_db
def test_a_save_on_an_old_version_changes_nothing_and_tells_what_stands() -> None:
    assessment = make_assessment()
    save(assessment, CLOSED, base=0)
    save(assessment, OPEN, base=1)
    assert save(assessment, CLOSED, base=1) == Conflict(version=2, content=OPEN, at=NOW)
    assert Answer.objects.get().value == {"value": "open"}
    assert AnswerRevision.objects.count() == 2


@pytest.mark.django_db
def test_a_first_answer_given_meanwhile_is_a_conflict() -> None:
    assessment = make_assessment()
    save(assessment, CLOSED, base=0)
    assert save(assessment, OPEN, base=0) == Conflict(version=1, content=CLOSED, at=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("base", [0, 1])
def test_the_same_edit_sent_again_is_answered_as_it_was_and_stored_once(base: int) -> None:
    assessment = make_assessment()
    if base:
        save(assessment, CLOSED, base=0)
    edit = uuid.uuid4()
    first = save(assessment, OPEN, base=base, mutation=edit)
    again = save(assessment, OPEN, base=base, mutation=edit)
    assert first == Saved(version=base + 1, at=NOW)
    assert again == Saved(version=base + 1, at=NOW, replayed=True)
    assert AnswerRevision.objects.count() == base + 1


@pytest.mark.django_db
def test_an_edits_id_cannot_be_used_for_another_answer() -> None:
    edit = uuid.uuid4()
    save(make_assessment(), CLOSED, base=0, mutation=edit)
    other = make_assessment()
    with pytest.raises(MutationReused):
        save(other, OPEN, base=0, mutation=edit)
    assert Answer.objects.filter(assessment=other).count() == 0


@pytest.mark.django_db
def test_a_base_that_never_was_is_a_reused_or_unknown_edit() -> None:
    with pytest.raises(MutationReused):
        save(make_assessment(), OPEN, base=7)


@pytest.mark.django_db(transaction=True)
def test_six_first_answers_at_once_have_one_winner_and_five_conflicts() -> None:
    for _ in range(10):
        assessment = make_assessment()
        contents = [Content({"value": str(number)}) for number in range(6)]
        results = at_once(6, lambda n, a=assessment, c=contents: save(a, c[n], base=0))
        winners = [n for n, result in enumerate(results) if isinstance(result, Saved)]
        assert len(winners) == 1
        stands = Conflict(version=1, content=contents[winners[0]], at=NOW)
        assert [r for r in results if isinstance(r, Conflict)] == [stands] * 5
        assert Answer.objects.get(assessment=assessment).value == contents[winners[0]].value


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("base", [0, 1])
def test_one_edit_arriving_eight_times_at_once_is_one_revision(base: int) -> None:
    for _ in range(10):
        assessment = make_assessment()
        if base:
            save(assessment, CLOSED, base=0)
        edit = uuid.uuid4()
        results = at_once(8, lambda _n, a=assessment, e=edit: save(a, OPEN, base=base, mutation=e))
        assert {result.version for result in results if isinstance(result, Saved)} == {base + 1}
        assert [type(result) for result in results] == [Saved] * 8
        assert AnswerRevision.objects.filter(answer__assessment=assessment).count() == base + 1


@pytest.mark.django_db(transaction=True)
def test_two_people_on_different_questions_never_conflict() -> None:
    assessment = make_assessment()

    def founder(number: int) -> list[type]:
        return [
            type(
                save_answer(
                    assessment=assessment.pk, question=f"question-{number}",
                    content=Content({"value": str(base)}), base=base, mutation=uuid.uuid4(),
                    by=None, at=NOW,
                )
            )
            for base in range(25)
        ]  # fmt: skip

    assert at_once(2, founder) == [[Saved] * 25, [Saved] * 25]
    assert sorted(Answer.objects.values_list("version", flat=True)) == [25, 25]


@pytest.mark.django_db
def test_sending_takes_a_snapshot_of_what_stands() -> None:
    assessment = make_assessment()
    make_answer(assessment=assessment, version=3, note="n", claim="done")
    make_answer(assessment=assessment, question="taken-back", value=None)
    submission = submit(assessment=assessment, at=NOW)
    assert submission.answers == {
        "route": {
            "value": {"value": "closed"},
            "note": "n", "evidence": "", "claim": "done", "version": 3,
        }
    }  # fmt: skip
    text = json.dumps(submission.answers, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert (submission.revision, submission.sent_at, submission.answers_hash) == (
        1, NOW, hashlib.sha256(text.encode()).hexdigest(),
    )  # fmt: skip
    assert submission.receipt.startswith("AS-")
    assessment.refresh_from_db()
    assert assessment.status == AssessmentStatus.SUBMITTED


@pytest.mark.django_db
def test_sending_twice_makes_one_submission() -> None:
    assessment = make_assessment()
    submit(assessment=assessment, at=NOW)
    with pytest.raises(NotOpen):
        submit(assessment=assessment, at=NOW)
    assert Submission.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_sending_four_times_at_once_makes_one_submission() -> None:
    assessment = make_assessment()

    def send(_number: int) -> str:
        try:
            return submit(assessment=assessment, at=NOW).receipt
        except NotOpen:
            return ""

    assert sorted(map(bool, at_once(4, send))) == [False, False, False, True]
    assert Submission.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("base", [0, 1])
def test_what_was_sent_takes_no_more_answers_until_it_is_reopened(base: int) -> None:
    assessment = make_assessment()
    if base:
        save(assessment, CLOSED, base=0)
    submit(assessment=assessment, at=NOW)
    with pytest.raises(NotOpen):
        save(assessment, OPEN, base=base)
    assert Answer.objects.filter(value=OPEN.value).count() == 0
    assessment.refresh_from_db()
    reopen(assessment=assessment)
    assert save(assessment, OPEN, base=base) == Saved(version=base + 1, at=NOW)


@pytest.mark.django_db
def test_an_edits_id_with_another_answer_is_not_told_to_be_saved() -> None:
    assessment, mutation = make_assessment(), uuid.uuid4()
    save(assessment, CLOSED, base=0, mutation=mutation)
    with pytest.raises(MutationReused):
        save(assessment, OPEN, base=0, mutation=mutation)
    assert save(assessment, CLOSED, base=0, mutation=mutation).replayed
    assert Answer.objects.get().value == CLOSED.value


@pytest.mark.django_db
def test_a_save_that_arrived_before_the_sending_is_acknowledged_again_after_it() -> None:
    assessment, mutation = make_assessment(), uuid.uuid4()
    save(assessment, CLOSED, base=0, mutation=mutation)
    submit(assessment=assessment, at=NOW)
    again = save(assessment, CLOSED, base=0, mutation=mutation)
    assert again == Saved(version=1, at=NOW, replayed=True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(5))
def test_an_answer_acknowledged_while_sending_is_in_what_was_sent(round_: int) -> None:
    assessment = make_assessment()

    def work(number: int) -> str | None:
        if number == 0:
            submit(assessment=assessment, at=NOW)
            return None
        try:
            save_answer(
                assessment=assessment.pk, question=f"q{number}", content=OPEN, base=0,
                mutation=uuid.uuid4(), by=None, at=NOW,
            )  # fmt: skip
        except NotOpen:
            return None
        return f"q{number}"

    acknowledged = {key for key in at_once(6, work) if key}
    assert set(Submission.objects.get().answers) == acknowledged
    assert set(Answer.objects.values_list("question", flat=True)) == acknowledged


@pytest.mark.django_db
def test_reopening_begins_the_next_revision_and_keeps_what_was_sent() -> None:
    assessment = make_assessment()
    make_answer(assessment=assessment)
    first = submit(assessment=assessment, at=NOW)
    reopen(assessment=Assessment.objects.get())
    again = Assessment.objects.get()
    assert (again.status, again.revision) == (AssessmentStatus.OPEN, 2)
    second = submit(assessment=again, at=NOW)
    assert (first.revision, second.revision) == (1, 2)
    assert Submission.objects.get(revision=1).answers == first.answers


@pytest.mark.django_db
def test_reopening_what_is_open_is_refused() -> None:
    with pytest.raises(NotOpen):
        reopen(assessment=make_assessment())


@pytest.mark.django_db(transaction=True)
def test_nothing_waits_for_ever_and_sqlite_enforces_keys() -> None:
    """That SQLite writes fully is told by the settings' own test: tests do not wait for the disk."""
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("5s",)
        return
    with connection.cursor() as cursor:
        found = [
            cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("foreign_keys", "busy_timeout")
        ]
    assert found == [1, 5000]
