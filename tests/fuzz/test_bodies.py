"""Bodies of another kind than a form's, and texts that are long to take apart."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from fmassess.logs import without_people
from questionnaire.assessment.entry import Unreadable, clean_line, clean_text, parse_number
from questionnaire.bank.yaml_in import read_yaml
from questionnaire.cohort.inviting.pasted import Unusable, read_list
from questionnaire.post.words import no_link
from questionnaire.report.files.cells import safe_cell
from questionnaire.scoring.answers import parse
from tests.access.test_matrix import POST, address
from tests.access.world import make_world
from tests.fuzz.forms import FINE, errors

BODIES = {
    "application/json": b'{"a": [1, 2', "text/plain": b"hello", "application/octet-stream": b"\xff",
    "multipart/form-data": b"--x\r\n", "multipart/form-data; boundary=B": b"--A\r\nnonsense",
    "": b"a=b", "text/xml": b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
}  # fmt: skip
KINDS = tuple(BODIES)
"""Two for each address, so that each meets many."""


@pytest.mark.django_db
def test_a_body_of_another_kind_is_no_fault() -> None:
    world = make_world()
    wrong = []
    for number, name in enumerate(sorted(POST)):
        role = "accelerator-owner" if POST[name]["owner"] == 404 else "owner"
        client = world.clients[role]
        client.raise_request_exception = False
        where = address(world, name, "POST")
        for kind in (KINDS[number % len(KINDS)], KINDS[(number + 3) % len(KINDS)]):
            sent = BODIES[kind]
            if name in ("browsers", "sign-in-again", "attach", "forget", "erase", "leave-cohort"):
                continue  # need no body, and do what they say
            with errors() as heard:
                code = client.generic("POST", where, sent, content_type=kind).status_code
            if code not in FINE or heard:
                wrong.append((name, kind, code, heard))
    assert wrong == []


READERS: dict[str, Callable[[str], object]] = {
    "logs": without_people, "text": clean_text, "line": clean_line, "no link": no_link,
    "cell": safe_cell, "json": parse, "list": read_list,
    "yaml": lambda text: read_yaml(text.encode(), "a.yaml"),
    "number": lambda text: _tried(lambda: parse_number(text, "en")),
}  # fmt: skip
LONG = (
    "a" * 100_000, "a@" * 50_000, "1," * 50_000, "." * 100_000, "-" * 100_000, "[" * 100_000,
    "\n" * 100_000, "a:" * 50_000, '"' * 100_000, "=" * 100_000, "\u0301" * 100_000,
    ("a" * 39 + " ") * 2500, "{" * 50_000 + "}" * 50_000,
)  # fmt: skip


def _tried(read: Callable[[], object]) -> object:
    try:
        return read()
    except (ValueError, Unreadable, Unusable) as refused:
        return refused


@pytest.mark.parametrize("name", READERS)
def test_no_pattern_takes_long(name: str) -> None:
    """Twice as long a text takes about twice as long; a busy machine is given time."""
    for text in LONG:
        spent = {}
        for part in (text[: len(text) // 4], text):
            start = time.process_time()
            _tried(lambda part=part: READERS[name](part))
            spent[len(part)] = time.process_time() - start
        assert max(spent.values()) < 4, (name, text[:8], spent)
