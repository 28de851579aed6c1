"""The bench tells the truth: its rows, its exit code, and what it finds on pages that mix two snapshots."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.bench.__main__ import Bench, main
from tests.bench.client import Seen
from tests.bench.measuring import Beside, Cost, at_least, at_most
from tests.bench.offices import mixed
from tests.bench.peers.installing import LOCK
from tests.guards import lock_files

GOOD: Mapping[str, Bench] = {"good": lambda _folder, scale: [scale.naming(at_most("small", 0.5, 1, "seconds"))]}
BAD: Mapping[str, Bench] = {**GOOD, "bad": lambda _folder, _scale: [at_least("large", 0.5, 0.9, "")]}


def test_a_run_that_meets_its_bars_prints_a_list_of_rows(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json"], GOOD) == 0
    assert json.loads(capsys.readouterr().out) == [
        {"goal": "small", "figure": 0.5, "bar": 1.0, "holds": True, "detail": "seconds"}
    ]


def test_a_row_beyond_its_bar_ends_the_command_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--database", "postgresql"], BAD) == 1
    first, second, third = capsys.readouterr().out.splitlines()
    assert "cores" in first and "load average" in first
    assert second.startswith("small (postgresql) ") and "holds" in second
    assert third.startswith("large ") and "FAILS" in third


def test_without_a_peer_the_command_says_what_is_missing_and_how_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["push", "--quick", "--json"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "Not on the PATH: pgloader, rsync, sqlite3, psql." in told.err
    assert "--no-peers" in told.err


def test_the_lock_of_dlt_has_hashes_no_address_and_what_is_asked_for() -> None:
    wanted = ["dlt==1.31.0", "sqlalchemy<2.1", "psycopg2-binary", "pyarrow", "numpy"]
    assert lock_files.faults(LOCK.read_text(), [Requirement(one) for one in wanted]) == []


def test_the_ratio_is_that_of_the_rounds_so_that_one_slow_round_does_not_count() -> None:
    ours = [Cost(1.0, 1.0), Cost(9.0, 1.0), Cost(2.0, 1.0)]
    other = [Cost(2.0, 2.0), Cost(18.0, 2.0), Cost(1.0, 2.0)]
    assert Beside(ours, other).ratio == 0.5


def test_R3_a_page_of_two_editions_and_an_edition_under_two_stamps_are_found() -> None:
    seen = Seen()
    for path, edition, other, stamp in (
        ("/112/", 4, 4, "10:00:01"),
        ("/112/schedule", 4, 4, "10:00:01"),
        ("/112/history", 5, 5, "10:00:07"),
        ("/113/", 4, 4, "10:00:02"),
    ):
        seen.note(path, page(edition, other, stamp))
    assert len(seen.editions) == 3 and mixed(seen.editions) == []
    seen.note("/112/contact", page(5, 4, "10:00:07"))
    seen.note("/113/contact", page(4, 4, "10:00:09"))
    torn, late = mixed(seen.editions)
    assert "editions 4+5 in one page" in torn
    assert "company 113: edition 4 under the stamps 10:00:02, 10:00:09" in late


def page(edition: int, other: int, stamp: str) -> bytes:
    """As the portal writes one."""
    text = f"<p>Edition {edition}</p><time datetime='2026'></time><p>Edition {other}</p>"
    return f'{text}<footer><time datetime="{stamp}"></time></footer>'.encode()
