"""Two texts in pieces: nothing is lost, and only what differs is marked."""

from hypothesis import given
from hypothesis import strategies as st

from questionnaire.workshop.marks import Piece, marked

TEXTS = st.text(alphabet="ab \n", max_size=40)


def test_the_word_that_changed_is_marked_on_both_sides() -> None:
    assert marked("How long does it last?", "How long will it last?") == (
        (Piece("How long ", False), Piece("does", True), Piece(" it last?", False)),
        (Piece("How long ", False), Piece("will", True), Piece(" it last?", False)),
    )


def test_a_word_that_came_is_marked_where_it_is() -> None:
    assert marked("Raise money.", "Raise more money.") == (
        (Piece("Raise money.", False),),
        (Piece("Raise ", False), Piece("more ", True), Piece("money.", False)),
    )


def test_texts_with_little_in_common_are_marked_whole() -> None:
    assert marked("One two", "Three") == ((Piece("One two", True),), (Piece("Three", True),))
    assert marked("", "Three") == ((), (Piece("Three", True),))


@given(before=TEXTS, after=TEXTS)
def test_the_pieces_are_the_text_and_what_is_not_marked_is_in_both(before: str, after: str) -> None:
    old, new = marked(before, after)
    assert ("".join(one.text for one in old), "".join(one.text for one in new)) == (before, after)
    kept = ["".join(one.text for one in side if not one.marked) for side in (old, new)]
    assert kept[0] == kept[1]
    assert all(one.text for one in (*old, *new))
