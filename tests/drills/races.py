"""CC-02: two people change one answer in the same moment; of the two edits one counts, and whoever
was second is told. Never does one go over the other in silence."""

from __future__ import annotations

import threading
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from questionnaire.assessment.models import AnswerRevision
from tests.bench.browser import begin
from tests.drills.at_work import site
from tests.drills.sheet import Sheet
from tests.faults.writers import QUESTIONS, Reply, nothing_is_torn, post

PAIRS = 4
Edit = tuple[uuid.UUID, str, Reply]


@dataclass
class Pair:
    """Two at one question; each round both know the same version."""

    port: int
    rounds: int
    statuses: Counter[tuple[int, ...]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    accepted: dict[uuid.UUID, tuple[int, str]] = field(default_factory=dict)
    refused: set[uuid.UUID] = field(default_factory=set)

    def run(self) -> None:
        """All rounds."""
        browser, base = begin(self.port)
        path, version = f"{base}answers/{QUESTIONS[0]}/", 0
        meeting = threading.Barrier(2)

        def one() -> Edit:
            edit = uuid.uuid4()
            form = {"mutation": str(edit), "base": str(version), "note": f"of {edit}"}
            meeting.wait()
            return edit, form["note"], post(browser, path, form)

        with ThreadPoolExecutor(2) as pool:
            for _ in range(self.rounds):
                edits = [running.result() for running in [pool.submit(one), pool.submit(one)]]
                self._judge(version, edits)
                version += 1

    def _judge(self, version: int, edits: list[Edit]) -> None:
        self.statuses[tuple(sorted(reply.status for _, _, reply in edits))] += 1
        won = [one for one in edits if one[2].status == 200]
        for edit, note, _ in won:
            self.accepted[edit] = (version + 1, note)
        for edit, _, reply in edits:
            if reply.status == 409:
                self.refused.add(edit)
                theirs = reply.told.get("fields", {})
                shown = theirs.get("note") if isinstance(theirs, dict) else None
                if not won or shown != won[0][1]:
                    self.wrong.append(f"version {version}: who was second was shown {shown!r}")
        if len(won) != 1:
            self.wrong.append(f"version {version}: {len(won)} were told that theirs counts")


def races(folder: Path, *, edits: int) -> int:
    """So many edits, two and two at once, in four ventures side by side."""
    sheet = Sheet()
    rounds = max(1, edits // (2 * PAIRS))
    sheet.begin(f"{2 * PAIRS * rounds} edits, two at a time on one answer")
    with site(folder) as one:
        pairs = [Pair(one.port, rounds) for _ in range(PAIRS)]
        with ThreadPoolExecutor(PAIRS) as pool:
            for running in [pool.submit(pair.run) for pair in pairs]:
                running.result()
    _told(sheet, pairs)
    return sheet.close()


def _told(sheet: Sheet, pairs: list[Pair]) -> None:
    """What the two were told against what is stored."""
    stored = {
        one.mutation: (one.version, one.note)
        for one in AnswerRevision.objects.filter(note__startswith="of ")
    }
    statuses = sum((pair.statuses for pair in pairs), Counter[tuple[int, ...]]())
    sheet.tell("answers to the two, and how often", str(dict(statuses)))
    for pair in pairs:
        for line in pair.wrong[:3]:
            sheet.tell("wrong", line)
    accepted = {edit: told for pair in pairs for edit, told in pair.accepted.items()}
    refused = {edit for pair in pairs for edit in pair.refused}
    sheet.none("rounds without one winner and one who was told", sum(len(p.wrong) for p in pairs))
    sheet.none("edits called saved that are not stored so",
               sum(stored.get(edit) != told for edit, told in accepted.items()))  # fmt: skip
    sheet.none("edits called refused that are stored all the same", len(refused & set(stored)))
    sheet.none("stored edits that nobody was told of", len(set(stored) - set(accepted)))
    nothing_is_torn()
    sheet.tell("versions without a gap, each answer its last revision", "yes")
