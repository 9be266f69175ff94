"""What a content is made of: keys, words and numbers, each as people write them; no Django."""

from __future__ import annotations

import math
import re
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

from questionnaire.scoring.faults import Said

MARKUP = re.compile(r"<[A-Za-z/!?]")
UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff"
    r"\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\U000e0000-\U000e007f]"
)
"""Control characters, and those that turn the direction of what stands around them: no language of
the product needs them. Of joiners, which emoji need, and soft hyphens nothing is said."""
SMALLEST, LARGEST = 1e-9, 1e30
"""Between these, or 0, is every number that somebody means: of FLOPs there are 1e25."""


def _plain_words(text: str) -> str:
    """Texts are words: markup would be shown as it stands, and unseen characters hide things."""
    if MARKUP.search(text):
        raise ValueError(Said("a text is plain words"), Said("take the HTML tag out"))
    if UNSEEN.search(text):
        raise ValueError(
            Said("the text holds a character that cannot be seen"), Said("type it again")
        )
    return text


def _plain_number(value: Any) -> Any:
    """A number as people write one: yes and no are none, though Python counts with them."""
    said = f"{value!r:.50}"
    if isinstance(value, bool):
        raise ValueError(Said("%(value)s is not a number", value=said), Said("write a number"))
    if not isinstance(value, int | float) or value in (0, math.inf, -math.inf) or value != value:
        return value
    if abs(value) < SMALLEST:
        raise ValueError(
            Said("%(value)s is too small", value=said), Said("write %(ge)s or more", ge=SMALLEST)
        )
    if abs(value) > LARGEST:
        raise ValueError(
            Said("%(value)s is too large", value=said), Said("write %(le)s or less", le=LARGEST)
        )
    return value


Plain = BeforeValidator(_plain_number)
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
EditionKey = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+([-.][a-z0-9]+)*$", max_length=40)
]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
Prose = Annotated[
    str,
    StringConstraints(min_length=1, max_length=2000, strip_whitespace=True),
    AfterValidator(_plain_words),
]
Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200, strip_whitespace=True),
    AfterValidator(_plain_words),
]
Text = dict[Language, Prose]
Points = Annotated[float, Field(ge=0, le=4, allow_inf_nan=False), Plain]
Lean = Annotated[float, Field(ge=-2, le=2, allow_inf_nan=False), Plain]
Finite = Annotated[float, Field(allow_inf_nan=False), Plain]
Part = Annotated[float, Field(gt=0, le=1), Plain]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False), Plain]
Percent = Annotated[float, Field(ge=0, le=100), Plain]
Months = Annotated[float, Field(ge=0, le=1200), Plain]
Factor = Annotated[float, Field(gt=0, le=100), Plain]
Price = Annotated[float, Field(ge=0, le=1e6), Plain]
Weight = Annotated[float, Field(gt=0, le=10, allow_inf_nan=False), Plain]
FactId = Annotated[str, StringConstraints(pattern=r"^D\d{1,2}(\.\d{1,2})?$")]


class Value(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
