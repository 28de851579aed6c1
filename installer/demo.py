"""`python3 -m installer demo`: an office, a receiver and a portal, all real, to look at."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import sqlite3
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from installer import assets, environment, selfcheck, window
from installer.children import Child, ask, surroundings
from installer.errors import SetUpError
from installer.say import say, step

COMPANY = 112
NAME = "Green Valley Lawn Care"
PORT = 8112
CUSTOMERS = 300
SEED = 112
READY_SECONDS = 60


def add_words(words: argparse.ArgumentParser) -> None:
    """The words of `python3 -m installer demo`."""
    words.add_argument("--once", action="store_true", help="end after the self-check")
    words.add_argument("--json", action="store_true", help="print one line of JSON when the portal stands")
    words.add_argument("--port", type=int, help=f"where the portal listens (default {PORT}, or the next free one)")
    words.add_argument("--folder", type=Path, help="keep everything here and go on with it next time")
    words.add_argument("--customers", type=int, default=CUSTOMERS, help=f"of the sample office (default {CUSTOMERS})")


def command(words: argparse.Namespace) -> int:
    """Show the demo until somebody stops it; 1 where the self-check finds a fault."""
    with environment.one_at_a_time():
        environment.prepare("agent", "receiver")
        assets.build()
    folder = Path(words.folder).resolve() if words.folder else Path(tempfile.mkdtemp(prefix="porchlight-demo-"))
    demo = Demo(folder, words.customers)
    with_window = not words.once and window.can_be_shown()
    try:
        demo.open(words.port)
        demo.publish()
        if not demo.checks():
            return 1
        demo.show(words.json)
        if with_window:
            demo.window = window.opened(folder, demo.env)
        if not words.once:
            demo.stay()
    finally:
        demo.end()
        if not words.folder:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


@dataclass
class Demo:
    """Everything of the demo lies below `folder`; `state` (demo.json there) says how far it came."""

    folder: Path
    customers: int
    state: dict[str, Any] = field(default_factory=dict)
    serving: Child | None = None
    mailing: Child | None = None
    window: Child | None = None

    @property
    def practice(self) -> Path:
        """Where its practice database is."""
        return self.folder / "practice.db"

    @property
    def url(self) -> str:
        """The portal."""
        return f"http://127.0.0.1:{self.state['port']}/{COMPANY}/"

    @property
    def mail_url(self) -> str:
        """Where one reads what was mailed."""
        return f"http://127.0.0.1:{self.state['mail_port']}/"

    @property
    def env(self) -> dict[str, str]:
        """The settings of agent and receiver."""
        data = self.folder / "receiver"
        return surroundings(
            {
                "PORCHLIGHT_DATABASE_URL": f"sqlite:///{data / 'receiver.db'}",
                "PORCHLIGHT_FILES_URL": (data / "files").as_uri(),
                "PORCHLIGHT_SECRET_FILE": str(data / "secrets"),
                "PORCHLIGHT_PUBLIC_URL": self.url.removesuffix(f"/{COMPANY}/"),
                "PORCHLIGHT_SMTP_URL": f"smtp://127.0.0.1:{self.state['smtp_port']}",
                "PORCHLIGHT_HOST_MAIL": "host@example.com",
                "PORCHLIGHT_AGENT_HOME": str(self.folder / "agent"),
            }
        )

    def open(self, wanted: int | None) -> None:
        """Make the office and the receiver, or take up those that `folder` holds, and serve."""
        notes = self.folder / "demo.json"
        if notes.exists():
            self.state = json.loads(notes.read_text())
        elif self.folder.exists() and any(self.folder.iterdir()):
            raise SetUpError(f"{self.folder} is not empty and holds no demo.", "Choose another folder.")
        (self.folder / "receiver").mkdir(parents=True, exist_ok=True)
        port = chosen_port(wanted, self.state.get("port"))
        smtp_port, mail_port = free_ports_after(port, self.state.get("smtp_port"), self.state.get("mail_port"))
        self.note(port=port, smtp_port=smtp_port, mail_port=mail_port)
        if not self.practice.exists():
            with step(f"Making a sample office of {self.customers} customers"):
                size = ["--customers", str(self.customers), "--seed", str(SEED)]
                ask(["agent", "sample", str(self.practice), *size], self.env)
        with step("Making the receiver"):
            ask(["receiver", "init"], self.env)
            if "code" not in self.state:
                made = ask(["receiver", "company", "create", str(COMPANY), "--name", NAME], self.env)
                self.note(code=made["code"])
        with step("Starting the mail server"):
            ports = ["--smtp", str(smtp_port), "--web", str(mail_port)]
            words = ["installer.mails", *ports, "--folder", str(self.folder / "mails")]
            self.mailing = Child(words, self.env, self.folder / "mails.log")
        with step("Starting the receiver"):
            bind = f"127.0.0.1:{self.state['port']}"
            self.serving = Child(["receiver", "serve", "--bind", bind], self.env, self.folder / "serve.log")
            self.wait_until_ready()

    def note(self, **news: object) -> None:
        """Remember how far the demo came."""
        self.state.update(news)
        half = self.folder / "demo.json.new"
        half.write_text(json.dumps(self.state))
        half.replace(self.folder / "demo.json")

    def wait_until_ready(self) -> None:
        """Return when the receiver answers; raise `SetUpError` where it ends or takes too long."""
        end = time.monotonic() + READY_SECONDS
        ready = self.url.removesuffix(f"{COMPANY}/") + "readyz"
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        while time.monotonic() < end:
            self.require_life()
            try:
                opener.open(ready, timeout=5).close()
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
            else:
                return
        raise SetUpError(f"The receiver does not answer at {ready}.", f"See {self.folder / 'serve.log'}")

    def require_life(self) -> None:
        """Raise `SetUpError` where the receiver or the mail server has ended by itself."""
        for name, child in (("receiver", self.serving), ("mail server", self.mailing)):
            if child is not None and not child.lives:
                raise SetUpError(f"The {name} has ended. Its last words:\n{child.last_words()}")

    def publish(self) -> None:
        """Pair the office and press Process."""
        if "paired" not in self.state:
            with step("Pairing the office with the receiver"):
                ask(["agent", "init", "--database", f"sqlite:///{self.practice}"], self.env)
                place = ["--receiver", self.url.removesuffix(f"/{COMPANY}/"), "--company", str(COMPANY)]
                ask(["agent", "pair", *place, "--code", self.state["code"]], self.env)
            self.note(paired=True)
        with step("Process: publishing the active customers"):
            # 4: the portal of a demo that was in use may hold uploads until somebody imports them.
            ask(["agent", "process"], self.env, fine=(0, 3, 4))

    def checks(self) -> bool:
        """Look at the portal as a stranger would; say what is wrong."""
        with step("Self-check: customers sign in, others are refused"):
            faults = selfcheck.faults(self.url, self.practice, in_use=self.state.get("shown", False))
        with step("Self-check: a mail arrives"):
            faults += selfcheck.mail_faults(self.mail_url, self.send_a_try)
        for fault in faults:
            say(f"  {fault}")
        if not faults:
            self.note(shown=True)
        return not faults

    def send_a_try(self, to: str) -> None:
        """Let the receiver mail to somebody."""
        ask(["receiver", "mail", "test", "--to", to, "--company", str(COMPANY)], self.env)

    def show(self, as_json: bool) -> None:
        """Say where to click."""
        customer, staff = self.cast()
        if as_json:
            line = {
                "url": self.url,
                "mail_url": self.mail_url,
                "company": COMPANY,
                "customer": {"number": customer[0], "password": customer[1]},
                "staff": {"user": staff[0], "password": staff[1]},
                "folder": str(self.folder),
                "practice_url": f"sqlite:///{self.practice}",
                "agent_home": str(self.folder / "agent"),
                "pid": os.getpid(),
            }
            print(json.dumps(line), flush=True)
        say(f"\nThe portal of {NAME}:  {self.url}")
        say(f"  sign in as customer {customer[0]} with the password {customer[1]}")
        say(f"  the office's level-1 user is {staff[0]} with the password {staff[1]};")
        say(f"  that user runs the portal at {self.url}admin/")
        say(f"  what it mails is to be read at {self.mail_url}")
        say(f"  everything lies in {self.folder}")

    def cast(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """A customer with something to see (the next visit delayed, several properties) and a level-1 user, with
        passwords."""
        ahead = "jobs.customer_id = customers.id AND next_visit IS NOT NULL"
        delayed = f"(SELECT delayed FROM jobs WHERE {ahead} ORDER BY next_visit LIMIT 1)"
        places = "(SELECT count(*) FROM properties WHERE properties.customer_id = customers.id)"
        one_customer = (
            f"SELECT number, password FROM customers WHERE {selfcheck.WITH_PASSWORD}"
            f" AND password <> 'clip' ORDER BY {delayed} DESC, {places} DESC, number LIMIT 1"
        )
        one_user = "SELECT name, password FROM users WHERE level = 1 ORDER BY name LIMIT 1"
        with closing(sqlite3.connect(f"{self.practice.as_uri()}?mode=ro", uri=True)) as connection:
            customer: tuple[str, str] = connection.execute(one_customer).fetchone()
            staff: tuple[str, str] = connection.execute(one_user).fetchone()
        return customer, staff

    def stay(self) -> None:
        """Serve until somebody presses Ctrl-C."""
        say("\nPress Ctrl-C to end the demo.")
        while True:
            time.sleep(0.5)
            self.require_life()
            if self.window is not None and window.gone(self.window):
                self.window = None

    def end(self) -> None:
        """End what was started."""
        for child in (self.window, self.serving, self.mailing):
            if child is not None:
                child.end()


def chosen_port(wanted: int | None, earlier: int | None) -> int:
    """The port to serve on. The office was paired with an address, so a kept demo stays on its port."""
    if earlier is not None and wanted not in (None, earlier):
        raise SetUpError(
            f"The demo in this folder lives on port {earlier}.", "Leave --port out or take another folder."
        )
    asked = wanted or earlier
    if asked is not None:
        if not is_free(asked):
            raise SetUpError(f"Port {asked} is taken by another program.", "End it, or choose another with --port.")
        return asked
    port = next((one for one in range(PORT, PORT + 100) if is_free(one)), None)
    if port is None:
        raise SetUpError(f"No port from {PORT} to {PORT + 99} is free.", "Choose one with --port.")
    if port != PORT:
        say(f"Port {PORT} is taken by another program; the demo takes {port}.")
    return port


def free_ports_after(port: int, *earlier: int | None) -> list[int]:
    """A free port for each: the one that it had earlier, else the next one after `port`."""
    found: list[int] = []
    for one in earlier:
        kept = [one] if one is not None and one not in found and is_free(one) else []
        found.append(next(free for free in (*kept, *range(port + 1, 65536)) if free not in found and is_free(free)))
    return found


def is_free(port: int) -> bool:
    """Whether nobody listens on this port of the loopback interface."""
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
