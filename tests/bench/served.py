"""An office whose practice database lives on PostgreSQL: Process where nothing changed, beside a bare reading."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
from sqlalchemy import NullPool, create_engine

from agent.office.schema import METADATA
from tests.bench.ground import ground, safe_cluster
from tests.bench.measuring import Beside, Cost, Result, Scale, at_most, in_turn, processor_seconds, timed
from tests.bench.practice import Practice
from tests.support.office import Office
from tests.support.processes import environment

COMPANY = 190


def rows(folder: Path, scale: Scale) -> list[Result]:
    """The row about such an office."""
    with safe_cluster() as cluster, ground(folder / "ground", scale.database) as here:
        receiver = here.receiver()
        url = cluster.url(cluster.database())
        address = url.replace("+psycopg", "")
        brought(Practice(folder / "practice", scale.customers).path, url)
        office = Office(folder / "office", COMPANY)
        office.url = address
        office.init()
        office.pair(receiver, receiver.create_company(COMPANY, "Bench"))
        office.process()
        assert receiver.running is not None
        servers = [cluster.pid, receiver.running.process.pid]

        def cost(words: list[str], env: dict[str, str], code: int) -> Cost:
            begun = sum(map(processor_seconds, servers)) + here.server_seconds
            run = timed(words, env)
            assert run.answer.code == code, run.answer
            return Cost(run.seconds, run.cpu + sum(map(processor_seconds, servers)) + here.server_seconds - begun)

        ours, bare = in_turn(
            scale.rounds,
            lambda: cost(["-m", "agent", "process", "--json", "--home", str(office.home)], office.environment, 3),
            lambda: cost(["-m", "tests.bench.bare_served", address], environment(folder), 0),
        )
    both = Beside(ours, bare)
    return [scale.sized(at_most("nothing changed, practice on PostgreSQL", both.ratio, 1.3, both.detail))]


def brought(practice: Path, url: str) -> None:
    """Our own tables at `url`, with the rows of a SQLite file."""
    METADATA.create_all(create_engine(url, poolclass=NullPool))
    address = url.replace("+psycopg", "")
    with closing(sqlite3.connect(practice)) as file, psycopg.connect(address) as server, server.cursor() as cursor:
        for table in METADATA.sorted_tables:
            names = ", ".join(table.columns.keys())
            with cursor.copy(f"COPY {table.name} ({names}) FROM STDIN".encode()) as copy:
                for row in file.execute(f"SELECT {names} FROM {table.name}"):
                    copy.write_row(row)
        cursor.execute("ANALYZE")
