"""`agent portals`: the portals that this computer is paired with."""

from __future__ import annotations

import click

from agent.cli.output import AgentCommand, Session, pass_session
from agent.domain.errors import UsageError
from agent.domain.portals import Portal
from agent.domain.website_button import website_button


@click.group(epilog="Example: agent portals list")
def portals() -> None:
    """The portals that this computer is paired with; `agent pair` adds one."""


@portals.command("list", cls=AgentCommand, epilog="Example: agent portals list --json")
@pass_session
def list_portals(session: Session) -> None:
    """List the paired portals with their last receipts."""
    found = session.office.portals.all()
    lines = "\n".join(_line(one) for one in found) or "This computer is not paired with a portal yet."
    session.result({"portals": [_told(one) for one in found]}, lines)


@portals.command("button", cls=AgentCommand, epilog="Example: agent portals button")
@click.argument("name", required=False)
@click.option("--words", default="Customer Portal", show_default=True, help="What stands on the button.")
@pass_session
def button(session: Session, name: str | None, words: str) -> None:
    """Print a button for your website that leads customers to the portal NAME, as HTML to paste into a page."""
    portal = _named(session.office.portals.all(), name)
    html = website_button(portal.portal_url, words)
    session.result({"name": portal.name, "portal_url": portal.portal_url, "html": html}, html)


@portals.command("forget", cls=AgentCommand, epilog='Example: agent portals forget "CLIP Customer Portal"')
@click.argument("name")
@pass_session
def forget(session: Session, name: str) -> None:
    """Forget the portal NAME: its keys and what was published to it leave this computer.

    The receiver goes on listing this computer until it is revoked there.
    """
    with session.alone() as office:
        portal = office.forgetting.run(name)
    told = f'Forgot "{portal.name}". The receiver at {portal.url} lists this computer until it is revoked there.'
    session.result(_told(portal), told)


def _named(paired: list[Portal], name: str | None) -> Portal:
    """The portal of that name, or the first where none is given."""
    found = next((one for one in paired if name in (None, one.name)), None)
    if found is None and name is not None:
        raise UsageError(f'No portal is called "{name}".', remedy="See their names with: agent portals list")
    if found is None:
        raise UsageError("This computer is not paired with a portal yet.", remedy="Pair it with: agent pair")
    return found


def _told(portal: Portal) -> dict[str, object]:
    return {
        "name": portal.name,
        "receiver": portal.url,
        "company": portal.company,
        "company_name": portal.company_name,
        "device": portal.device,
        "portal_url": portal.portal_url,
        "receipt": portal.receipt,
    }


def _line(portal: Portal) -> str:
    receipt = portal.receipt
    last = f"snapshot {receipt.snapshot} of {receipt.time}" if receipt else "nothing published yet"
    return f"{portal.name}: {portal.company_name} ({portal.company}) at {portal.url}, {last}"
