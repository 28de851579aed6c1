"""The account of the agent may do too little: no more files open, a folder that can only be read. Process says so, and
publishes nothing or everything (F47)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.agent.clerk import Clerk
from tests.support.processes import Answer, run

FEW_FILES = """
import resource, runpy, sys
limit, *sys.argv = sys.argv[1:]
resource.setrlimit(resource.RLIMIT_NOFILE, (int(limit), int(limit)))
runpy.run_module("agent", run_name="__main__", alter_sys=True)
"""


def told(answer: Answer) -> str:
    """The title of an error that somebody foresaw."""
    assert answer.code in (1, 5), answer
    error = answer.json["error"]
    assert "fault of its own" not in error["title"] and error["remedy"]
    return str(error["title"])


@pytest.mark.parametrize("limit", ["6", "9"])
def test_F47_too_few_files_may_be_open(clerk: Clerk, limit: str) -> None:
    office, before = clerk.wired.office, clerk.cities()
    clerk.move(f"With {limit} files")
    answer = run(["-c", FEW_FILES, limit, "agent", "process", "--json", "--home", str(office.home)], office.environment)
    assert "can't be" in told(answer)
    assert clerk.cities() == before
    clerk.process()
    clerk.converged(f"With {limit} files")


@pytest.fixture
def read_only_home(clerk: Clerk) -> Iterator[Path]:
    """A copy of the agent's folder that everybody may read and nobody else write."""
    with TemporaryDirectory(prefix="porchlight-read-only-") as name:
        top = Path(name)
        top.chmod(0o755)
        home = Path(shutil.copytree(clerk.wired.office.home, top / "home"))
        for path in (home, *home.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        yield home
        for path in (home, *home.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)


def test_F47_a_folder_that_may_only_be_read(clerk: Clerk, read_only_home: Path) -> None:
    office, before = clerk.wired.office, clerk.cities()
    clerk.move("Read Only")
    words = ["-m", "tests.support.unprivileged", "process", "--json", "--home", str(read_only_home)]
    assert str(read_only_home) in told(run(words, office.environment))
    assert clerk.cities() == before and not clerk.wired.proxy.seen
    clerk.process()
    clerk.converged("Read Only")
