"""Request Tracker 5 as Debian ships it, serving a customer's own page (its self-service) on this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from installer import debian
from installer.errors import SetUpError
from tests.bench.client import Load, Page, load
from tests.bench.ground import listens
from tests.bench.peers.installing import WITHOUT
from tests.support.processes import environment, free_port

PACKAGES = ("request-tracker5", "rt5-db-sqlite", "rt5-standalone", "dbconfig-no-thanks", "nullmailer", "starman")
"""The mailer is there because something has to be; nothing is mailed."""
PAGE = "/SelfService/"
SECONDS = 60
WARMING = 2.0
"""Seconds: each of its workers compiles its pages when they are first asked for."""
SITE = """
Set($rtname, 'bench');
Set($Organization, 'bench.example');
Set($WebDomain, '127.0.0.1');
Set($WebPort, {port});
Set($DatabaseType, 'SQLite');
Set($DatabaseName, '{folder}/rt.db');
Set($LogToSyslog, 'critical');
Set($LogToSTDERR, 'error');
Set($MailCommand, 'testfile');
Set($LogDir, '{folder}');
$RT::VarPath = '{folder}';
$RT::MasonDataDir = '{folder}/mason';
$RT::MasonSessionDir = '{folder}/sessions';
1;
"""
LIBRARY = "use lib '/usr/share/request-tracker5/lib';"
PEOPLE = (
    LIBRARY
    + """
use RT -init;
my $user = RT::User->new(RT->SystemUser);
$user->Create(Name => 'customer', EmailAddress => 'customer@bench.example', Password => 'bench bench', Privileged => 0);
my $everyone = RT::Group->new(RT->SystemUser);
$everyone->LoadSystemInternalGroup('Everyone');
$everyone->PrincipalObj->GrantRight(Right => $_, Object => RT->System) for qw(SeeQueue ShowTicket);
for my $visit (1 .. 10) {
    RT::Ticket->new(RT->SystemUser)->Create(Queue => 'General', Requestor => $user->id, Subject => "Visit $visit");
}
"""
)
SERVED = (
    LIBRARY
    + """
use RT;
RT::LoadConfig();
RT::Init();
require RT::Interface::Web::Handler;
RT::Interface::Web::Handler->PSGIApp;
"""
)


def need() -> None:
    """Install what is missing. Raises `SetUpError`, with the fix."""
    try:
        debian.need(*PACKAGES)
        if shutil.which("starman") is None:
            raise SetUpError("Not on the PATH: starman, which serves Request Tracker.", "Install it.")
    except SetUpError as error:
        raise SetUpError(f"The peers can't be measured. {error.what}", f"{error.remedy} {WITHOUT}".strip()) from error


class Tracker:
    """It serves on `port`; a customer with ten open tickets is signed in, and has looked at them a few times."""

    def __init__(self, port: int) -> None:
        self._port = port
        with requests.Session() as session:
            session.trust_env = False
            address = f"http://127.0.0.1:{port}"
            session.post(
                f"{address}/NoAuth/Login.html", data={"user": "customer", "pass": "bench bench"}, timeout=SECONDS
            )
            shown = session.get(address + PAGE, timeout=SECONDS).text
            assert all(f"Visit {visit}" in shown for visit in range(1, 11)), shown
            self._page: Page = PAGE, "; ".join(f"{one.name}={one.value}" for one in session.cookies)
        self.load(WARMING)

    def load(self, seconds: float) -> Load:
        """Ask for the customer's page."""
        return load(self._port, [self._page], seconds).sound()


@contextmanager
def tracker(folder: Path) -> Iterator[Tracker]:
    """A fresh one with everything in `folder`."""
    (folder / "sessions").mkdir(parents=True)
    port = free_port()
    (folder / "site.pm").write_text(SITE.format(port=port, folder=folder))
    (folder / "people.pl").write_text(PEOPLE)
    (folder / "served.psgi").write_text(SERVED)
    env = environment(folder, {"RT_SITE_CONFIG": str(folder / "site.pm"), "RT_SITE_CONFIG_DIR": str(folder / "none")})
    for words in (["rt-setup-database-5", "--action", "init", "--skip-create"], ["perl", "people.pl"]):
        done = subprocess.run(
            words, cwd=folder, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
    workers = str(os.cpu_count())
    words = ["setpriv", "--pdeathsig", "TERM", "starman", "--listen", f"127.0.0.1:{port}", "--workers", workers]
    with (folder / "served.log").open("wb") as log:
        served = subprocess.Popen(
            [*words, "--preload-app", "served.psgi"], cwd=folder, env=env, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        for _ in range(SECONDS * 10):
            if listens(port):
                break
            try:
                served.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
            raise AssertionError((folder / "served.log").read_text())
        yield Tracker(port)
    finally:
        served.terminate()
        served.wait(SECONDS)
