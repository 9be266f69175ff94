"""Every answer is worth something or says why not; all but the best lead on; no Django."""

from __future__ import annotations

from collections.abc import Iterator

from questionnaire.bank.content import Content, Option, Question
from questionnaire.bank.findings import Finding, error, warning
from questionnaire.scoring.faults import Said
from questionnaire.vocabulary import Kind, Posture

Points = dict[Posture, float]


def point_findings(content: Content) -> Iterator[Finding]:
    """Points, next steps, curves and ranges that do not hold."""
    for category in content.categories:
        file = f"categories/{category.key}.yaml"
        for question in category.questions:
            yield from _scoring(file, question)
            yield from _next_steps(file, question)
            yield from _number(file, question)
            if not question.core and question.show_when is None:
                mend = Said("add show_when, or make it core")
                yield warning(file, question.key, Said("depth that every venture is asked"), mend)
    yield from _paths(content)
    for milestone in content.milestones:
        for name in ("months", "money"):
            span = getattr(milestone, name)
            if span and span[0] > span[1]:
                problem = Said(
                    "%(name)s runs from %(one)s down to %(one2)s",
                    name=name,
                    one=f"{span[0]:g}",
                    one2=f"{span[1]:g}",
                )
                yield error(
                    "milestones.yaml", milestone.key, problem, Said("write the lower one first")
                )


def form_findings(content: Content) -> Iterator[Finding]:
    """The faults among these under which nothing can be scored."""
    for category in content.categories:
        for question in category.questions:
            yield from _number(f"categories/{category.key}.yaml", question)
    yield from _paths(content)


def _scoring(file: str, question: Question) -> Iterator[Finding]:
    number = question.number
    scored = any(_speaks(option) for option in question.options) or bool(number and number.curves)
    if question.unscored:
        if scored:
            mend = Said("take out the points or the reason")
            yield error(
                file, question.key, Said("it has points and a reason for having none"), mend
            )
        return
    if not scored:
        mend = Said("give points, or say why not under unscored")
        yield error(file, question.key, Said("no answer to it gives points"), mend)
        return
    for option in question.options:
        if not _speaks(option):
            mend = Said("give it points, 0 where it is worth nothing")
            yield error(
                file, f"{question.key}.{option.key}", Said("the option has no points"), mend
            )
    for posture in question.weight:
        if not _most(question, posture):
            problem = Said(
                "it has a weight for %(posture)s and gives no points for it", posture=posture
            )
            yield error(file, question.key, problem, Said("take one out, or add the other"))


def _speaks(option: Option) -> bool:
    return bool(option.points) or any(option.points_on.values())


def _all_points(option: Option) -> list[Points]:
    """What an option gives: as it stands, and under each route that changes it."""
    return [option.points, *({**option.points, **on} for on in option.points_on.values())]


def _most(question: Question, posture: Posture) -> float:
    """The most that any answer gives to a posture."""
    heights = [
        points.get(posture, 0.0) for option in question.options for points in _all_points(option)
    ]
    if question.number and posture in question.number.curves:
        heights += [y for _, y in question.number.curves[posture]]
    return max(heights, default=0.0)


def _next_steps(file: str, question: Question) -> Iterator[Finding]:
    if question.unscored:
        return
    for option in question.options:
        if option.next is None and not _is_top(option, question):
            mend = Said("say the next step a founder can take from here")
            place = f"{question.key}.{option.key}"
            yield error(file, place, Said("it is not the best answer and has no next step"), mend)
    if question.number and not question.number.steps:
        mend = Said("say the next step below (or above) a mark")
        yield error(file, question.key, Said("the number has no next steps"), mend)


def _is_top(option: Option, question: Question) -> bool:
    """Whether nothing gives more to some posture; then there is no step to take there."""
    return any(
        height > 0 and height >= _most(question, posture)
        for points in _all_points(option)
        for posture, height in points.items()
    )


def _number(file: str, question: Question) -> Iterator[Finding]:
    number = question.number
    if question.kind is not Kind.NUMBER or number is None:
        return
    if number.minimum >= number.maximum:
        mend = Said("make the maximum the larger one")
        yield error(file, question.key, Said("its minimum is not below its maximum"), mend)
    curves = {**{str(key): curve for key, curve in number.curves.items()}, "lean": number.lean}
    for name, curve in curves.items():
        marks = [x for x, _ in curve]
        if marks != sorted(set(marks)):
            place = f"{question.key}.{name}"
            yield error(file, place, Said("its marks do not rise"), Said("sort them, each once"))


def _paths(content: Content) -> Iterator[Finding]:
    positions = [path.position for path in content.paths]
    if positions != sorted(set(positions)):
        mend = Said("sort the paths from closed to open")
        yield error("paths.yaml", "position", Said("the positions do not rise"), mend)
    if not content.paths:
        yield error("paths.yaml", "paths", Said("there is no path"), Said("add the release paths"))
