"""What is stored, of which kind, with whose end it goes, and how long: one line for every table.

The privacy page and the job that forgets read this; a test fails for a table without a line, and
for a line that says something else than the tables' own references do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

IDLE_DRAFT_DAYS: Final = 90
"""A guest's venture that nobody has touched for so long is erased;"""
IDLE_WARNING_DAYS: Final = 60
"""and after so long whoever opens it, and whoever left an address, is told."""
CODE_DAYS: Final = 1
"""Sign-in codes; they are good for ten minutes."""
FILE_HOURS: Final = 24
"""Files that were made to be fetched."""
ADDRESS_DAYS: Final = 14
"""Network addresses, in the counts of how often something was asked for."""
LOG_DAYS: Final = 90
"""Log lines; they hold numbers of accounts and no names, and are the operator's to delete."""
BACKUP_DAYS: Final = 30
"""Backups; what was erased is erased again after one is restored."""
MAIL_DAYS: Final = 30
"""A mail that could not leave, and the bare fact that one left."""
DONE_DAYS: Final = 7
"""That a piece of background work was done."""
SESSION_DAYS: Final = 30
"""A browser that is signed in,"""
UNUSED_DAYS: Final = 14
"""and one that nobody uses meanwhile."""
ERASED_DAYS: Final = 90
"""That something was erased: longer than any backup of it."""
UNCONFIRMED_DAYS: Final = 30
"""An account whose address nobody confirmed, and that belongs to nothing."""
DESK_LOG_DAYS: Final = 400
"""The editors' desk's own log; what they changed stands in another, for good."""
LOOK_DAYS: Final = 400
"""Who of an accelerator looked; and, after a link's last day, when it was opened."""
INVITED_DAYS: Final = 90
"""After its last day, the address of somebody who was invited and never came."""


class Holding(StrEnum):
    """A kind of data, as the privacy page names it."""

    ACCOUNT = "account"
    SESSION = "session"
    VENTURE = "venture"
    ANSWERS = "answers"
    REPORT = "report"
    DECISION = "decision"
    LINKS = "links"
    INVITED = "invited"
    SHARED = "shared"
    OPENINGS = "openings"
    BENCHMARK = "benchmark"
    REVIEW = "review"
    PROGRAMME = "programme"
    FILES = "files"
    MAIL = "mail"
    BANK = "bank"
    WORK = "work"


class End(StrEnum):
    """Whose erasure takes a row along."""

    VENTURE = "venture"
    PERSON = "person"
    ACCELERATOR = "accelerator"


@dataclass(frozen=True, slots=True)
class Kept:
    """What a table holds; goes_with: each of these ends takes its rows along.

    goes_with says what may go along: of a person only what was theirs alone (answers apart).
    days: how long after the time in its column ``since`` a row is deleted whatever else happens;
    0: as long as what it goes with, or, where it goes with nothing, as long as the product.
    only: of which rows that is true, as conditions on columns. sweep: by which of the daily sweeps
    (upkeep/actions.py) rows go that have been kept long enough. besides: which of the others go
    sooner, in words for an operator.
    """

    holding: Holding
    goes_with: frozenset[End] = frozenset()
    days: float = 0
    since: str = ""
    only: Mapping[str, object] = field(default_factory=dict)
    sweep: str = ""
    besides: str = ""

    @property
    def how_long(self) -> str:
        """In words for an operator."""
        if self.days:
            of = "".join(f", only where {name} is {value}" for name, value in self.only.items())
            return f"{self.days:g} days after {self.since}{of}"
        ends = " or ".join(sorted(f"the {end}" for end in self.goes_with))
        more = f"; {self.besides}" if self.besides else ""
        return f"as long as {ends or 'the site'}{more}"


_V, _P, _A = End.VENTURE, End.PERSON, End.ACCELERATOR
_UNUSED: Final = {"accepted_at__isnull": True}


def _kept(
    holding: Holding,
    *ends: End,
    days: float = 0,
    since: str = "",
    only: Mapping[str, object] | None = None,
    sweep: str = "",
    besides: str = "",
) -> Kept:
    return Kept(holding, frozenset(ends), days, since, only or {}, sweep, besides)


