"""`receiver serve` as a process: how it starts and ends, and what it says when it can't (reliability F9, F11, F47)."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from shared import parts
from tests.receiver.hosted import begun, publish
from tests.receiver.publishing import some_customers
from tests.receiver.signed import Computer, changes_of, send
from tests.support.processes import Running, free_port, lives, stat_of
from tests.support.receiver import Receiver

SET = some_customers(3)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Receiver:
    """A receiver that is set up, with company 112, and does not serve."""
    one = Receiver(tmp_path_factory.mktemp("serve") / "receiver")
    one.init()
    return one


@pytest.fixture
def started(bare: Receiver) -> Iterator[Receiver]:
    """It serves, on a port of its own."""
    bare.port = free_port()
    bare.url = f"http://127.0.0.1:{bare.port}"
    bare.environment["PORCHLIGHT_PUBLIC_URL"] = bare.url
    bare.log.unlink(missing_ok=True)
    bare.serve()
    yield bare
    bare.end()


def workers(receiver: Receiver) -> list[int]:
    """The processes that the main process started and that live."""
    assert receiver.running is not None
    main = receiver.running.process.pid
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and _parent(entry) == main:
            found.append(int(entry.name))
    return found


def _parent(process: Path) -> int:
    try:
        return int(stat_of(process)[1])
    except (OSError, IndexError):
        return 0


def wait_until_gone(pids: list[int], seconds: float) -> None:
    """Fails where one of them is still there."""
    end = time.monotonic() + seconds
    while any(lives(pid) for pid in pids):
        assert time.monotonic() < end, f"{pids} did not end"
        time.sleep(0.05)


def refuses(port: int) -> bool:
    """Whether nobody listens there."""
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) != 0


def living(group: int) -> list[int]:
    """The processes of a process group that live: also a worker that was born when nobody looked."""
    found = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [pid for pid in found if _group(pid) == group and lives(pid)]


def _group(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return 0


def kill_main(receiver: Receiver) -> int:
    """`kill -9` of the main process alone; gives the process group of its workers."""
    assert receiver.running is not None
    main = receiver.running.process
    os.kill(main.pid, signal.SIGKILL)
    main.wait()
    return main.pid


def wait_until_empty(group: int) -> None:
    """Fails where a process of the group is still there after a while."""
    end = time.monotonic() + 10
    while left := living(group):
        assert time.monotonic() < end, f"{left} did not end"
        time.sleep(0.05)


def test_F9_kill_of_the_main_process_ends_its_workers_and_a_new_one_serves(started: Receiver) -> None:
    assert workers(started)
    wait_until_empty(kill_main(started))
    assert refuses(started.port)
    started.end()
    started.serve()
    assert workers(started)


@pytest.mark.parametrize("moment", [0.0, 0.03, 0.1, 0.3])
def test_F9_workers_that_are_still_loading_when_the_main_process_is_killed_end_too(
    bare: Receiver, moment: float
) -> None:
    bare.port = free_port()
    words = ["-m", "receiver", "serve", "--bind", f"127.0.0.1:{bare.port}", "--workers", "2"]
    bare.running = Running(words, bare.environment, bare.log, bare.account)
    bare.running.wait_until(lambda: bool(workers(bare)))
    time.sleep(moment)
    wait_until_empty(kill_main(bare))
    assert refuses(bare.port)
    bare.end()


def test_F9_kill_of_a_worker_brings_a_new_one(started: Receiver) -> None:
    computer = Computer(started.url, 113)
    assert computer.pair(started.create_company(113, "Other")).status_code == 201
    opened, part = begun(computer, "key-0001", SET), changes_of(SET)
    assert computer.put(opened.id, 1, part).status_code == 204
    before = workers(started)
    for worker in before:
        os.kill(worker, signal.SIGKILL)
    wait_until_gone(before, seconds=5)
    started.wait_until_ready()
    assert begun(computer, "key-0001", SET).parts == {"1": parts.digest(part)}
    assert computer.commit(opened.id).status_code == 200


def test_F11_a_wish_to_end_is_met_cleanly(started: Receiver) -> None:
    computer = Computer(started.url, 112)
    assert computer.pair(started.create_company(112, "Green Valley")).status_code == 201
    done = publish(computer, "key-0001", SET)
    assert started.running is not None
    held = workers(started)
    os.kill(started.running.process.pid, signal.SIGTERM)
    assert started.running.process.wait(15) == 0
    wait_until_gone(held, seconds=5)
    assert refuses(started.port)
    assert "Traceback" not in started.running.said()
    with closing(sqlite3.connect(started.database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    started.end()
    started.serve()
    assert send(computer.request("GET", "status")).json()["published"] == done.id


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_F11_a_wish_to_end_is_met_while_workers_are_still_loading(bare: Receiver, sign: int) -> None:
    """As by a restart right behind a start: nobody waits ten seconds for workers that have not heard of it."""
    bare.port = free_port()
    words = ["-m", "receiver", "serve", "--bind", f"127.0.0.1:{bare.port}", "--workers", "2"]
    bare.running = Running(words, bare.environment, bare.log, bare.account)
    bare.running.wait_until(lambda: len(workers(bare)) == 2)
    held = workers(bare)
    time.sleep(0.1)
    began = time.monotonic()
    for one in (*held, bare.running.process.pid) if sign == signal.SIGINT else (bare.running.process.pid,):
        os.kill(one, sign)
    assert bare.running.process.wait(30) == 0
    assert time.monotonic() - began < 8
    wait_until_gone(held, seconds=5)
    assert "Traceback" not in bare.running.said() and refuses(bare.port)
    bare.end()


def test_F11_ctrl_c_is_quiet_while_it_is_loaded(bare: Receiver) -> None:
    bare.running = Running(["-m", "receiver", "serve"], bare.environment, bare.log, bare.account)
    time.sleep(0.3)
    bare.running.process.send_signal(signal.SIGINT)
    bare.running.process.wait(15)
    assert "Traceback" not in bare.running.said()
    bare.end()


def test_F47_it_says_why_it_does_not_start(bare: Receiver) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        for bind in (f"127.0.0.1:{taken.getsockname()[1]}", "192.0.2.1:8112", "no-such-host.invalid:8112"):
            answer = bare.run("serve", "--bind", bind)
            assert (answer.code, "Traceback" in answer.err) == (1, False), answer
            assert bind in answer.err
    for bind in ("8112", "127.0.0.1:70000"):
        assert bare.run("serve", "--bind", bind).code == 2


def test_F10_it_waits_for_the_port_of_one_that_was_killed_and_still_writes(started: Receiver) -> None:
    started.end()
    with socket.socket() as dying:
        dying.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        dying.bind(("127.0.0.1", started.port))
        dying.listen()
        threading.Timer(0.7, dying.close).start()
        started.serve()


def test_F47_not_set_up_it_says_how(tmp_path: Path) -> None:
    answer = Receiver(tmp_path / "receiver").run("serve")
    assert answer.code == 1 and "python -m receiver init" in answer.err
    assert "Traceback" not in answer.err


def test_F40_a_database_of_a_newer_release_is_not_served(bare: Receiver) -> None:
    with closing(sqlite3.connect(bare.database)) as connection, connection:
        (before,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    try:
        answer = bare.run("serve", "--bind", f"127.0.0.1:{free_port()}")
        assert answer.code == 1 and "newer release" in answer.err and "9999" in answer.err
        assert bare.run("migrate", "up", "--json").code == 1
        assert bare.run("migrate", "down", "--yes", "--json").code == 1
        assert bare.run("migrate", "status", "--json").json["ready"] is False
        checked = bare.run("check", "--json")
        assert checked.code == 1
        assert "database" in [one["id"] for one in checked.json["checks"] if not one["good"]]
    finally:
        with closing(sqlite3.connect(bare.database)) as connection, connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", (before,))
