"""The lines of a drafted policy in words, and by which lever each can be enforced; no Django."""

from __future__ import annotations

from questionnaire.release.words import Listed, Say
from questionnaire.scoring.release.policy import Chapter, Force, Lever, PolicyLine


def chapter_name(say: Say, chapter: Chapter) -> str:
    """A part of the policy."""
    return {
        Chapter.USE: say("What is not allowed"), Chapter.STEPS: say("What happens then"),
        Chapter.WATCH: say("How use is watched"), Chapter.ANSWER: say("How reports are answered"),
        Chapter.TEACH: say("How people learn the rules"),
    }[chapter]  # fmt: skip


def rule_words(say: Say, line: PolicyLine, own: str) -> str:
    """A line of the policy. own: the founder's words, safe where they stand."""
    return {**_of_use(say, own), **_of_steps(say), **_of_watching(say), **_of_answers(say, own),
            **_of_teaching(say)}[line.rule]  # fmt: skip


def _of_use(say: Say, own: str) -> dict[str, str]:
    return {
        "law": say("Nobody may use the model to break the law."),
        "banned-uses": say("The uses on our published list are not allowed."),
        "red-line": say("Never, whatever the reason: %(own)s", own=own),
        "thresholds": say(
            "A version that passes a threshold of dangerous ability is not released."
        ),
    }


def _of_steps(say: Say) -> dict[str, str]:
    return {
        "warning": say("First comes a warning that says which rule was broken."),
        "limiting": say("Then speed or functions are limited."),
        "suspension": say("Access can be suspended, for a time that we name."),
        "exclusion": say("Access can be withdrawn for good; two people decide."),
        "report": say("We report crimes to the authorities."),
        "appeal": say("Whoever is affected can ask for a second person to look again."),
        "takedown-requests": say("We ask hosts to take down copies that break the rules."),
        "end-licence": say("We end the licence of whoever breaks its terms."),
    }


def _of_watching(say: Say) -> dict[str, str]:
    return {
        "private-logs": say(
            "Use is logged no further than privacy allows; logs have a day of deletion."
        ),
        "abuse-detection": say("Abuse is looked for automatically; a person checks every alarm."),
        "report-channel": say("Anybody can report misuse at an address that somebody reads."),
        "derivative-watch": say("We regularly check the most used models that are built on ours."),
        "audit-or-bounty": say("Outsiders audit the model, or are paid for finding faults."),
        "detection-tools": say("We publish tools that recognise the model’s output."),
    }


def _of_answers(say: Say, own: str) -> dict[str, str]:
    return {
        "case-by-case": say("A named person decides on each report of misuse."),
        "playbook": say("Misuse is handled by a written playbook with roles."),
        "rehearsed-playbook": say("Misuse is handled by a playbook that was rehearsed."),
        "response": say("The first action follows within %(own)s hours of a credible report.",
                        own=own),
    }  # fmt: skip


def _of_teaching(say: Say) -> dict[str, str]:
    return {
        "plain-policy": say("These rules are published in plain language."),
        "in-product-notice": say("A notice stands where the riskiest use begins."),
        "downstream-clauses": say("Whoever builds on the model passes these clauses on."),
        "teaching-material": say("We teach good use with examples, good and bad."),
        "change-notices": say("Changes are announced before they take effect."),
    }


def force_words(say: Say, listed: Listed, line: PolicyLine) -> str:
    """Whether a line can be enforced, and by what."""
    levers = listed([lever_name(say, one) for one in line.levers])
    if line.force is Force.NOT_YET:
        return say("Not needed yet: nobody outside has what this is about.")
    if line.force is Force.OWN_WORK:
        return say("In your own hands: nobody else is needed for it.")
    if line.force is Force.NONE:
        return say("Cannot be enforced: no lever of yours reaches it.")
    if line.force is Force.NO_LIMIT:
        return say(
            "Cannot be enforced by this plan: you answered that you end licences, and the licence "
            "planned for the weights names no limit that could be broken."
        )
    if line.force is Force.IN_PART:
        return say("Only in part, because copies in other hands stay: %(levers)s.", levers=levers)
    if line.force is Force.OWN_SERVICE:
        return say("Only on what you host, not on weights in other hands: %(levers)s.",
                   levers=levers)  # fmt: skip
    return say("Can be enforced: %(levers)s.", levers=levers)


def lever_name(say: Say, lever: Lever) -> str:
    """A lever."""
    return {
        Lever.BLOCK: say("blocking a user or key"),
        Lever.PATCH: say("correcting or filtering what you host"),
        Lever.LICENCE: say("ending the licence"),
        Lever.TAKEDOWN: say("asking hosts to take copies down"),
        Lever.DETECTION: say("detection tools"), Lever.OWN_WORK: say("your own work"),
    }[lever]  # fmt: skip
