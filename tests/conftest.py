"""The cast of all tests: one receiver with two companies, their offices, a browser; and fresh ones where a test
changes things. All are real processes; `pytest -n 2` gives each worker its own."""

from __future__ import annotations

import compileall
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page

from tests.support import account, foreign
from tests.support.browser import chromium
from tests.support.databases import KINDS, Databases
from tests.support.mariadb import MariaDB, running_mariadb
from tests.support.office import Office
from tests.support.postgres import Cluster, running_cluster
from tests.support.processes import ROOT
from tests.support.receiver import Receiver
from tests.support.visitor import Visitor

# Two slow cores are shared by many: how long an example takes says nothing. A test has the profile that was loaded
# when its module was, so this stands before all of them.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")

CUSTOMERS = 40


@dataclass(frozen=True)
class TwoCompanies:
    """Companies 112 and 113 on one receiver. Their customers carry the same numbers, and are other people. Only for
    tests that change nothing: the cast is shared."""

    receiver: Receiver
    green_valley: Office
    other: Office

    @property
    def offices(self) -> tuple[Office, Office]:
        """Both."""
        return self.green_valley, self.other


collect_ignore = [] if foreign.NORTHWIND.exists() else ["end_to_end/test_northwind.py"]


LONG = (
    "tests/guards/test_pages.py",
    "tests/campaign/test_short_forms.py",
    "tests/campaign/test_wire.py",
    "tests/window/test_looks.py",
    "tests/campaign/test_office_faults.py",
    "tests/end_to_end/test_northwind.py",
    "tests/receiver/test_killed_receiver.py",
    "tests/agent/test_F39_older_receiver.py",
    "tests/guards/test_statements.py",
    "tests/installer/test_demo.py",
)
"""The files that take longest, in this order."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files begin first: one that began last would keep a single core busy while the others have nothing to do."""
    places = {file: place for place, file in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(LONG)))


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile the programs once: the account that receivers run as can't keep bytecode in the tree, and would compile
    them at every start."""
    if not hasattr(session.config, "workerinput"):
        for package in ("agent", "receiver", "shared"):
            compileall.compile_dir(ROOT / package, quiet=2)


def pytest_report_header() -> str:
    """Say what the tests run as, and on."""
    return f"porchlight: {account.described()}; {foreign.described()}"


@pytest.fixture(scope="module", autouse=True)
def settled() -> None:
    """What the tests before left for good is no longer looked through for rubbish.

    A run comes to some 700,000 objects, and a look through all of them to a second, in which no thread does anything:
    windows are frozen, and each worker loses half a minute.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL that runs for all tests of a worker."""
    with running_cluster() as one:
        yield one


@pytest.fixture(scope="session")
def mariadb() -> Iterator[MariaDB]:
    """A MariaDB that runs for all tests of a worker."""
    with running_mariadb() as one:
        yield one


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest) -> Databases:
    """Makes empty databases of either kind; PostgreSQL is started by the first that wants one there."""
    return Databases(lambda: request.getfixturevalue("cluster"))


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, of each kind in turn."""
    with databases.fresh(request.param, tmp_path) as url:
        yield url


@pytest.fixture(params=KINDS)
def migrated_url(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path) -> Iterator[str]:
    """The address of a database that has all tables and no row, of each kind in turn."""
    with databases.migrated(request.param, tmp_path) as url:
        yield url


@contextmanager
def both_published(databases: Databases, kind: str, folder: Path) -> Iterator[TwoCompanies]:
    """A receiver on a database of that kind that serves both companies meanwhile, published."""
    receiver = Receiver(folder / "receiver")
    offices = [Office(folder / str(number), number) for number in (112, 113)]
    with databases.migrated(kind, receiver.data) as url:
        receiver.use_database(url)
        receiver.init()
        codes = [receiver.create_company(one.company, f"Office {one.company}") for one in offices]
        receiver.serve()
        try:
            for office, code in zip(offices, codes, strict=True):
                office.sample(CUSTOMERS, seed=office.company)
                office.pair(receiver, code)
                office.process()
            yield TwoCompanies(receiver, *offices)
        finally:
            receiver.end()


@pytest.fixture(scope="session")
def two_companies(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoCompanies]:
    """Both companies, published."""
    with both_published(databases, "sqlite", tmp_path_factory.mktemp("two")) as cast:
        yield cast


@pytest.fixture(scope="session")
def two_companies_on_postgresql(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TwoCompanies]:
    """Both companies, published on PostgreSQL."""
    with both_published(databases, "postgresql", tmp_path_factory.mktemp("two")) as cast:
        yield cast


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[Receiver]:
    """A fresh receiver that serves and has no company yet."""
    fresh = Receiver(tmp_path / "receiver")
    fresh.init()
    fresh.serve()
    try:
        yield fresh
    finally:
        fresh.end()


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A fresh office with a sample practice database, paired with nobody."""
    fresh = Office(tmp_path / "office")
    fresh.sample(12)
    return fresh


@pytest.fixture
def paired(receiver: Receiver, office: Office) -> tuple[Receiver, Office]:
    """A fresh office, paired with a fresh receiver; nothing is published yet."""
    office.pair(receiver, receiver.create_company(office.company, "Green Valley Lawn Care"))
    return receiver, office


@pytest.fixture
def visitor() -> Iterator[Callable[[Receiver, int], Visitor]]:
    """Makes visitors of a receiver's company, and sees them off."""
    made: list[Visitor] = []

    def make(receiver: Receiver, company: int) -> Visitor:
        made.append(Visitor(receiver.url, company))
        return made[-1]

    yield make
    for one in made:
        one.session.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless chromium."""
    with chromium() as one:
        yield one


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A browser window nobody used before; a phone's size."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-US")
    yield context.new_page()
    context.close()
