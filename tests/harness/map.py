"""Writes the map in ARCHITECTURE.md anew from the modules' own first sentences."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (
    "fmassess", "fmassess/sqlite",
    "fmassess/formats/en", "fmassess/formats/es", "fmassess/formats/de",
    "questionnaire", "questionnaire/post", "questionnaire/erasure",
    "questionnaire/people", "questionnaire/people/account", "questionnaire/people/membership",
    "questionnaire/people/tokens",
    "questionnaire/bank",
    "questionnaire/assessment", "questionnaire/assessment/moving",
    "questionnaire/assessment/team",
    "questionnaire/assessment/views", "questionnaire/scoring", "questionnaire/scoring/release",
    "questionnaire/report",
    "questionnaire/report/narrative", "questionnaire/report/history", "questionnaire/report/files",
    "questionnaire/report/sharing", "questionnaire/report/what_if", "questionnaire/report/plan",
    "questionnaire/apart", "questionnaire/apart/views",
    "questionnaire/decision", "questionnaire/decision/views",
    "questionnaire/release", "questionnaire/download",
    "questionnaire/cohort", "questionnaire/cohort/standing", "questionnaire/cohort/benchmark",
    "questionnaire/cohort/pack", "questionnaire/cohort/sharing", "questionnaire/cohort/inviting",
    "questionnaire/cohort/inviting/joining", "questionnaire/cohort/inviting/reminding",
    "questionnaire/cohort/inviting/views", "questionnaire/cohort/tenants",
    "questionnaire/cohort/tenants/handing_over",
    "questionnaire/review", "questionnaire/review/setting_up", "questionnaire/review/assigning",
    "questionnaire/review/reviewing", "questionnaire/review/handling",
    "questionnaire/review/deciding",
    "questionnaire/about", "questionnaire/api", "questionnaire/upkeep",
    "questionnaire/upkeep/withdrawing", "questionnaire/workshop", "questionnaire/templatetags",
    "questionnaire/management", "questionnaire/management/commands",
)  # fmt: skip
BEGIN, END = "## Map\n", "## Rules that hold everywhere"
INTRO = """
Each line is the module's own first sentence (`./run fmt` writes this part). Templates mirror the
stages (`templates/assessment/`, `templates/report/`, ...), so do the folders of `tests/`; the
bank's text is in `seeds/`.

"""


def sentence(path: Path) -> str:
    """The first paragraph of a module's docstring, on one line."""
    said = ast.get_docstring(ast.parse(path.read_text())) or ""
    return " ".join(said.split("\n\n")[0].split())


def section(folder: str) -> str:
    """One folder's part of the map; empty when it has no modules of its own."""
    modules = [p for p in sorted((ROOT / folder).glob("*.py")) if p.name != "__init__.py"]
    if not modules:
        return ""
    rows = "".join(f"| `{p.relative_to(ROOT)}` | {sentence(p)} |\n" for p in modules)
    said = sentence(ROOT / folder / "__init__.py")
    return f"### {folder}/\n\n{said}\n\n| module | what it is |\n| --- | --- |\n{rows}\n"


def main() -> None:
    """Replace what stands between the two headings."""
    file = ROOT / "ARCHITECTURE.md"
    text = file.read_text()
    before, after = text.index(BEGIN) + len(BEGIN), text.index(END)
    file.write_text(text[:before] + INTRO + "".join(map(section, FOLDERS)) + text[after:])


if __name__ == "__main__":
    main()
