"""The fixed words of the PDF, those of the page's templates; no Django."""

from __future__ import annotations

from questionnaire.report.narrative.tongue import Tongue


def words(tongue: Tongue) -> dict[str, str]:
    """By their names in the template."""
    return _headings(tongue) | _columns(tongue) | _sentences(tongue)


def _headings(tongue: Tongue) -> dict[str, str]:
    say = tongue.say
    return {
        "lead": say("Why the first leads over the second"),
        "because": say("Because of"),
        "despite": say("Despite"),
        "whole_lead": say("The whole lead as a sum"),
        "each_path": say("Each path in full"),
        "losses": say("Where most points are lost"),
        "lean_movers": say("What moves the lean"),
        "gains": say("Where most points are gained"),
        "mend": say("What to mend first"),
        "next_ones": say("The next ones"),
        "musts": say("Must-haves"),
        "shoulds": say("What would help (shoulds)"),
        "presupposes": say("What it presupposes"),
        "first_days": say("The first 90 days"),
        "contents": say("Contents"),
        "inputs": say("Inputs"),
    }


def _columns(tongue: Tongue) -> dict[str, str]:
    say = tongue.say
    return {
        "lean": say("Lean"), "path": say("Path"), "fit": say("Fit"), "category": say("Category"),
        "score": say("Score"), "of_100": say("of 100"), "too_early": say("too early"),
        "for": say("For"), "against": say("Against"), "question": say("Question"),
        "answer": say("Answer"), "points": say("Points"), "lead_total": say("Lead"),
        "from": say("From"), "sum": say("Sum"), "evidence": say("Evidence:"),
        "action": say("Action"), "done_when": say("Done when"), "settles": say("Settles"),
        "would_gain": say("Would gain"), "no_points": say("no points"),
        "if": say("If the answer to"),
        "changed_from": say("changed from"), "to": say("to"),
        "becomes": say("the first path becomes"), "new_fit": say("New fit, first over second"),
        "estimate": say("Estimate"), "usual": say("Usual"), "range": say("Range"),
        "how": say("How"), "not_known": say("not known"), "missing": say("Missing:"),
        "milestone": say("Milestone"), "months": say("Months from the report’s date"),
        "when": say("When"),
        "state": say("State"), "and": say("and"), "not_shown": say("not shown yet"),
        "settle_here": say("The question that settles it:"),
        "none": say("None."), "no_answers": say("none"),
        "met": say("Met"), "open": say("Not settled"), "broken": say("Broken"),
        "sources": say("Sources"),
    }  # fmt: skip


def _sentences(tongue: Tongue) -> dict[str, str]:
    say = tongue.say
    return {
        "key_solid": say("Solid mark: claimed"),
        "key_hollow": say("Hollow mark: evidenced, only answers marked done or proven"),
        "key_band": say("Pale band: where the score can still go"),
        "key_met": say("met"),
        "key_open": say("not settled: not answered, or not known yet"),
        "key_broken": say("broken: knocks the path out, whatever its fit"),
        "paths_dek": say(
            "From closed to fully open. Bar: fit. Thin line beneath: where open answers can still "
            "take it. Upright line: the best supported path."
        ),
        "lead_sum": say("Signed points; they add up to the lead. Parts under 0.05 are left out."),
        "matrix_dek": say("Points gained of points possible. Each column adds up to its score."),
        "too_little": say("Too little is answered to say."),
        "no_tensions": say("None of your answers contradict each other."),
        "actions_dek": say(
            "Ranked by what they would gain and settle. Gains overlap and do not add up."
        ),
        "no_actions": say("None of the bank’s actions applies to your answers."),
        "find_out_dek": say(
            "What you do not know yet, by how far it could move the decision."
        ),
        "nothing_to_find": say("Nothing that you do not know yet could move the decision."),
        "money_dek": say("Estimates. Beside each stand the inputs that it was worked out from."),
        "shown_by": say("Shown by:"),
        "rung_reached": say("Disc: reached"),
        "rung_financed": say("Solid: financed"),
        "rung_dashed": say("Dashed: not financed, or not clear"),
        "rung_cash": say("Upright line: cash ends"),
        "answers_dek": say(
            "Points gained of points possible for each posture, and what the answer adds to the "
            "lean. The gained points of a column add up to its score."
        ),
        "page": say("%(page)s of %(pages)s", page="{page}", pages="{pages}"),
        "aid": say("A decision aid, not legal advice."),
        "heat": "\n".join((
            say("under 25 %%"), say("25 to 39 %%"), say("40 to 54 %%"), say("55 to 69 %%"),
            say("70 %% and more"), say("nothing asked or answered there"),
        )),
    }  # fmt: skip
