"""`receiver serve`."""

from __future__ import annotations

import click

from receiver.commands.host import Host
from receiver.commands.output import HostError
from receiver.companion import Companion
from receiver.serve import Binding, CannotListen, serve

BIND = "127.0.0.1:8112"


class _Bind(click.ParamType[Binding]):
    name = "HOST:PORT"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Binding:
        """Read `127.0.0.1:8112`, `[::1]:8112`."""
        host, _colon, port = str(value).rpartition(":")
        if not host or not port.isdecimal() or not 1 <= int(port) <= 65535:
            self.fail("give it as HOST:PORT, e.g. 127.0.0.1:8112", param, ctx)
        return Binding(host.strip("[]"), int(port))


@click.command("serve")
@click.option("--bind", type=_Bind(), default=BIND, show_default=True, help="Where to listen.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that answer.")
def serve_(bind: Binding, workers: int) -> None:
    """Serve the portals and take what offices publish, until stopped."""
    host = Host()
    # Asked before anything starts: settings, a database with the right layout, and secrets that open what is in it.
    # With the wrong ones every password would be a wrong password.
    host.companies_opened()
    host.engine.dispose()
    try:
        serve(bind, workers, Companion() if host.settings.sends_mail and host.settings.worker else None)
    except CannotListen as error:
        if error.taken:
            title, remedy = f"{bind} is taken by another program.", "Stop it, or choose another --bind."
        else:
            title, remedy = f"This computer can't listen on {bind}.", "Choose another --bind."
        raise HostError(title, detail=str(error), remedy=remedy) from error
