"""Mail about reviews: to founders what was asked, released and decided; to reviewers their work.

Words of people stand there in plain text and never in a link; no score, no internal word, no name
of a venture to a reviewer.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core import mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from questionnaire.assessment.models import Assessment
from questionnaire.bank.queries import edition_by_id
from questionnaire.cohort.models import Cohort, Enrolment
from questionnaire.people.models import User
from questionnaire.post.letter import AcceleratorMail, VentureMail
from questionnaire.post.words import no_link
from questionnaire.review.models import choice_word
from questionnaire.review.queries import desks_of, languages_of, owners_of


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to the owners of one venture. to is empty where nobody has an account; then it stands
    on their page alone. page: the address of that page, which is theirs."""

    enrolment: uuid.UUID
    about: uuid.UUID
    venture: str
    to: tuple[str, ...]
    subject: str
    body: str
    page: str

    @property
    def shown(self) -> str:
        """The words as whoever sends them reads them before."""
        return self.body.replace(self.page, _("(the link to their page)"))


def send(letters: Iterable[Letter]) -> None:
    """Queue a mail for each owner, in the transaction of what they are told."""
    messages = [
        VentureMail(letter.subject, letter.body, to=one, about=letter.about)
        for letter in letters
        for one in letter.to
    ]
    if messages:
        mail.get_connection().send_messages(messages)


@dataclass(frozen=True, slots=True)
class _Reader:
    """A venture as mail reaches it: its owners, their language, the assessment they work on."""

    enrolment: Enrolment
    owners: Sequence[User]
    language: str
    desk: Assessment | None

    @property
    def names(self) -> dict[str, str]:
        cohort = self.enrolment.cohort
        return {
            "venture": _line(self.enrolment.venture.name),
            "cohort": _line(cohort.name),
            "accelerator": _line(cohort.accelerator.name),
        }

    def page(self) -> str:
        """Where everything of this cohort stands for them."""
        if self.desk is None:
            return settings.SITE_URL + reverse("home")
        return settings.SITE_URL + reverse("sharing", args=[self.desk.pk, self.enrolment.pk])

    def question(self, key: str) -> tuple[str, str]:
        """A question in their language and its address; empty where their edition has it not."""
        if self.desk is None or not key:
            return "", ""
        wording = edition_by_id(self.desk.edition_id).wording(self.language)
        found = wording.questions.get(key)
        if found is None:
            return "", ""
        address = reverse("category", args=[self.desk.pk, found.category])
        return str(found.ask), f"{settings.SITE_URL}{address}#slot-{key}"

    def letter(self, subject: str, *lines: str) -> Letter:
        return Letter(
            enrolment=self.enrolment.pk,
            about=self.enrolment.venture_id,
            venture=self.enrolment.venture.name,
            to=tuple(one.email for one in self.owners),
            subject=subject % self.names,
            body="\n\n".join(line for line in lines if line) + "\n",
            page=self.page(),
        )


def _readers(enrolments: Sequence[Enrolment], *, shown: bool = False) -> Iterator[_Reader]:
    """Each with the language that it reads. Three queries, whatever their number.

    shown: to whoever is about to write; then in their own language. In which the venture reads is
    known from its decision, and that there is one is nobody's business.
    """
    ventures = [one.venture_id for one in enrolments]
    spoken = {} if shown else languages_of(ventures)
    owners, desks = owners_of(ventures), desks_of(ventures)
    here = translation.get_language() or "en"
    for one in enrolments:
        language = spoken.get(one.venture_id, here)
        with translation.override(language):
            yield _Reader(one, owners.get(one.venture_id, ()), language, desks.get(one.venture_id))


def changes_letter(enrolment: Enrolment, words: str, question: str) -> Letter:
    """What founders are asked for, with the way to the question."""
    [reader] = _readers([enrolment])
    with translation.override(reader.language):
        ask, address = reader.question(question)
        return reader.letter(
            _("%(accelerator)s asks %(venture)s for a change"),
            _("Hello,"),
            _("whoever reviews %(venture)s in %(cohort)s of %(accelerator)s asks you:")
            % reader.names,
            no_link(words),
            (_("It is about this question: %(ask)s") % {"ask": ask} + f"\n{address}")
            if ask
            else "",
            _("Change the answers, then send them again. Everything about this cohort:")
            + f"\n{reader.page()}",
        )


def released_letter(enrolment: Enrolment) -> Letter:
    """That comments of reviewers can be read."""
    [reader] = _readers([enrolment])
    with translation.override(reader.language):
        return reader.letter(
            _("Reviewers of %(accelerator)s wrote to %(venture)s"),
            _("Hello,"),
            _("reviewers of %(venture)s in %(cohort)s left comments for you. Read them here:")
            % reader.names
            + f"\n{reader.page()}",
        )


def decided_letters(
    made: Sequence[tuple[Enrolment, str, str]], *, shown: bool = False
) -> list[Letter]:
    """What was decided about each venture: (enrolment, choice, words beside it)."""
    said = {one.pk: (choice, words) for one, choice, words in made}
    letters = []
    for reader in _readers([one for one, _choice, _words in made], shown=shown):
        choice, words = said[reader.enrolment.pk]
        with translation.override(reader.language):
            letters.append(_decided(reader, choice, words))
    return letters


def _decided(reader: _Reader, choice: str, words: str) -> Letter:
    return reader.letter(
        _("%(accelerator)s decided about %(venture)s"),
        _("Hello,"),
        _("%(accelerator)s decided about %(venture)s in %(cohort)s:") % reader.names,
        no_link(choice_word(choice)),
        no_link(words),
        _("It stands here, with everything about this cohort:") + f"\n{reader.page()}",
    )


def mail_assigned(reviewer: User, cohort: Cohort, number: int) -> None:
    """Tell a reviewer how much there is to review; no venture is named."""
    values = {
        "cohort": _line(cohort.name),
        "accelerator": _line(cohort.accelerator.name),
        "number": number,
    }
    words = ngettext(
        "%(accelerator)s asks you to review %(number)s venture of %(cohort)s.",
        "%(accelerator)s asks you to review %(number)s ventures of %(cohort)s.",
        number,
    )
    link = settings.SITE_URL + reverse("review-queue", args=[cohort.pk])
    subject = _("Reviews for %(cohort)s") % values
    body = f"{_('Hello,')}\n\n{words % values}\n\n{_('Begin here:')}\n{link}\n"
    AcceleratorMail(subject, body, to=reviewer.email, about=cohort.accelerator_id).send()


def _line(text: str) -> str:
    """A name as a mail carries it."""
    return no_link(" ".join(text.split()))
