"""Portals that mix what was published, a replacement that ends half way, commits that a power cut undoes, and kills
that hit nothing."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Any

from shared.canonical import SetDigest
from shared.parts import zstd
from tests.campaign import (
    acknowledged,
    checker,
    evidence,
    hardship,
    kill_agent,
    mail,
    places,
    power_receiver,
    replacing,
)
from tests.campaign.checker import Eye
from tests.campaign.evidence import Evidence
from tests.campaign.passages import Passage
from tests.campaign.power_cut import PowerCut
from tests.campaign.registry import Grounds
from tests.campaign.stunts import Aim, Stunts
from tests.planted.careless import careless_portal
from tests.planted.fault import Fault
from tests.support import mails
from tests.support.processes import Answer, environment, free_port
from tests.support.visitor import Visitor

PAGE = """<html lang="en"><head><title>Home</title></head><body><header>Open {office}</header>
<main><h1>Home</h1><dl><dd>Ruth</dd><dd>Mill Lane</dd><dd class="exact">112</dd><dd>{customer}</dd></dl>
<article data-job="7">{job}</article></main><footer><p>as of <time>noon</time></p></footer></body></html>"""
WHOLE = PAGE.format(office="Edition 7", customer="Edition 7", job="Edition 7")


def page_of_two_snapshots(folder: Path) -> list[str]:
    """The customer's record is a snapshot behind the office's."""
    return seen(folder, PAGE.format(office="Edition 7", customer="Edition 6", job="Edition 7"))


def snapshot_that_lacks_a_record(folder: Path) -> list[str]:
    """A job is there before the publication and not after it."""
    return seen(folder, PAGE.format(office="Edition 7", customer="Edition 7", job=""))


def old_snapshot_in_place_of_the_new(folder: Path) -> list[str]:
    """A page that is whole, and of yesterday."""
    return seen(folder, PAGE.format(office="Edition 6", customer="Edition 6", job="Edition 6"))


def seen(folder: Path, page: str) -> list[str]:
    """What the checker says of `page` after it saw `WHOLE`, and nothing where it finds fault with that one."""
    practice, port = folder / "practice.db", free_port()
    with closing(sqlite3.connect(practice)) as connection, connection:
        connection.execute("CREATE TABLE customers (id, number, name, street, city)")
        connection.execute("CREATE TABLE jobs (number, customer_id)")
        connection.execute("INSERT INTO customers VALUES (1, '112', 'Ruth', 'Mill Lane', 'Edition 7')")
        connection.execute("INSERT INTO jobs VALUES ('7', 1)")
    with Visitor(f"http://127.0.0.1:{port}", 112) as visitor:
        eye = Eye([visitor], practice)
        with careless_portal(port, WHOLE):
            whole: list[str] = eye.look(7)["faults"]
        with careless_portal(port, page):
            found: list[str] = eye.look(7)["faults"]
    return found if not whole else []


def snapshot_that_nobody_sent(folder: Path) -> list[str]:
    """It is whole and of the right edition, and no wish to publish it passed on the wire."""
    with published(folder, "Edition 7") as (found, sent):
        return found.faults(7, [{**sent, "digest": "0" * 64}]) if not found.faults(7, [sent]) else []


def record_of_another_edition(folder: Path) -> list[str]:
    """Published as it was sent; but it is not what the office held."""
    with published(folder, "Edition 6") as (found, sent):
        return found.faults(7, [sent]) if not found.faults(6, [sent]) else []


@contextmanager
def published(folder: Path, city: str) -> Iterator[tuple[Evidence, dict[str, Any]]]:
    """A receiver's tables with one customer who lives in `city`, and what was sent for that."""
    receiver, practice, whole, body = folder / "receiver.db", folder / "practice.db", SetDigest(), city.encode()
    hash_ = blake2b(body, digest_size=32).digest()
    whole.add("customer", "112", hash_)
    sent = {"digest": whole.hexdigest(), "counts": {"customer": 1}}
    with closing(sqlite3.connect(receiver)) as connection, connection:
        connection.execute("CREATE TABLE companies (company_id, published)")
        connection.execute("CREATE TABLE snapshots (company_id, number, digest, counts)")
        connection.execute("CREATE TABLE records (company_id, kind, key, since, until, hash, body)")
        connection.execute("INSERT INTO companies VALUES (112, 1)")
        connection.execute("INSERT INTO snapshots VALUES (112, 1, ?, ?)", (whole.hexdigest(), b'{"customer": 1}'))
        row = (112, "customer", "112", 1, 9, hash_, zstd.compress(body))
        connection.execute("INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    with closing(sqlite3.connect(practice)) as connection, connection:
        connection.execute("CREATE TABLE customers (number, status, is_customer, is_employee, not_on_portal)")
        connection.execute("INSERT INTO customers VALUES ('112', 'ACTIVE', 1, 0, 0)")
    yield Evidence(str(receiver), 112, practice), sent


def kills_before_anything_was_sent(_folder: Path) -> list[str]:
    """A dozen kills while the agent was still reading, and one in the upload."""
    status, begin = Passage("GET", "/api/v1/status", 500, 500), Passage("POST", "/api/v1/snapshots", 900, 900)
    hits = [places.place_of([status] if hit else [status, begin]) for hit in range(13)]
    return places.too_few(hits, "upload", "publishing") if hits.count("upload") == 1 else []


def part_sent_twice(_folder: Path) -> list[str]:
    """The answer to it had arrived before the kill, and the next Process sends it all the same."""
    path = "/api/v1/snapshots/7/parts/1"
    lost, arrived = Passage("PUT", path, 900, 900, 0, 90), Passage("PUT", path, 900, 900, 90, 90)
    return kill_agent.sent_again([arrived, lost]) if not kill_agent.sent_again([lost, arrived]) else []


def rows_replaced_one_by_one(folder: Path) -> list[str]:
    """A replacement of eight rows in eight transactions, killed in some of them."""
    with Stunts.open(folder, environment(folder)) as stunts:
        naive = replacing.scene(stunts, folder / "office", "row by row")
        shots = [replacing.shot(stunts, naive, Aim("fdatasync", nth)) for nth in (5, 9)]
    return [fault for one in shots for fault in one.faults if "MIXED" in fault]


def commits_that_are_not_synced(folder: Path) -> list[str]:
    """A database in WAL with `synchronous=NORMAL`, and the power cut under it."""
    with PowerCut.open(folder / "disk") as disk:
        return acknowledged.lost(disk, "NORMAL", 20, 1)


def disk_that_lies(folder: Path) -> list[str]:
    """It answers a sync and does not do it; the power is cut just after the receiver has acknowledged."""
    with Grounds.open(folder) as grounds, power_receiver.hosted(grounds) as host:
        host.disk.lie()
        return list(power_receiver.shot(host, random.Random(3), "on-a-disk-that-lies").faults)


def traceback_at_a_person(_folder: Path) -> list[str]:
    """A command that fails with Python's own words."""
    refused = Answer(5, '{"error": {"title": "Busy.", "detail": "", "remedy": "Wait."}}', "")
    broke = Answer(1, "", "Traceback (most recent call last):\nKeyError: 'x'")
    return hardship.judged(broke, ()) if not hardship.judged(refused, ()) else []


def refusal_without_a_next_step(_folder: Path) -> list[str]:
    """A command that says no, and not what to do."""
    return hardship.judged(Answer(1, '{"error": {"title": "No.", "detail": "", "remedy": ""}}', ""), ())


def mail_that_never_came(_folder: Path) -> list[str]:
    """The worker writes it off as sent."""
    sound = mail.judged("sent", [], taken=1, in_flight=0)
    return mail.judged("sent", [], taken=0, in_flight=0) if not sound else []


def mail_that_came_twice(_folder: Path) -> list[str]:
    """Its first answer arrived, and nobody was killed."""
    lost = mail.judged("sent", [mails.Fault.ANSWER_LOST], taken=2, in_flight=0)
    return mail.judged("sent", [mails.Fault.LATER], taken=2, in_flight=0) if not lost else []


FAULTS = {
    "a page that mixes two snapshots": Fault(checker, page_of_two_snapshots),
    "a snapshot that lacks a record": Fault(checker, snapshot_that_lacks_a_record),
    "an old snapshot in place of the new one": Fault(checker, old_snapshot_in_place_of_the_new),
    "a snapshot that nobody sent": Fault(evidence, snapshot_that_nobody_sent),
    "a record that the office did not hold": Fault(evidence, record_of_another_edition),
    "rows replaced one by one": Fault(replacing, rows_replaced_one_by_one),
    "commits that are not synced": Fault(acknowledged, commits_that_are_not_synced),
    "a disk that lies about syncs": Fault(power_receiver, disk_that_lies),
    "a traceback at a person": Fault(hardship, traceback_at_a_person),
    "a refusal without a next step": Fault(hardship, refusal_without_a_next_step),
    "a part that is sent again": Fault(kill_agent, part_sent_twice),
    "a mail that never came": Fault(mail, mail_that_never_came),
    "a mail that came twice": Fault(mail, mail_that_came_twice),
    "kills that hit nothing": Fault(places, kills_before_anything_was_sent),
}
