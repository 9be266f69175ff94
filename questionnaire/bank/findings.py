"""What lint finds: how bad, in which file, at which key, what, and how to mend it; no Django."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from questionnaire.scoring.faults import whole


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. An error stops publishing; a warning does not."""

    severity: Literal["error", "warning"]
    file: str
    key: str
    problem: str
    mend: str

    def __str__(self) -> str:
        place = f"{self.file}: {self.key}" if self.file else self.key
        return f"{self.severity}: {whole(place, self.problem, self.mend)}"


def error(file: str, key: str, problem: str, mend: str) -> Finding:
    """What must be mended before publishing."""
    return Finding("error", file, key, problem, mend)


def warning(file: str, key: str, problem: str, mend: str) -> Finding:
    """What an editor should look at."""
    return Finding("warning", file, key, problem, mend)
