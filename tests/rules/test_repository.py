"""What the repository may not hold: hosts in locks, paths of one machine, unmapped modules."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOP_LEVEL = {
    ".ci", ".gitattributes", ".gitignore", "ARCHITECTURE.md", "CHANGELOG.md", "LICENSE",
    "README.md", "docs", "fmassess", "manage.py", "pyproject.toml", "questionnaire",
    "requirements", "run", "seeds", "static", "templates", "tests",
}  # fmt: skip


def tracked(*patterns: str) -> list[Path]:
    """Files that git tracks or would track."""
    found = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\n")  # fmt: skip
    return [ROOT / name for name in found if name and (ROOT / name).is_file()]


def modules() -> list[Path]:
    """Python modules of the product."""
    found = tracked("questionnaire/*.py", "fmassess/*.py")
    return [path for path in found if "/migrations/" not in str(path)]


def test_the_top_level_holds_what_the_owner_fixed_and_nothing_else() -> None:
    assert {p.relative_to(ROOT).parts[0] for p in tracked()} - TOP_LEVEL == set()


@pytest.mark.parametrize("name", ["app.txt", "dev.txt", "mutants.txt"])
def test_a_lock_pins_every_package_by_hash_and_names_no_host(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text()
    pins = re.findall(r"^[a-z0-9][\w.\-\[\]]*==", text, flags=re.M | re.I)
    hashed = re.findall(r"^[^\s#].*\\\n    --hash=sha256:", text, flags=re.M)
    assert len(pins) == len(hashed) > 10
    assert re.findall(r"https?://|--index|--find-links", text) == []


def test_no_tracked_file_names_a_path_of_one_machine() -> None:
    pattern = re.compile(r"(?<![\w.])/(?:work|root|home)/[A-Za-z]")
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked("*.py", "*.toml", "*.html", "*.js", "*.css", "*.yaml", "*.md", "run")
        for match in pattern.finditer(path.read_text(errors="replace"))
        if path != Path(__file__)
    ]
    assert found == []


def test_every_module_opens_with_what_it_is() -> None:
    bare = [
        str(path.relative_to(ROOT))
        for path in modules()
        if not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert bare == []


def test_the_map_names_every_module() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text()
    missing = [
        str(path.relative_to(ROOT))
        for path in modules()
        if path.name != "__init__.py" and f"`{path.relative_to(ROOT)}`" not in text
    ]
    assert missing == []


def test_the_map_names_no_module_that_is_gone() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text()
    named = re.findall(r"`((?:questionnaire|fmassess)/[\w/]+\.py)`", text)
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_readme_names_only_commands_that_exist() -> None:
    said = set(re.findall(r"`?\./run ([a-z]+)", (ROOT / "README.md").read_text()))
    entry = (ROOT / "run").read_text()
    known = set(re.findall(r'"(\w+)": \w+', entry[entry.index("COMMANDS = {") :]))
    assert said - known == set()
