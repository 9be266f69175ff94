"""The report as tables: columns with keys, rows with numbers as numbers; no Django.

One list for the workbook and for CSV, so that both hold the same cells. Column keys are English and
stay; headings and texts are in the reader's language. docs/report-files.md says what each holds.
"""

from __future__ import annotations

from collections.abc import Callable

from questionnaire.report.files.result_tables import (
    answers_table,
    conditions_table,
    estimates_table,
    milestones_table,
    paths_table,
    postures_table,
    robustness_table,
)
from questionnaire.report.files.shape import Table, Told
from questionnaire.report.files.step_tables import (
    actions_table,
    contradictions_table,
    find_out_table,
    flips_table,
    reversal_table,
    sources_table,
)

MAKERS: dict[str, Callable[[Told], Table]] = {
    "paths": paths_table, "postures": postures_table, "answers": answers_table,
    "contradictions": contradictions_table, "actions": actions_table, "flips": flips_table,
    "milestones": milestones_table, "estimates": estimates_table, "conditions": conditions_table,
    "robustness": robustness_table, "find-out": find_out_table,
    "reversal": reversal_table, "sources": sources_table,
}  # fmt: skip


def tables(told: Told) -> tuple[Table, ...]:
    """Every table of the report, in its order."""
    return tuple(make(told) for make in MAKERS.values())


def table(told: Told, key: str) -> Table | None:
    """One table by its key."""
    make = MAKERS.get(key)
    return make(told) if make else None
