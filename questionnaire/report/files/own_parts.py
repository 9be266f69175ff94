"""What the PDF tells the venture's own readers alone: what changed since last time, as part of the
frozen report, and what stands today, as its last part."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.formats import date_format

from questionnaire.report.files.opened import Opened
from questionnaire.report.files.today import Today
from questionnaire.report.history.since import Since
from questionnaire.report.narrative.tongue import Tongue
from questionnaire.report.plan.page import Row


def since_told(tongue: Tongue, since: Since) -> dict[str, Any]:
    """The section "Since last time", in the sentences of templates/report/_since.html."""
    say = tongue.say
    revision = say("Revision %(revision)s", revision=since.revision)
    moved = since.moved
    return {
        "title": say("Since last time"),
        "headline": since.headline,
        "lede": _changed(tongue, since),
        "lines": [*since.knocked, *_newer(tongue, since)],
        "caption": say(
            "In points; every column adds up. What newer questions or rules did to the earlier "
            "answers stands apart from what the changed answers did."
        ) if since.editions or since.scoring else say("In points; every column adds up."),
        "heads": [say("What moved it"), *(name for _key, name in moved.columns)],
        "rows": [
            {
                "ask": row.ask,
                "was": [said.before, said.after] if said else [],
                "cells": [cell for _name, cell in row.named],
            }
            for row, said in since.rows
        ],
        "ends": {
            "before": [revision, *(cell for _name, cell in since.before)],
            "total": [say("Together"), *(cell for _name, cell in moved.named_totals)],
            "after": [say("This revision"), *(cell for _name, cell in since.after)],
        },
        "unmoved": say("No number moved."),
        "still_lead": say("Changed, and moved nothing:"),
        "still": [f"{one.ask} ({one.before} → {one.after})" for one in since.still],
        "lead": list(moved.lead),
    }  # fmt: skip


def _changed(tongue: Tongue, since: Since) -> str:
    said = tongue.count(
        "%(number)s answer changed since revision %(revision)s, sent on %(date)s.",
        "%(number)s answers changed since revision %(revision)s, sent on %(date)s.",
        len(since.answers), revision=since.revision, date=_day(since.sent_at),
    )  # fmt: skip
    if not since.path.note:
        return said
    return f"{said} {tongue.say('Then:')} {since.path.name}; {since.path.note}."


def _newer(tongue: Tongue, since: Since) -> list[str]:
    say, found = tongue.say, []
    if since.editions:
        before, after = since.editions
        found.append(f"{say('The questions are newer:')} {after}, {say('before:')} {before}.")
    if since.scoring:
        found.append(say(
            "The rules of scoring are newer: version %(after)s, before %(before)s.",
            before=since.scoring[0], after=since.scoring[1],
        ))  # fmt: skip
    return found


def today_told(tongue: Tongue, today: Today) -> dict[str, Any]:
    """The last part: the decision that stands, the release plan and the plan, of their day."""
    say, date = tongue.say, _day(today.day)
    return {
        "title": say("As of %(date)s", date=date),
        "dek": say(
            "Not part of the report, which stays as it was: this is what stood on %(date)s, when "
            "this file was made. Readers who come by a link do not get it.",
            date=date,
        ),
        "decided": today.decided,
        "opened": _opened(today.opened) if today.opened else None,
        "plan": [_planned(tongue, one) for one in today.plan],
        "words": {
            "decision": say("The decision that stands"), "against": say(
                "What the questions did not ask"
            ),
            "wires": say("What would make us look again"), "watch": say("What we watch"),
            "rejected": say("What was not taken, and why"),
            "concluded": say("What we concluded on the way"),
            "checked": say("Checked"), "state": say("State"), "nothing": say("Nothing was named."),
            "plan": say("Action plan"), "action": say("Action"), "owner": say("Owner"),
            "due": say("Due"), "note": say("Note"), "done_when": say("Done when"),
            "release": say("Release plan"), "component": say("Component"),
            "licence": say("Licence"),
        },
    }  # fmt: skip


def _opened(opened: Opened) -> dict[str, Any]:
    """The release plan and what follows, without what is for machines."""
    blocks = [
        {"title": one.title, "lede": one.lede, "heads": one.heads, "rows": one.rows}
        for one in opened.blocks
    ]
    facts, rows = opened.facts, opened.rows
    return {"facts": facts, "rows": rows, "kept": opened.kept, "blocks": blocks}


def _planned(tongue: Tongue, row: Row) -> dict[str, str]:
    say, taken = tongue.say, row.taken
    mark = say("your own") if row.own else ""
    if not row.advised:
        mark = say("no longer advised by the newest report")
    return {
        "text": row.text, "mark": mark, "done_when": row.done_when, "state": taken.word,
        "reason": row.reason, "owner": taken.owner, "due": _day(taken.due) if taken.due else "",
        "overdue": say("overdue") if taken.overdue else "", "note": row.note,
    }  # fmt: skip


def _day(day: dt.date) -> str:
    return str(date_format(day, "DATE_FORMAT"))
