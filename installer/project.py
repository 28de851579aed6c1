"""Where things are in a clone."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
ASSETS = ROOT / "receiver" / "assets"
STATIC = ROOT / "receiver" / "static"
PAGE_TOOLS = ROOT / "tests" / "page_tools"


def lock_file(use: str) -> Path:
    """The lock of a use: agent, receiver or test."""
    return ROOT / f"requirements-{use}.lock"
