"""What the product is made of, as a CycloneDX document: the packages of requirements/app.txt.

``./run sbom > fmassess.cdx.json``. Written from the lock file alone; asks nobody. Licences are
those that the installed packages declare.
"""

from __future__ import annotations

import json
import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PIN = re.compile(r"^([a-z0-9][\w.-]*)(?:\[[\w,-]*\])?==([\w.+!-]+)", flags=re.M | re.I)


def document(lock: str) -> dict[str, Any]:
    """The document of a lock file's text."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "fmassess", "version": ours()}},
        "components": [component(name, version) for name, version in PIN.findall(lock)],
    }


def ours() -> str:
    found = re.search(r'^version = "([^"]+)"', (ROOT / "pyproject.toml").read_text(), re.M)
    assert found
    return found[1]


def component(name: str, version: str) -> dict[str, Any]:
    purl = f"pkg:pypi/{re.sub(r'[-_.]+', '-', name).lower()}@{version}"
    told = licence(name)
    more = {"licenses": [{"expression": told}]} if told else {}
    return {
        "type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl, **more
    }  # fmt: skip


def licence(name: str) -> str:
    """The SPDX expression that the installed package declares; empty where it declares none."""
    try:
        return str(metadata(name).get("License-Expression") or "")
    except PackageNotFoundError:
        return ""


if __name__ == "__main__":
    json.dump(document((ROOT / "requirements" / "app.txt").read_text()), sys.stdout, indent=1)
    print()
