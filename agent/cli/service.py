"""`agent service`: the scheduled uploads, with nobody at the desk."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import FrameType

import click

from agent.cli.output import AgentCommand, OpenCommand, Session, home_option, json_option, pass_session
from agent.cli.schedule import sentences, told
from agent.domain.errors import AtWork, Exit
from agent.domain.standing_service import Runs
from agent.domain.values import visible
from agent.jobs.lock import SERVICE, single_instance
from agent.wiring.hosting import Host

LOG = "service.log"
LOG_BYTES, LOGS_KEPT = 500_000, 2
WISHES = (signal.SIGINT, signal.SIGTERM)


@click.group(
    "service",
    invoke_without_command=True,
    params=[home_option(), json_option()],
    epilog="Example: agent service install",
)
@click.pass_context
def service(ctx: click.Context, home: Path | None, as_json: bool) -> Exit:
    """The scheduled uploads, with nobody at the desk.

    Without another word it runs in the foreground, without a window, until it is asked to end. It may publish and do
    nothing else, so nobody signs in for it.
    """
    root = ctx.find_root().params
    root["home"] = home or root.get("home")
    return Exit.DONE if ctx.invoked_subcommand else _run(Session(root["home"], as_json))


def _run(session: Session) -> Exit:
    folder = session.office.home.folder
    over = threading.Event()
    with _alone(folder), _asked_to_end(over):
        log = _log(folder)
        host = Host(folder, lambda text: log.info("%s", visible(text)), gives_way=False)
        log.info("The service begins, for the agent's folder %s.", folder)
        host.start()
        over.wait()
        log.info("The service was asked to end.")
        host.end()
        log.info("The service is over.")
    session.result({"ended": True})
    return Exit.DONE


@service.command("install", cls=AgentCommand, epilog="Example: agent service install")
@pass_session
def install(session: Session) -> None:
    """Let this computer start the service by itself: a systemd service of this account, on Windows a scheduled task."""
    made = session.office.service.install()
    session.result(made, "\n".join((f"The service is installed: {made.where}", *made.hints)))


@service.command("uninstall", cls=AgentCommand, epilog="Example: agent service uninstall")
@pass_session
def uninstall(session: Session) -> None:
    """Stop the service and take it away; uploads then run only while the window is open."""
    gone = session.office.service.uninstall()
    session.result(gone, "The service is not installed any more.")


@service.command("status", cls=OpenCommand, epilog="Example: agent service status")
@pass_session
def status(session: Session) -> None:
    """Show whether the service is installed and runs, and when the next upload is planned."""
    standing, plan = session.office.service_standing(), session.office.timetable.plan()
    lines = [
        f"Installed: {standing.where}" if standing.installed else "Not installed; install it: agent service install",
        _RUNS[standing.runs],
        *standing.hints,
        *sentences(plan, datetime.now(UTC)),
    ]
    session.result({"service": standing, "schedule": told(plan)}, "\n".join(lines))


_RUNS: dict[Runs, str] = {
    "service": "The service runs.",
    "window": "The service does not run; the window that is open makes the uploads.",
    "nobody": "Nothing runs: no upload is made before the window is open, or the service runs.",
}


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    try:
        with single_instance(folder, SERVICE):
            yield
    except AtWork as taken:
        raise AtWork(
            "The service of this office runs already.",
            detail=f"It belongs to the agent's folder {folder}.",
            remedy="See: agent service status",
        ) from taken


@contextmanager
def _asked_to_end(over: threading.Event) -> Iterator[None]:
    """While inside, the first wish to end is noted in `over`; a second one ends the program at once."""

    def ask(wish: int, _frame: FrameType | None) -> None:
        over.set()
        signal.signal(wish, signal.SIG_DFL)

    before = {wish: signal.signal(wish, ask) for wish in WISHES}
    try:
        yield
    finally:
        for wish, handler in before.items():
            signal.signal(wish, handler)


def _log(folder: Path) -> logging.Logger:
    """Into the agent's folder, and to whoever started it."""
    log = logging.getLogger("porchlight.service")
    log.setLevel(logging.INFO)
    log.propagate = False
    for handler in (
        RotatingFileHandler(folder / LOG, maxBytes=LOG_BYTES, backupCount=LOGS_KEPT, encoding="utf-8"),
        logging.StreamHandler(),
    ):
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        log.addHandler(handler)
    return log
