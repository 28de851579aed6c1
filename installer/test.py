"""`python3 -m installer test [pytest words]`: what a machine can say about the code, then the tests."""

from __future__ import annotations

import os
import subprocess
from concurrent.futures import ThreadPoolExecutor

from installer import assets, debian, environment
from installer.project import PYTHON, ROOT, VENV
from installer.say import say, step

BIN = VENV / "bin"

CHECKS: dict[str, list[str]] = {
    "mypy --strict": [str(BIN / "mypy")],
    "ruff check": [str(BIN / "ruff"), "check", "."],
    "ruff format": [str(BIN / "ruff"), "format", "--check", "."],
    "import-linter": [str(BIN / "lint-imports")],
    "deptry": [str(BIN / "deptry"), "."],
    "vulture": [str(BIN / "vulture")],
    "djlint": [str(BIN / "djlint"), "--lint", "--quiet", "receiver/templates"],
}
"""Every check and its words, the longest first; what they look at stands in pyproject.toml."""


def command(words: list[str]) -> int:
    """Set up, check, test. Pytest runs in any case and speaks last; the exit code counts everything."""
    with environment.one_at_a_time():
        debian.need(*debian.BROWSER, *debian.WINDOW, *debian.DATABASE, *debian.FAULTS)
        environment.prepare("test")
        assets.build()
        assets.install_page_tools()
    if failed := found_wanting():
        say(f"FAILED: {', '.join(failed)}. The tests follow.")
    tested = subprocess.run([PYTHON, "-m", "pytest", *spread(words), *words], cwd=ROOT, check=False)
    return tested.returncode or (1 if failed else 0)


def spread(words: list[str]) -> list[str]:
    """Words that let every core run tests, or as many as the caller says (`-n 0`: one by one), file by file."""
    if any(word.startswith(("--dist", "--pdb")) for word in words):
        return []
    said = any(word.startswith(("-n", "--numprocesses")) for word in words)
    return [*([] if said else ["-n", str(os.cpu_count() or 1)]), "--dist", "loadfile"]


def found_wanting() -> list[str]:
    """Run all checks, as many at a time as there are cores; the names of those that failed, whose words are shown."""
    with step(", ".join(CHECKS)), ThreadPoolExecutor(os.cpu_count()) as pool:
        done = dict(zip(CHECKS, pool.map(run, CHECKS.values()), strict=True))
    failed = {name: one for name, one in done.items() if one.returncode}
    for name, one in failed.items():
        say(f"{name} failed:\n{one.stdout}{one.stderr}")
    return list(failed)


def run(check: list[str]) -> subprocess.CompletedProcess[str]:
    """What a check came to."""
    return subprocess.run(check, cwd=ROOT, capture_output=True, text=True, check=False)
