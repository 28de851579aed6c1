"""The limit of reading a practice database that lives on PostgreSQL. Imports nothing of ours.

`python -m tests.bench.bare_served ADDRESS` reads and groups what is published, as of one instant, encodes and hashes
it, and prints how many documents there were: what `prototype hash` does with a SQLite file.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from hashlib import blake2b
from itertools import groupby
from typing import Any

import msgspec
import psycopg

PHONES = "SELECT customer_id, kind, number FROM phones ORDER BY id"
PLACES = "SELECT customer_id, id, name, street, city, region, postal_code, notes FROM properties ORDER BY id"
PLANNED = "SELECT job_id, planned, crew FROM work WHERE NOT posted ORDER BY planned, id"
JOBS = """SELECT customer_id, id, number, service, property_id, schedule_kind, season, next_visit, delayed,
    delay_reason, crew, portal_note FROM jobs ORDER BY number"""
DONE = """SELECT customer_id, jobs.number, started, ended, planned, service, property_id, work.crew, work.notes
    FROM work JOIN jobs ON jobs.id = job_id WHERE posted AND started >= %s ORDER BY started DESC"""
CUSTOMERS = """SELECT id, number, name, first_name, company_name, street, city, region, postal_code, country, email
    FROM customers WHERE status = 'ACTIVE' AND is_customer AND NOT is_employee AND NOT not_on_portal ORDER BY number"""


def documents(connection: psycopg.Connection) -> Iterator[bytes]:
    """The body of every record."""
    encode = msgspec.json.Encoder().encode

    def grouped(sql: str, *values: object) -> dict[Any, list[Any]]:
        found = defaultdict(list)
        for row in connection.execute(sql, values or None):
            found[row[0]].append(row[1:])
        return found

    phones, places, planned, jobs = map(grouped, (PHONES, PLACES, PLANNED, JOBS))
    done = grouped(DONE, date(date.today().year - 1, 1, 1))
    for id_, _, *rest in connection.execute(CUSTOMERS):
        work = [(*job, planned.get(job[0])) for job in jobs.get(id_, ())]
        yield encode((id_, *rest, phones.get(id_), places.get(id_), work))
        for _, visits in groupby(done.get(id_, ()), lambda visit: visit[1].year):
            yield encode(list(visits))


if __name__ == "__main__":
    with psycopg.connect(sys.argv[1]) as opened:
        opened.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        print(len([blake2b(body).digest() for body in documents(opened)]))
