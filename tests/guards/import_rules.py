"""The import rules of architecture.md, kept by import-linter with the contracts in pyproject.toml."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.support.processes import ROOT

PACKAGES = ("agent", "receiver", "shared")


def broken(tree: Path) -> list[str]:
    """The names of the contracts that the packages below `tree` break."""
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [linter, "--no-cache"],
        cwd=tree,
        env={"PYTHONPATH": str(tree), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Contracts:" in done.stdout, (
        f"import-linter did not get as far as the contracts:\n{done.stdout}{done.stderr}"
    )
    found = re.findall(r"^(.+) BROKEN", done.stdout, re.MULTILINE)
    assert bool(found) == bool(done.returncode), done.stdout
    return found


def copied(target: Path) -> Path:
    """A copy of the packages' code and of pyproject.toml, to plant faults in."""
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, target / package, ignore=shutil.ignore_patterns("node_modules", "static", "__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", target)
    return target
