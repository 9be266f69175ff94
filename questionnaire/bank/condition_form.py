"""A condition as data: all, any, not, or a test of one answer or computed value; no Django."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Discriminator, Field, Tag, model_validator

from questionnaire.bank.plain import Finite, Key, Value
from questionnaire.scoring.faults import Said


class All(Value):
    """True when every part is."""

    all: Annotated[tuple[Condition, ...], Field(min_length=1)]


class Any_(Value):
    """True when at least one part is."""

    any: Annotated[tuple[Condition, ...], Field(min_length=1)]


class Not(Value):
    """True when its part is false."""

    not_: Condition = Field(alias="not")

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Test(Value):
    """One comparison: of an answer (``q``) or of a computed value (``computed``).

    Operators, by what they read:
      choice    ``in`` [keys]       single: the chosen option is one of them
                ``has`` [keys]      multiple: at least one of them is ticked
                ``lacks`` [keys]    multiple: at least one of them is not ticked
                ``exactly`` [keys]  multiple: these are ticked and no others
                ``ticked-at-least`` n, ``ticked-at-most`` n   multiple: how many real options
      number    ``below``, ``at-most``, ``above``, ``at-least`` x (scale too: its step, 0-based)
      any kind  ``answered`` true|false   a real answer is there (not "don't know")
      computed  ``below``, ``at-most``, ``above``, ``at-least`` x
    """

    q: Key | None = None
    computed: Key | None = None
    op: Literal[
        "in",
        "has",
        "lacks",
        "exactly",
        "ticked-at-least",
        "ticked-at-most",
        "below",
        "at-most",
        "above",
        "at-least",
        "answered",
    ]
    value: bool | Finite | tuple[Key, ...]

    @model_validator(mode="after")
    def _one_subject(self) -> Test:
        if (self.q is None) == (self.computed is None):
            raise ValueError(Said("name either q (a question) or computed (a value), not both"))
        return self


def _form(value: Any) -> str:
    """Which of the four forms a condition has, told by its one key."""
    for key, form in (("all", All), ("any", Any_), ("not", Not)):
        if (isinstance(value, dict) and key in value) or isinstance(value, form):
            return key
    return "test"


Condition = Annotated[
    Annotated[All, Tag("all")]
    | Annotated[Any_, Tag("any")]
    | Annotated[Not, Tag("not")]
    | Annotated[Test, Tag("test")],
    Discriminator(_form),
]

for _model in (All, Any_, Not):
    _model.model_rebuild()
