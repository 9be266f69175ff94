"""The gate of publishing: everything that must hold across an edition's values; no Django.

First what can be read off the values (keys, references, conditions, points, texts); then, where
nothing is wrong with those, what only scoring can tell (reachability, by walking the branches).
"""

from __future__ import annotations

from questionnaire.bank.content import Content
from questionnaire.bank.findings import Finding
from questionnaire.bank.lint_keys import key_findings
from questionnaire.bank.lint_personas import persona_findings
from questionnaire.bank.lint_points import form_findings, point_findings
from questionnaire.bank.lint_proof import proof_findings
from questionnaire.bank.lint_texts import text_findings

__all__ = ["Finding", "lint", "scoring_faults"]


def lint(content: Content, *, prove: bool = True) -> tuple[Finding, ...]:
    """Every finding, errors first. prove: also walk the branches (some seconds)."""
    found = [*key_findings(content), *point_findings(content), *text_findings(content)]
    if prove and not any(one.severity == "error" for one in found):
        found += [*persona_findings(content), *proof_findings(content)]
    return tuple(sorted(found, key=lambda one: one.severity != "error"))


def scoring_faults(content: Content, *, personas: bool = False) -> tuple[Finding, ...]:
    """The errors that prevent scoring; a missing text or next step does not.

    personas: also those in personas, which prevent scoring these.
    """
    found = [*key_findings(content), *form_findings(content)]
    errors = (one for one in found if one.severity == "error")
    return tuple(one for one in errors if personas or not one.file.startswith("personas/"))
