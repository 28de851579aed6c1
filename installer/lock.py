"""The locks: every package a use needs, by version and hash, and no registry's address.

One lock per use; the smaller ones take their versions from the largest, so that they can share one environment.
"""

from __future__ import annotations

import argparse
import subprocess
from pathlib import Path

from installer.errors import SetUpError
from installer.project import ROOT, VENV, lock_file

USES = {
    "test": ["--all-extras", *(word for group in ("assets", "build", "lint", "test") for word in ("--group", group))],
    "agent": ["--extra", "agent", "--extra", "drivers", "--group", "build"],
    "receiver": ["--extra", "receiver", "--group", "build", "--group", "assets"],
}
"""What of pyproject.toml each use takes; the first lock constrains the others."""


def add_words(words: argparse.ArgumentParser) -> None:
    """The words of `python -m installer lock`."""
    words.add_argument("--upgrade", action="store_true", help="take the newest versions that pyproject.toml allows")


def command(words: argparse.Namespace) -> int:
    """Write all locks anew from pyproject.toml; without `--upgrade`, versions stay where they can."""
    uv = VENV / "bin" / "uv"
    if not uv.exists():
        raise SetUpError("uv is missing in .venv.", "Run first: python3 -m installer test --co -q")
    for use, parts in USES.items():
        target = lock_file(use)
        constraints = [] if use == "test" else ["--constraints", str(lock_file("test"))]
        compile_lock(uv, target, [*parts, *constraints, *(["--upgrade"] if words.upgrade else [])])
    return 0


def compile_lock(uv: Path, target: Path, parts: list[str]) -> None:
    """One lock, written to `target`."""
    form = ["--universal", "--generate-hashes", "--no-header", "--no-annotate", "--quiet"]
    subprocess.run(
        [str(uv), "pip", "compile", "pyproject.toml", *parts, *form, "--output-file", str(target)], cwd=ROOT, check=True
    )
