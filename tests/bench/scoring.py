"""What scoring costs: CPU time of one sheet at each depth, a batch, and growth with the bank."""

from __future__ import annotations

import copy
import math
import random
import resource
import statistics
import time
from collections.abc import Callable
from typing import Any

from questionnaire.bank.seed import load_content
from questionnaire.scoring.compiling import compile_rubric
from questionnaire.scoring.posture import scores
from questionnaire.scoring.reach import walk
from questionnaire.scoring.rubric import Rubric
from questionnaire.scoring.score import score
from questionnaire.scoring.scorecard import Depth
from questionnaire.scoring.sheet import Answer, Sheet
from questionnaire.vocabulary import Kind

SIZES = (50, 100, 200, 400)
BATCH = 10_000


def cpu(work: Callable[[], object], times: int) -> float:
    """Milliseconds of CPU for one call."""
    start = time.process_time()
    for _ in range(times):
        work()
    return 1000 * (time.process_time() - start) / times


def sheet(rubric: Rubric, chance: random.Random) -> Sheet:
    """A full sheet with random answers."""
    made: dict[str, Answer] = {}
    for question in rubric.questions:
        options = [one for one in question.options if one not in question.exclusive]
        if question.kind is Kind.MULTIPLE:
            made[question.key] = Answer(
                tuple(o for o in options if chance.random() < 0.5) or (options[0],)
            )
        elif options:
            made[question.key] = Answer(chance.choice(options))
        elif question.kind is Kind.NUMBER:
            made[question.key] = Answer(float(chance.randint(int(question.minimum), 60)))
    return made


def grown(document: dict[str, Any], size: int) -> dict[str, Any]:
    """The document with its questions repeated under other keys, up to this many."""
    made = copy.deepcopy(document)
    everything = [q for category in made["categories"] for q in category["questions"]]
    number = 0
    while len(everything) < size:
        number += 1
        for question in [q for category in document["categories"] for q in category["questions"]]:
            if len(everything) < size:
                twin = copy.deepcopy(question) | {"key": f"{question['key']}-{number}"}
                twin.pop("show_when", None)
                made["categories"][0]["questions"].append(twin)
                everything.append(twin)
    return made


def main() -> None:
    """Print the figures of this machine and the goals."""
    document = load_content("2026-11").document()
    rubric = compile_rubric(document)
    chance = random.Random(1)
    sheets = [sheet(rubric, chance) for _ in range(20)]
    facts = [walk(rubric, one) for one in sheets]
    print("Scoring, milliseconds of CPU for one full sheet (median of 20 sheets)")

    def median(work: Callable[[int], object], times: int) -> float:
        return statistics.median(cpu(lambda n=n: work(n), times) for n in range(len(sheets)))

    for name, goal, figure in (
        ("postures only", 0.04, median(lambda n: scores(facts[n]), 50)),
        ("live", 3.0, median(lambda n: score(rubric, sheets[n], Depth.LIVE), 5)),
        ("report", 2.0, median(lambda n: score(rubric, sheets[n], Depth.REPORT), 5)),
        ("full", 150.0, median(lambda n: score(rubric, sheets[n], Depth.FULL), 1)),
    ):
        print(f"  {name:<14} {figure:8.3f}   goal {goal}")
    pairs(rubric)
    batch(rubric, sheets)
    growth(document)


def batch(rubric: Rubric, sheets: list[Sheet]) -> None:
    """Many sheets one after another, without keeping any."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    spent = cpu(
        lambda: [None for n in range(BATCH) if not score(rubric, sheets[n % 20], Depth.REPORT)], 1
    )
    more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(
        f"  {BATCH} sheets   {spent / 1000:6.1f} s   goal 15 s, {more / 1024:.0f} MiB more memory"
    )


def growth(document: dict[str, Any]) -> None:
    """Scoring by the number of questions, and the exponent from the first to the last.

    The shipped bank is the smallest, so that the first size stands for its own.
    """
    rubrics = [compile_rubric(grown(document, size)) for size in SIZES]
    for depth, times in ((Depth.LIVE, 5), (Depth.FULL, 1)):
        figures = []
        for rubric in rubrics:
            chance = random.Random(2)
            made = [sheet(rubric, chance) for _ in range(5)]
            figures.append(
                statistics.median(
                    cpu(lambda s=s, r=rubric, d=depth: score(r, s, d), times) for s in made
                )
            )
        counted = [len(rubric.questions) for rubric in rubrics]
        exponent = math.log(figures[-1] / figures[0]) / math.log(counted[-1] / counted[0])
        told = ", ".join(f"{n}: {figure:.2f}" for n, figure in zip(counted, figures, strict=True))
        print(f"  {depth} by questions {told}; exponent {exponent:.2f}")


def pairs(rubric: Rubric) -> None:
    """One-sided sheets cost most: often no single answer flips them, and pairs are sought."""
    chance = random.Random(3)
    spent = [
        cpu(lambda s=s: score(rubric, s, Depth.FULL), 1)
        for s in (one_sided(rubric, chance, side) for side in (-1, 1) * 20)
    ]
    usual, most = statistics.median(spent), max(spent)
    print(f"  full, one-sided  median {usual:.0f}, most {most:.0f}   goal 150")


def one_sided(rubric: Rubric, chance: random.Random, side: int) -> Sheet:
    """A full sheet most of whose answers lean to one side."""
    made = dict(sheet(rubric, chance))
    for question in rubric.questions:
        if question.kind in (Kind.SINGLE, Kind.SCALE) and chance.random() < 0.8:
            options = [one for one in question.options if one not in question.exclusive]
            made[question.key] = Answer(max(options, key=lambda o: side * question.leans[o]))
    return made
