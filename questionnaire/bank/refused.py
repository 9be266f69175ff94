"""Why an edition cannot be loaded, changed or published, in words for an editor; no Django."""

from __future__ import annotations

from questionnaire.bank.findings import Finding


class EditionRefused(Exception):
    """Why an edition cannot be loaded, published or retired, in words for an editor."""

    def __init__(self, message: str, findings: tuple[Finding, ...] = ()) -> None:
        self.findings = findings
        super().__init__("\n".join([message, *(str(finding) for finding in findings)]))


class EffectNeeded(EditionRefused):
    """The effect on what was sent is not known for the draft as it stands."""


class SecondEditorNeeded(EditionRefused):
    """The effect is large: one editor asks, another one confirms."""
