"""What is stored, in words: a line for each kind of data, with the figures that the jobs go by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

from questionnaire import keeping
from questionnaire.keeping import Holding

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Line(NamedTuple):
    """What it is, what it is there for, and how long it stays."""

    what: StrPromise
    why: StrPromise
    until: StrPromise


_WITH_VENTURE = _("Until the venture is deleted.")
_WITH_PROGRAMME = _("Until the venture or the accelerator is deleted.")

WORDS: Mapping[Holding, Line] = {
    Holding.ACCOUNT: Line(
        _("Your account: e-mail address, name, second factors, when you last signed in"),
        _("To let you in, and nobody else."),
        _(
            "Until you delete the account. Sign-in codes are good for ten minutes and "
            "gone after a day."
        ),
    ),
    Holding.SESSION: Line(
        _("That a browser is signed in, since when, which kind it is and when it was last used"),
        _("So that you need not sign in on every page, and see where you are signed in."),
        _(
            "Until you sign out, %(unused)s days after its last use, at most %(session)s days. "
            "Of editors and accelerators: an hour without a click, a day at most."
        ),
    ),
    Holding.VENTURE: Line(
        _("A venture: its name, its stage, and who belongs to it"),
        _("To keep one venture’s answers together and apart from all others."),
        _(
            "Until you delete it. Without an account: %(idle)s days after the last "
            "change; from day %(warning)s on its pages say so."
        ),
    ),
    Holding.ANSWERS: Line(
        _(
            "Answers, notes and links to evidence, in every form they had, with who wrote "
            "them and when"
        ),
        _("They are what is scored; and so that nothing you wrote is ever overwritten unseen."),
        _WITH_VENTURE,
    ),
    Holding.REPORT: Line(
        _("Reports as they were sent, and what you tried out on them"),
        _("A report says the same as long as it exists."),
        _WITH_VENTURE,
    ),
    Holding.DECISION: Line(
        _("Your decision, your plan of action and your release plan"),
        _("They are yours to come back to."),
        _WITH_VENTURE,
    ),
    Holding.LINKS: Line(
        _("Private links and links to reports, as a fingerprint from which no link can be made"),
        _("To open what they lead to, until you end them."),
        _WITH_VENTURE,
    ),
    Holding.INVITED: Line(
        _("Addresses of people who were invited, and who wants no reminders (as a fingerprint)"),
        _("To mail the invitation, and to say whether it was taken."),
        _(
            "Addresses of people who never came: %(invited)s days after the invitation "
            "ended. All others: until the venture or the accelerator is deleted."
        ),
    ),
    Holding.SHARED: Line(
        _("What you share with an accelerator, and every change of that"),
        _("It is your consent: nothing is shown without it."),
        _WITH_PROGRAMME,
    ),
    Holding.OPENINGS: Line(
        _(
            "When what you share was opened or taken along as a file, and by which account; of "
            "links only when"
        ),
        _("So that you can read who looked."),
        _(
            "%(look)s days, and of links as long after their last day; not longer than the venture "
            "or the accelerator."
        ),
    ),
    Holding.BENCHMARK: Line(
        _("Comparisons with other ventures, as you were told them"),
        _("They are made once and stay as they are."),
        _WITH_PROGRAMME,
    ),
    Holding.REVIEW: Line(
        _("Reviews, comments, states and decisions of an accelerator"),
        _("To decide about a venture, with reasons."),
        _WITH_PROGRAMME,
    ),
    Holding.PROGRAMME: Line(
        _("Accelerators: their members, cohorts, dates, rubrics and access tokens"),
        _("To run a programme."),
        _("Until the accelerator is deleted."),
    ),
    Holding.FILES: Line(
        _("Packs of reports that an accelerator asked for"),
        _("To be fetched once they are made."),
        _("%(files)s hours."),
    ),
    Holding.MAIL: Line(
        _("Mails that wait to leave"),
        _("So that none is lost when the mail server is down."),
        _("Address and words until it has left; of one that cannot leave at most %(mail)s days."),
    ),
    Holding.WORK: Line(
        _("That a piece of background work was done"),
        _("To see that it was."),
        _("%(done)s days."),
    ),
    Holding.BANK: Line(
        _("The questions, and which editor changed what"),
        _("So that every published question can be traced."),
        _(
            "As long as the questions exist. Nothing of founders is among it, except "
            "texts that no option fitted, read without names."
        ),
    ),
}
"""Every kind of data, in the order of the page."""

OUTSIDE: tuple[Line, ...] = (
    Line(
        _("Network addresses, in counts of how often something was asked for"),
        _("To stop whoever tries codes and links by the thousand."),
        _("At most %(address)s days."),
    ),
    Line(
        _(
            "Log lines: time, page, duration, faults, and numbers of the account and of what it "
            "changed; no answers, names or addresses"
        ),
        _("To find faults, and who did what."),
        _("%(log)s days."),
    ),
    Line(
        _("Backups"),
        _("To get everything back after a disk has failed."),
        _(
            "At most %(backup)s days. What was deleted is deleted again before a restored "
            "backup is used."
        ),
    ),
)
"""What is kept beside the tables."""

FIGURES: Mapping[str, int] = {
    "session": keeping.SESSION_DAYS,
    "unused": keeping.UNUSED_DAYS,
    "idle": keeping.IDLE_DRAFT_DAYS,
    "warning": keeping.IDLE_WARNING_DAYS,
    "look": keeping.LOOK_DAYS,
    "invited": keeping.INVITED_DAYS,
    "files": keeping.FILE_HOURS,
    "mail": keeping.MAIL_DAYS,
    "done": keeping.DONE_DAYS,
    "address": keeping.ADDRESS_DAYS,
    "log": keeping.LOG_DAYS,
    "backup": keeping.BACKUP_DAYS,
}


def what_is_kept() -> list[tuple[str, str, str]]:
    """Every line in the reader's language, its figures filled in."""
    return [
        (str(line.what), str(line.why), str(line.until) % FIGURES)
        for line in (*WORDS.values(), *OUTSIDE)
    ]
