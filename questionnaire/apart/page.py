"""The page of answering apart: where each member stands, one's own sheet, what can be done next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from questionnaire.apart.queries import newest_round, open_round, own_in, standing
from questionnaire.assessment import composition
from questionnaire.assessment.desk import open_desk
from questionnaire.assessment.models import ApartRound, Assessment
from questionnaire.assessment.pages import Overview
from questionnaire.people.actor import Actor
from questionnaire.people.models import VentureMember
from questionnaire.people.querysets import WRITERS
from questionnaire.vocabulary import AssessmentStatus, VentureRole


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member and where they stand: reads, none, open (answering) or laid-open. No answer."""

    name: str
    mine: bool
    state: str


@dataclass(frozen=True, slots=True)
class ApartPage:
    """role: the reader's in the venture, empty for who came by a link. going: the newest round.

    sheet: the reader's own; tasks: its task list while it can be answered. reads: whether what was
    laid open is open to the reader; waits: who is waited for.
    """

    role: str
    going: ApartRound | None
    members: tuple[MemberRow, ...]
    sheet: Assessment | None
    tasks: Overview | None
    reads: bool
    left: bool

    @property
    def begun(self) -> bool:
        return any(one.state in ("open", "laid-open") for one in self.members)

    @property
    def live(self) -> bool:
        """Whether a round goes on."""
        return self.going is not None and self.going.closed_at is None

    @property
    def may_begin(self) -> bool:
        return self.role in WRITERS and not (self.live and self.sheet) and not self.left

    @property
    def answering(self) -> bool:
        """Whether the reader's own sheet waits for answers."""
        return self.tasks is not None

    @property
    def unopened(self) -> bool:
        """Whether the reader's own sheet is seen by nobody else."""
        return self.sheet is not None and self.sheet.status == AssessmentStatus.OPEN

    @property
    def owner(self) -> bool:
        return self.role == VentureRole.OWNER

    @property
    def waits(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.members if one.state == "open" and not one.mine)


def apart_page(found: Assessment, actor: Actor) -> ApartPage:
    """Five queries: members, round, who began, one's own sheet, what is open; one more for its
    answers while it can be answered."""
    known = VentureMember.objects.visible_to(actor).filter(venture=found.venture_id)
    members = list(known.select_related("user").order_by("pk"))
    role = next((one.role for one in members if one.user_id == actor.user_id), "")
    going = newest_round(actor, found.pk)
    sheet = own_in(actor, going) if role else None
    answering = sheet is not None and sheet.may_write and sheet.status == AssessmentStatus.OPEN
    tasks = None
    if sheet is not None and answering:
        tasks = composition.overview(open_desk(sheet), receipt=None, resume_link=None)
    return ApartPage(
        role=role,
        going=going,
        members=tuple(_rows(members, standing(going, members), actor)),
        sheet=sheet,
        tasks=tasks,
        reads=bool(role) and open_round(actor, found.pk) is not None,
        left=found.left_for_id is not None,
    )


def _rows(
    members: list[VentureMember], began: Mapping[int, str], actor: Actor
) -> Iterator[MemberRow]:
    for one in members:
        state = began.get(one.user_id, "none" if one.role in WRITERS else "reads")
        yield MemberRow(str(one.user), one.user_id == actor.user_id, state)
