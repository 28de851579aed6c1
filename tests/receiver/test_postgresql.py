"""The receiver on PostgreSQL where it is not as on SQLite: its server goes away, others hold its locks, it is another
kind of server than it should be."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
import requests
from psycopg import sql

from receiver.db.bulk import insert_rows
from receiver.db.company_reach import CompanyNetError
from receiver.domain.snapshots.models import records
from tests.receiver.hosted import Hosted, Hosting, begun, publish, served
from tests.receiver.publishing import some_customers
from tests.receiver.signed import Computer, begin_of, changes_of, code_of, send
from tests.support.databases import Databases
from tests.support.postgres import Cluster
from tests.support.receiver import Receiver
from tests.support.visitor import Visitor

FIRST = some_customers(5)
SECOND = some_customers(60, street="Elm Street")

RAISE = """
CREATE OR REPLACE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'as if' USING ERRCODE = '{state}'; END $$;
CREATE TRIGGER fail BEFORE INSERT ON records FOR EACH ROW EXECUTE FUNCTION fail()
"""


@pytest.fixture(scope="module")
def serving(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receiver]:
    """A receiver that serves, on PostgreSQL only; no mail worker takes a connection that a test counts."""
    with served(databases, "postgresql", tmp_path_factory.mktemp("serving"), PORCHLIGHT_WORKER="0") as one:
        yield one


def name_of(receiver: Receiver) -> str:
    """The name of its database."""
    return receiver.database_url.partition("?")[0].rpartition("/")[2]


@contextmanager
def held(cluster: Cluster, receiver: Receiver, statement: str) -> Iterator[None]:
    """As if another program had done `statement` in the receiver's database, and did not end its transaction."""
    with closing(psycopg.connect(cluster.address, dbname=name_of(receiver))) as connection:
        connection.execute(statement)
        yield


@contextmanager
def failing(receiver: Receiver, state: str) -> Iterator[None]:
    """Meanwhile the server answers with `state` where records are written."""
    receiver.told(RAISE.format(state=state))
    try:
        yield
    finally:
        receiver.told("DROP TRIGGER fail ON records")


def test_F19_a_lock_that_somebody_holds_is_a_matter_of_time(
    cluster: Cluster, hosted: Hosted, computer: Computer
) -> None:
    number = publish(computer, "key-0001", FIRST).id
    opened = begun(computer, "key-0002", SECOND, number)
    with held(cluster, hosted.receiver, "LOCK TABLE records IN SHARE ROW EXCLUSIVE MODE"):
        answer = computer.put(opened.id, 1, changes_of(SECOND))
        assert (answer.status_code, code_of(answer)) == (503, "busy")
        assert int(answer.headers["Retry-After"]) > 0
        with Visitor(hosted.receiver.url, hosted.number) as visitor:
            visitor.sign_in("00001", "wrong word", status=401)
        assert computer.send("GET", "status").json()["published"] == number
    assert publish(computer, "key-0002", SECOND, number).state == "done"


STATES = {
    "53100": (507, "storage-full"),
    "53200": (503, "busy"),
    "40001": (503, "busy"),
    "40P01": (503, "busy"),
    "57014": (503, "busy"),
    "57P01": (503, "busy"),
    "58030": (500, "internal"),
    "22012": (500, "internal"),
}


def test_F15_F19_what_the_server_can_not_do_is_told_from_a_bug(hosted: Hosted, computer: Computer) -> None:
    number = publish(computer, "key-0001", FIRST).id
    opened = begun(computer, "key-0002", SECOND, number)
    for state, told in STATES.items():
        with failing(hosted.receiver, state):
            answer = computer.put(opened.id, 1, changes_of(SECOND))
            assert (answer.status_code, code_of(answer)) == told, state
        assert computer.send("GET", "status").json()["published"] == number
    assert publish(computer, "key-0002", SECOND, number).state == "done"


def test_F47_cut_connections_are_made_anew_without_anybody_noticing(
    cluster: Cluster, hosted: Hosted, computer: Computer
) -> None:
    number = publish(computer, "key-0001", FIRST).id
    for n in range(3):
        cluster.cut(name_of(hosted.receiver))
        with Visitor(hosted.receiver.url, hosted.number) as visitor:
            visitor.sign_in("00001", "wrong word", status=401)
        assert computer.send("GET", "status").status_code == 200
        number = publish(computer, f"key-again-{n}", some_customers(6 + n), number).id


def test_F47_a_server_that_is_away_is_waited_for(cluster: Cluster, hosted: Hosted, computer: Computer) -> None:
    number = publish(computer, "key-0001", FIRST).id
    opened = begun(computer, "key-0002", SECOND, number)
    ready = f"{hosted.receiver.url}/readyz"
    cluster.stop()
    try:
        answer = computer.put(opened.id, 1, changes_of(SECOND))
        assert (answer.status_code, code_of(answer)) == (503, "busy")
        assert int(answer.headers["Retry-After"]) > 0
        page = requests.get(f"{hosted.receiver.url}/{hosted.number}/sign-in", timeout=30)
        assert page.status_code == 503 and int(page.headers["Retry-After"]) > 0
        assert "Traceback" not in page.text
        assert requests.get(ready, timeout=30).status_code == 503
        told = hosted.receiver.run("company", "list", "--json")
        assert (told.code, told.json["error"]["title"]) == (5, "The database can't be used.")
    finally:
        cluster.start()
    assert computer.put(opened.id, 1, changes_of(SECOND)).status_code == 204
    assert computer.commit(opened.id).status_code == 200
    assert requests.get(ready, timeout=30).status_code == 200