TABLES: Final[Mapping[str, Kept]] = {
    # people
    "questionnaire.User": _kept(
        Holding.ACCOUNT, _P, sweep="accounts",
        besides=f"{UNCONFIRMED_DAYS} days where the address was never confirmed",
    ),
    "questionnaire.User_groups": _kept(Holding.ACCOUNT, _P),
    "questionnaire.User_user_permissions": _kept(Holding.ACCOUNT, _P),
    "account.EmailAddress": _kept(Holding.ACCOUNT, _P),
    "account.EmailConfirmation": _kept(
        Holding.ACCOUNT, _P, days=CODE_DAYS, since="created", sweep="codes"
    ),
    "mfa.Authenticator": _kept(Holding.ACCOUNT, _P),
    "questionnaire.Session": _kept(
        Holding.SESSION, _P, days=1, since="expire_date", sweep="sessions"
    ),
    "sessions.Session": _kept(Holding.SESSION, days=1, since="expire_date", sweep="sessions"),
    # a venture
    "questionnaire.Venture": _kept(
        Holding.VENTURE, _V, sweep="drafts",
        besides=f"{IDLE_DRAFT_DAYS} days after its last change where a guest never sent it",
    ),
    "questionnaire.VentureMember": _kept(Holding.VENTURE, _V, _P),
    "questionnaire.Delegation": _kept(Holding.VENTURE, _V, _P),
    "questionnaire.Invitation": _kept(
        Holding.INVITED, _V,
        days=INVITED_DAYS, since="expires_at", only=_UNUSED, sweep="invitations",
    ),
    "questionnaire.Grant": _kept(Holding.LINKS, _V),
    "questionnaire.ReportLink": _kept(Holding.LINKS, _V, _P),
    "questionnaire.LinkOpening": _kept(
        Holding.OPENINGS, _V, _P, days=LOOK_DAYS, since="link__grant__expires_at", sweep="looks"
    ),
    "questionnaire.Assessment": _kept(Holding.ANSWERS, _V, _P),
    "questionnaire.Answer": _kept(Holding.ANSWERS, _V, _P),
    "questionnaire.AnswerRevision": _kept(Holding.ANSWERS, _V, _P),
    "questionnaire.ApartRound": _kept(Holding.ANSWERS, _V, _P),
    "questionnaire.Settlement": _kept(Holding.ANSWERS, _V, _P),
    "questionnaire.Submission": _kept(Holding.REPORT, _V, _P),
    "questionnaire.Report": _kept(Holding.REPORT, _V, _P),
    "questionnaire.ReportText": _kept(Holding.REPORT, _V, _P),
    "questionnaire.WordsDue": _kept(Holding.REPORT, _V, _P),
    "questionnaire.Scenario": _kept(Holding.REPORT, _V, _P),
    "questionnaire.PlanItem": _kept(Holding.DECISION, _V),
    "questionnaire.PlanChange": _kept(Holding.DECISION, _V),
    "questionnaire.Conclusion": _kept(Holding.DECISION, _V),
    "questionnaire.Decision": _kept(Holding.DECISION, _V, _P),
    "questionnaire.Tripwire": _kept(Holding.DECISION, _V, _P),
    "questionnaire.Firing": _kept(Holding.DECISION, _V, _P),
    "questionnaire.ReleasePlan": _kept(Holding.DECISION, _V, _P),
    # an accelerator, and what ventures share with it
    "questionnaire.Accelerator": _kept(Holding.PROGRAMME, _A),
    "questionnaire.AcceleratorMember": _kept(Holding.PROGRAMME, _A, _P),
    "questionnaire.AcceleratorInvitation": _kept(
        Holding.INVITED, _A,
        days=INVITED_DAYS, since="expires_at", only=_UNUSED, sweep="invitations",
    ),
    "questionnaire.AccessToken": _kept(Holding.PROGRAMME, _A),
    "questionnaire.Cohort": _kept(Holding.PROGRAMME, _A),
    "questionnaire.Round": _kept(Holding.PROGRAMME, _A),
    "questionnaire.JoinLink": _kept(Holding.PROGRAMME, _A),
    "questionnaire.Reminder": _kept(Holding.PROGRAMME, _A),
    "questionnaire.CohortInvitation": _kept(
        Holding.INVITED, _V, _A,
        days=INVITED_DAYS, since="expires_at", only={"enrolment__isnull": True},
        sweep="invitations",
    ),
    "questionnaire.Reminded": _kept(Holding.INVITED, _V, _A),
    "questionnaire.OptOut": _kept(Holding.INVITED, _A),
    "questionnaire.Enrolment": _kept(Holding.SHARED, _V, _A),
    "questionnaire.Consent": _kept(Holding.SHARED, _V, _A),
    "questionnaire.Standing": _kept(Holding.SHARED, _V, _A),
    # Sums, and no row is anybody's: those that come to nothing go when they are added up.
    "questionnaire.Tally": _kept(Holding.SHARED),
    "questionnaire.Opening": _kept(
        Holding.OPENINGS, _V, _A, _P, days=LOOK_DAYS, since="at", sweep="looks"
    ),
    "questionnaire.Pack": _kept(
        Holding.FILES, _A, _P, days=FILE_HOURS / 24, since="asked_at", sweep="packs"
    ),
    "questionnaire.PackPart": _kept(Holding.FILES, _V, _A, _P),
    "questionnaire.BenchmarkWord": _kept(Holding.BENCHMARK, _V, _A),
    "questionnaire.BenchmarkRelease": _kept(Holding.BENCHMARK, _A),
    "questionnaire.BenchmarkLine": _kept(Holding.BENCHMARK, _V, _A),
    "questionnaire.Rubric": _kept(Holding.PROGRAMME, _A),
    "questionnaire.Alias": _kept(Holding.REVIEW, _V, _A),
    "questionnaire.Review": _kept(Holding.REVIEW, _V, _A),
    "questionnaire.ReviewReading": _kept(Holding.REVIEW, _V, _A, _P),
    "questionnaire.ReviewStep": _kept(Holding.REVIEW, _V, _A),
    "questionnaire.DecisionBatch": _kept(Holding.REVIEW, _A),
    "questionnaire.Outcome": _kept(Holding.REVIEW, _V, _A),
    # mail and work
    "questionnaire.Mail": _kept(Holding.MAIL, days=MAIL_DAYS, since="done_at", sweep="mails"),
    "django_tasks_database.DBTaskResult": _kept(
        Holding.WORK, days=DONE_DAYS, since="finished_at", sweep="jobs"
    ),
    "questionnaire.Beat": _kept(Holding.WORK),
    "questionnaire.Erased": _kept(Holding.WORK, days=ERASED_DAYS, since="at", sweep="erasures"),
    # the questions, and who may change them: nobody's personal data but editors' own
    **{
        f"questionnaire.{name}": _kept(Holding.BANK)
        for name in (
            "Edition", "Category", "Question", "Option", "Path", "Requirement", "Argument",
            "Tension", "Action", "Milestone", "ReversalLine", "Fact", "Persona", "OtherMark",
            "Edit", "EffectRun",
        )
    },
    "questionnaire.PublishWish": _kept(Holding.BANK, _P),
    "admin.LogEntry": _kept(
        Holding.BANK, _P, days=DESK_LOG_DAYS, since="action_time", sweep="log"
    ),
    "auth.Permission": _kept(Holding.BANK),
    "auth.Group": _kept(Holding.BANK),
    "auth.Group_permissions": _kept(Holding.BANK),
    "contenttypes.ContentType": _kept(Holding.BANK),
}  # fmt: skip

BESIDES: Final[Mapping[str, Kept]] = {
    "fmassess_cache": _kept(Holding.WORK, days=1, since="expires", sweep="counts"),
}
"""Tables that are no model's: how often an address or an account asked for something."""
