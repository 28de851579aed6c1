"""`receiver worker`."""

from __future__ import annotations

import logging
import os
import pkgutil
import sys
import threading
import time
from collections.abc import Callable
from typing import Final

import click

from receiver.commands.host import Host
from receiver.commands.output import HostError, Result, answers

END_SECONDS: Final = 30

WORKER: Final = "receiver.jobs.worker:Worker"
"""What works; its modules are loaded by the worker only, so that the server and all that it forks do without them."""


@click.command("worker", epilog="Example: python -m receiver worker")
@click.option("--once", is_flag=True, help="End when nothing is due any more, e.g. from cron.")
@click.option("--leashed", is_flag=True, hidden=True, help="End when standard input does; for `receiver serve`.")
@answers
def worker(once: bool, leashed: bool) -> Result:
    """Send the mails that wait, and look for what people are to be told, until stopped.

    `receiver serve` starts one by itself; where it is told not to (PORCHLIGHT_WORKER=0), e.g. as several of them share
    one database, start this once beside them.
    """
    host = Host()
    server = host.settings.mail_server
    if server is None:
        raise HostError("This host sends no mail.", remedy="Set PORCHLIGHT_SMTP_URL, e.g. smtp+tls://USER:PW@HOST:587")
    host.companies_opened()
    logging.basicConfig(format="%(asctime)s %(name)s: %(message)s", level=logging.WARNING)
    one = pkgutil.resolve_name(WORKER)(host.settings, host.secrets, server)
    if once:
        tried = one.once()
        return Result({"tried": tried}, f"{tried:,} mails were tried." if tried else "No mail was due.")
    if leashed:
        threading.Thread(target=_wait, args=(one.stop,), name="leash", daemon=True).start()
    one.run()
    return Result({"ended": True}, "The worker has ended.")


def _wait(stop: Callable[[], None]) -> None:
    """End with the process that started us, also where that one was killed."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    stop()
    time.sleep(END_SECONDS)
    os._exit(1)