def test_F47_more_connections_than_the_server_has_are_a_matter_of_time(
    cluster: Cluster, hosted: Hosted, computer: Computer
) -> None:
    database = sql.Identifier(name_of(hosted.receiver))
    cluster.tell(sql.SQL("ALTER DATABASE {} CONNECTION LIMIT 1").format(database))
    try:
        cluster.cut(name_of(hosted.receiver))
        wanted = [computer.request("GET", "status") for _ in range(24)]
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(send, wanted))
        # Of two that connect in the same moment the server may refuse both; one that comes alone is let in, if only
        # by the web worker that has the connection.
        answers += [computer.send("GET", "status") for _ in range(16)]
        assert {one.status_code for one in answers} <= {200, 503}
        assert 200 in {one.status_code for one in answers}
    finally:
        cluster.tell(sql.SQL("ALTER DATABASE {} CONNECTION LIMIT -1").format(database))
    assert computer.send("GET", "status").status_code == 200


def test_I3_nobody_who_signs_in_waits_for_an_upload(cluster: Cluster, hosting: Hosting) -> None:
    hosted = hosting.company()
    computer = hosted.computer()
    assert computer.pair(hosted.code).status_code == 201
    publish(computer, "key-0001", FIRST)
    with hosting.work.writing(hosted.number) as session:
        session.connection()
        with Visitor(hosted.receiver.url, hosted.number) as visitor:
            visitor.sign_in("00001", "wrong word", status=401)
        # Its own lane is taken, another company's is free.
        assert code_of(computer.begin(begin_of(SECOND, computer.record_key, idempotency_key="key-0002"))) == "busy"
        other = hosting.company()
        assert other.computer().pair(other.code).status_code == 201


def test_I3_a_database_that_has_no_place_for_every_character_is_refused(cluster: Cluster, tmp_path: Path) -> None:
    for encoding in ("LATIN1", "SQL_ASCII"):
        receiver = Receiver(tmp_path / encoding)
        name = cluster.database(encoding=encoding)
        receiver.use_database(cluster.url(name))
        refused = receiver.run("init", "--json")
        assert refused.code == 1 and encoding in refused.json["error"]["title"]
        assert "--encoding=UTF8" in refused.json["error"]["remedy"]
        cluster.drop(name)


def test_F12_check_tells_of_a_server_that_forgets(cluster: Cluster, serving: Receiver) -> None:
    with cluster.durable():
        checked = serving.must("check", "--json").json
        assert checked["good"]
        assert "PostgreSQL" in next(one["text"] for one in checked["checks"] if one["id"] == "database")
    with cluster.durable(fsync=False):
        refused = serving.run("check", "--json")
        assert refused.code == 1
        bad = [one for one in refused.json["checks"] if not one["good"]]
        assert [one["id"] for one in bad] == ["database-sound"] and bad[0]["text"].endswith(": fsync is off.")


def test_I3_the_hosts_commands_work_there(hosted: Hosted, computer: Computer) -> None:
    receiver, company = hosted.receiver, ("--company", str(hosted.number))
    publish(computer, "key-0001", FIRST)
    assert hosted.number in [one["company"] for one in receiver.must("company", "list", "--json").json["companies"]]
    assert [one["published"] for one in receiver.must("snapshots", "list", *company, "--json").json["snapshots"]] == [
        True
    ]
    second = hosted.paired()
    device = second.key_id.partition("/")[2]
    named = receiver.must("devices", "rename", device, "--name", "Back Office", *company, "--json").json
    gone = receiver.must("devices", "revoke", device, *company, "--json").json
    assert named["name"] == gone["name"] == "Back Office" and gone["paired"] == named["paired"]
    assert code_of(second.send("GET", "status")) == "unknown-device"
    with Visitor(receiver.url, hosted.number) as visitor:
        for _ in range(5):
            visitor.sign_in("00001", "wrong word", status=401)
        visitor.sign_in("00001", "wrong word", status=429)
        assert receiver.must("unlock", "00001", *company, "--json").json == {"unlocked": True}
        visitor.sign_in("00001", "wrong word", status=401)


def test_T2_rows_that_come_in_by_copy_stay_in_their_company(hosting: Hosting) -> None:
    row = ("customer", "1", 1, 2, b"", b"")
    for companies in ((113,), (112, 113)):
        with pytest.raises(CompanyNetError), hosting.work.writing(112) as session:
            insert_rows(session, records, [(company, *row) for company in companies])
    assert hosting.receiver.told("SELECT * FROM records WHERE key = '1'") == []
