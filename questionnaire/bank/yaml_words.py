"""What is broken in a file of YAML, in our own words; no Django.

The parser has its own, in English; they are told apart by a part of each. One that is none of these
says only that the YAML cannot be read there: a reader has the line and the column besides.
"""

from __future__ import annotations

from questionnaire.scoring.faults import Said

BROKEN = {
    "expected ',' or ']'": Said("a list in brackets is not closed"),
    "expected ',' or '}'": Said("a mapping in braces is not closed"),
    "undefined alias": Said("it names an anchor that is not there"),
    "another document": Said("a second document begins"),
    "unexpected document separator": Said("a second document begins"),
    "non-comment content after document end": Said("a second document begins"),
    "unexpected end of stream": Said("a text in quotes is not closed"),
    "mapping values are not allowed": Said("a colon stands where none may"),
    "sequence entries are not allowed": Said("a dash stands where none may"),
    "mapping keys are not allowed": Said("a question mark stands where none may"),
    "could not find expected ':'": Said("a colon is missing after a name"),
    "expected <block end>": Said("the line is not indented as those above it"),
    "cannot start any token": Said("a value begins with a mark or a tab that none may begin with"),
    "unknown escape character": Said("a backslash stands before a mark that it does not go with"),
    "hexdecimal numbers": Said("a backslash stands before a mark that it does not go with"),
}
"""A part of the parser's sentence, and ours."""


def broken(problem: str) -> Said:
    """What the parser found, in our words."""
    found = (ours for theirs, ours in BROKEN.items() if theirs in problem)
    return next(found, Said("it is no YAML that can be read"))
