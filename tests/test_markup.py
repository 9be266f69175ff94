"""Hostile words stay words in whatever markup is made in Python."""

from questionnaire.markup import element


def test_an_element_escapes_its_attributes_and_children_and_keeps_elements_within() -> None:
    made = element("text", "<b>&\"'</b>", element("b", "<"), class_='x" onload="y', x=None)
    assert made == (
        '<text class="x&quot; onload=&quot;y">&lt;b&gt;&amp;&quot;&#x27;&lt;/b&gt;'
        "<b>&lt;</b></text>"
    )


def test_an_element_closes_itself_only_without_children() -> None:
    assert element("td", "", class_="r") == '<td class="r"></td>'
    assert element("rect", x=1) == '<rect x="1"/>'
