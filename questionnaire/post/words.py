"""Words of people as mails carry them: to be read, and nothing to press."""

import re

LINKING = re.compile(r"[.:/@](?=\S)")
UNSEEN = "\u200b"
"""A place where a line may break; no mail program takes what stands around it for one address."""


def no_link(text: str) -> str:
    """A text of which no mail program makes a link: whoever names a venture after an address of
    theirs would else have us mail it to anybody."""
    return LINKING.sub(rf"\g<0>{UNSEEN}", text)
