"""`agent status`: what the portals really hold."""

from __future__ import annotations

import click

from agent.cli.output import AgentCommand, Session, pass_session
from agent.domain.errors import Exit, SetupError
from agent.usecases.status import PortalStatus, portal_statuses


@click.command("status", cls=AgentCommand, epilog="Example: agent status --json")
@pass_session
def status(session: Session) -> Exit:
    """Ask every paired portal what it holds."""
    office = session.office
    found = portal_statuses(office.portals, office.connect)
    if not found:
        raise SetupError(
            "This computer is not paired with a portal yet.", remedy="Pair it: Help > Set-up, or agent pair"
        )
    session.result({"portals": found}, "\n".join(_line(one) for one in found))
    states = {one.state for one in found}
    if "refused" in states:
        return Exit.REFUSED
    return Exit.TRY_LATER if "offline" in states else Exit.DONE


def _line(one: PortalStatus) -> str:
    held = f"snapshot {one.snapshot} of {one.time}, {one.counts.get('customer', 0):,} customers" if one.snapshot else ""
    if one.state in ("offline", "refused") and held:
        held = f"last receipt: {held}"
    return ". ".join(part.rstrip(".") for part in (f"{one.name}: {one.state}", held, one.detail) if part) + "."
