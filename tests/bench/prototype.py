"""The limit: what publishing costs when nothing is signed, checked or digested. Imports nothing of ours.

`push PRACTICE URL` reads, groups, hashes and sends to a `bare_receiver`, `hash PRACTICE` reads, groups and hashes.
"""

import json
import sqlite3
import sys
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from hashlib import blake2b
from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec
from backports import zstd

BATCH = 4 * 1024 * 1024
PHONES = "SELECT customer_id, kind, number FROM phones ORDER BY id"
PLACES = "SELECT customer_id, id, name, street, city, region, postal_code, notes FROM properties ORDER BY id"
PLANNED = "SELECT job_id, planned, crew FROM work WHERE NOT posted ORDER BY planned, id"
JOBS = """SELECT customer_id, id, number, service, property_id, schedule_kind, season, next_visit, delayed,
    delay_reason, crew, portal_note FROM jobs ORDER BY number"""
DONE = """SELECT customer_id, substr(started, 1, 4), jobs.number, started, ended, planned, service, property_id,
    work.crew, work.notes FROM work JOIN jobs ON jobs.id = job_id WHERE posted AND started >= ? ORDER BY started DESC"""
CUSTOMERS = """SELECT id, number, name, first_name, company_name, street, city, region, postal_code, country, email
    FROM customers WHERE status = 'ACTIVE' AND is_customer AND NOT is_employee AND NOT not_on_portal ORDER BY number"""


def documents(practice: str) -> Iterator[tuple[str, str, bytes]]:
    connection = sqlite3.connect(f"file:{practice}?mode=ro", uri=True)
    connection.execute("BEGIN")
    encode = msgspec.json.Encoder().encode

    def grouped(sql: str, *values: object) -> dict[Any, list[Any]]:
        found = defaultdict(list)
        for row in connection.execute(sql, values):
            found[row[0]].append(row[1:])
        return found

    phones, places, planned, jobs = map(grouped, (PHONES, PLACES, PLANNED, JOBS))
    done = grouped(DONE, f"{date.today().year - 1}-01-01")
    for id_, number, *rest in connection.execute(CUSTOMERS):
        work = [(*job, planned.get(job[0])) for job in jobs.get(id_, ())]
        yield "customer", number, encode((id_, *rest, phones.get(id_), places.get(id_), work))
        for year, visits in groupby(done.get(id_, ()), itemgetter(0)):
            yield "history", f"{number} {year}", encode([visit[1:] for visit in visits])


def push(practice: str, url: str) -> dict[str, int]:
    """Send everything in batches, then an empty one, which commits."""
    held: list[tuple[str, str, bytes, bytes]] = []
    size = sent = 0
    for kind, key, body in documents(practice):
        held.append((kind, key, blake2b(body, digest_size=32).digest(), body))
        size += len(body)
        if size > BATCH:
            sent, size, held = sent + post(url, held), 0, []
    return {"bytes": sent + post(url, held) + post(url, [])}


def post(url: str, held: list[tuple[str, str, bytes, bytes]]) -> int:
    data = zstd.compress(msgspec.msgpack.encode(held), 3)
    urllib.request.urlopen(urllib.request.Request(url, data), timeout=60).close()
    return len(data)


if __name__ == "__main__":
    if sys.argv[1] == "push":
        print(json.dumps(push(*sys.argv[2:])))
    else:
        print(len([blake2b(body).digest() for _, _, body in documents(sys.argv[2])]))
