"""Places in a report's kept words that are filled when somebody reads."""

from __future__ import annotations

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString

from questionnaire.report.kept import marker, part_markers

register = template.Library()


class SlotNode(template.Node):
    """What it holds, or its marker while a report's words are being kept."""

    def __init__(self, parts: list[FilterExpression], nodelist: NodeList) -> None:
        self.parts = parts
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        if context.get("freezing"):
            return marker(":".join(str(part.resolve(context)) for part in self.parts))
        return self.nodelist.render(context)


@register.tag
def slot(parser: Parser, token: Token) -> SlotNode:
    """``{% slot "note" question.key %} ... {% endslot %}``: the parts make the slot's name."""
    _tag, *parts = token.split_contents()
    nodelist = parser.parse(("endslot",))
    parser.delete_first_token()
    return SlotNode([parser.compile_filter(part) for part in parts], nodelist)


class PartNode(template.Node):
    """What it holds, between two markers while a report's words are being kept."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.markers = part_markers(name)
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        said = self.nodelist.render(context)
        return SafeString(said.join(self.markers)) if context.get("freezing") else said


@register.tag
def part(parser: Parser, token: Token) -> PartNode:
    """``{% part since %} ... {% endpart %}``: what not every reader of a report gets."""
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endpart",))
    parser.delete_first_token()
    return PartNode(name, nodelist)
