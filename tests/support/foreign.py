"""Real files that nobody here wrote. They lie beside the repository where it is developed; a user's clone has none, and
the tests that read them say so in the report's header and are left out."""

from __future__ import annotations

from tests.support.processes import ROOT

FILES = ROOT.parent / "shared" / "data"
NORTHWIND = FILES / "db" / "northwind.db"
NAUGHTY = FILES / "text" / "blns.json"
"""The Big List of Naughty Strings. Tests of odd texts have their own besides, and run without it."""


def described() -> str:
    """One line for the report's header."""
    if NORTHWIND.exists():
        return "real foreign files: read from ../shared/data"
    return (
        "real foreign files: LEFT OUT, there is no ../shared/data (tests/end_to_end/test_northwind.py did not run;"
        " texts of the Big List of Naughty Strings were not tried)"
    )
