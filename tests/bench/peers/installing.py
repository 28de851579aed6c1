"""The peers, installed by the bench itself: Debian's packages, and dlt in an environment of its own.

dlt never meets ours: its versions are others. It lives in the person's cache folder, named by its lock.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from platformdirs import user_cache_path

from installer import debian
from installer.errors import SetUpError
from installer.say import call, step

PACKAGES = ("pgloader", "rsync", "sqlite3", "postgresql")
"""Debian's, for the peers; psql comes with the last."""
PROGRAMS = ("pgloader", "rsync", "sqlite3", "psql")
LOCK = Path(__file__).parent / "dlt.lock"
"""dlt with what it needs for SQLAlchemy, Arrow and PostgreSQL, by version and hash; made by `uv pip compile -
--universal --generate-hashes --no-header --no-annotate --python-version 3.11` of `dlt[sqlalchemy,postgres]`,
`sqlalchemy<2.1`, `pyarrow` and `numpy`."""
WITHOUT = "Or leave the peers out: python -m tests.bench --no-peers"


def need() -> Path:
    """Install what is missing; gives the Python that has dlt. Raises `SetUpError`, with the fix."""
    try:
        debian.need(*PACKAGES)
        if missing := [one for one in PROGRAMS if shutil.which(one) is None]:
            raise SetUpError(f"Not on the PATH: {', '.join(missing)}.", "Install them.")
        return _dlt()
    except SetUpError as error:
        raise SetUpError(f"The peers can't be measured. {error.what}", f"{error.remedy} {WITHOUT}".strip()) from error


def _dlt() -> Path:
    name = hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()[:12]
    folder = user_cache_path("porchlight-bench", appauthor=False) / f"dlt-{name}"
    python = folder / "bin" / "python"
    whole = folder / "whole"
    if whole.exists() and _has_dlt(python):
        return python
    words = ["-m", "pip", "install", "--require-hashes", "--no-deps", "--disable-pip-version-check", "--no-input"]
    with step(f"Installing dlt in {folder}"):
        shutil.rmtree(folder, ignore_errors=True)
        call(
            [sys.executable, "-m", "venv", folder],
            "Python could not make an environment for dlt.",
            f"Look at what is said above, and whether {folder.parent} can be written.",
        )
        call([python, *words, "-r", LOCK], "pip could not install dlt.", "Check the network, then start again.")
    whole.touch()
    return python


def _has_dlt(python: Path) -> bool:
    """Whether the environment still works: its Python may have gone."""
    return python.exists() and subprocess.run([python, "-c", "import dlt"], check=False).returncode == 0
