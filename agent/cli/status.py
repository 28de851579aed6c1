"""`agent status`: what the portals really hold."""

from __future__ import annotations

import click

from agent.cli.output import OpenCommand, Session, pass_session
from agent.domain.errors import Exit, SetupError
from agent.usecases.history import runs_by_portal
from agent.usecases.status import PortalStanding, standings


@click.command("status", cls=OpenCommand, epilog="Example: agent status --json")
@pass_session
def status(session: Session) -> Exit:
    """Ask every paired portal what it holds, and tell how the last Process ended."""
    office = session.office
    found = standings(office.portals, office.connect, runs_by_portal(office.activity))
    if not found:
        raise SetupError(
            "This computer is not paired with a portal yet.", remedy="Pair it: Help > Set-up, or agent pair"
        )
    session.result({"portals": found}, "\n".join(_line(one) for one in found))
    states = {one.state for one in found}
    if states & {"refused", "no key"}:
        return Exit.REFUSED
    return Exit.TRY_LATER if "offline" in states else Exit.DONE


def _line(one: PortalStanding) -> str:
    held = f"snapshot {one.snapshot} of {one.time}, {one.counts.get('customer', 0):,} customers" if one.snapshot else ""
    if one.state in ("offline", "refused", "no key") and held:
        held = f"last receipt: {held}"
    told = [f"{one.name}: {one.state}", held, one.detail]
    if one.last_error is not None and not one.last_error.resolved:
        told += [f"The last Process did not come through ({one.last_error.result})", one.last_error.what]
        told.append(one.last_error.remedy)
    return ". ".join(part.rstrip(".") for part in told if part) + "."
