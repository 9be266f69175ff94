"""The words the code branches on (DESIGN, section 2); imports nothing of ours."""

from enum import StrEnum


class Posture(StrEnum):
    """How firm a venture stands, 0 to 100."""

    FUNDING = "funding"
    COMMUNITY = "community"
    SAFETY = "safety"


class Band(StrEnum):
    """A posture in one word; withheld when too little was answered to say."""

    WEAK = "weak"
    MIXED = "mixed"
    FIRM = "firm"
    WITHHELD = "withheld"


class Kind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    NUMBER = "number"
    SCALE = "scale"
    TEXT = "text"


class Claim(StrEnum):
    """How sure an answer is; only done and proven count as evidenced."""

    GUESS = "guess"
    PLAN = "plan"
    DONE = "done"
    PROVEN = "proven"


class Stage(StrEnum):
    """How far a venture is, by its own word."""

    IDEA = "idea"
    PROTOTYPE = "prototype"
    FIRST_MODEL = "first-model"
    REVENUE = "revenue"


class RequirementKind(StrEnum):
    """A must knocks a path out when broken; a should costs readiness."""

    MUST = "must"
    SHOULD = "should"


class Verdict(StrEnum):
    """What a condition says about a sheet that may be incomplete."""

    MET = "met"
    OPEN = "open"
    BROKEN = "broken"


class Severity(StrEnum):
    """How much a tension matters."""

    HIGH = "high"
    MEDIUM = "medium"


class Side(StrEnum):
    """Whether an authored argument speaks for a path or against it."""

    FOR = "for"
    AGAINST = "against"


class Direction(StrEnum):
    """Which way a release is turned round in the reversal stress test."""

    CLOSING = "closing"
    OPENING = "opening"


class ReversalPart(StrEnum):
    """The four things a reversal asks about."""

    IRREVOCABLE = "irrevocable"
    LEAVING = "leaving"
    PROMISE = "promise"
    AGREE_NOW = "agree-now"


class EditionStatus(StrEnum):
    """A draft may change; a published edition never does; a retired one is no longer offered."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class RunState(StrEnum):
    """Waiting to be worked on, done, or stopped because the draft became another meanwhile."""

    WAITING = "waiting"
    DONE = "done"
    STOPPED = "stopped"


class AssessmentStatus(StrEnum):
    """Open for answers, or sent. Reopening makes it open again under the next revision.

    A sheet that a member answers apart is never sent: it is laid open, and stays so.
    """

    OPEN = "open"
    SUBMITTED = "submitted"
    LAID_OPEN = "laid-open"


class Settled(StrEnum):
    """How members who answered apart came to a shared answer: all gave it, one gave it, it had
    stood there before, or it was written anew."""

    AGREED = "agreed"
    PICKED = "picked"
    SHARED = "shared"
    WRITTEN = "written"


class VentureRole(StrEnum):
    """What a member may do with a venture's answers."""

    OWNER = "owner"
    EDITOR = "editor"
    VIEWER = "viewer"


class AcceleratorRole(StrEnum):
    """What a member may do with an accelerator's cohorts. All may read what was disclosed to it;
    reviewers review too; managers change cohorts, invite, assign and decide; owners choose the
    members as well. Guests never read internal comments or scores of reviews."""

    OWNER = "owner"
    MANAGER = "manager"
    REVIEWER = "reviewer"
    GUEST = "guest"


class RoundKind(StrEnum):
    """The three times at which an accelerator looks at a whole cohort."""

    INTAKE = "intake"
    MIDTERM = "midterm"
    DEMODAY = "demoday"


class GrantPurpose(StrEnum):
    """What a secret link may be used for; a link of one kind never works as another."""

    RESUME = "resume"
    SHARE = "share"
    INVITE = "invite"


CONSENT_VERSION = 5
"""Of the words by which a venture agrees to a disclosure (templates/cohort/_consent.html).
1: scores and answers together, the path always."""
CONSENT_HOLDS_FROM = 4
"""Who agreed to words before these is asked again; later ones say of less that it is seen."""


class EnrolmentState(StrEnum):
    """How far an enrolled venture is, as its accelerator may know."""

    SUBMITTED = "submitted"
    ANSWERING = "answering"
    NOT_SHARED = "not-shared"
    INVITED = "invited"


class InvitationState(StrEnum):
    """Where an invitation into a cohort is. created: nobody was told of it by us; failed: the mail
    could not leave, or nobody knows whether it did; started: somebody went on from its page;
    enrolled: a venture joined by it."""

    CREATED = "created"
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    OPENED = "opened"
    STARTED = "started"
    ENROLLED = "enrolled"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class RemindedAs(StrEnum):
    """What came of a reminder to one of those who are not done."""

    MAILED = "mailed"
    OPTED_OUT = "opted-out"
    NO_ADDRESS = "no-address"
    LATELY = "lately"


class InboxStatus(StrEnum):
    """What editors made of a text that somebody wrote because no option fitted."""

    NEW = "new"
    SEEN = "seen"
    TAKEN_UP = "taken-up"
    DECLINED = "declined"


class MailState(StrEnum):
    """Where a mail is. kept: on one's own machine, where mail is shown and does not leave."""

    WAITING = "waiting"
    LEAVING = "leaving"
    SENT = "sent"
    KEPT = "kept"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


class PlanState(StrEnum):
    """How far an action of a venture's plan is."""

    OPEN = "open"
    DOING = "doing"
    DONE = "done"
    DROPPED = "dropped"


class ReviewState(StrEnum):
    """How far the reviewing of a venture in a cohort is. submitted: every review that was asked for
    is in; changes-requested: its founders were asked for something; closed: nothing is added."""

    OPEN = "open"
    SUBMITTED = "submitted"
    CHANGES_REQUESTED = "changes-requested"
    CLOSED = "closed"
