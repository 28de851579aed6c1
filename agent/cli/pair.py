"""`agent pair`: make this computer known to a portal."""

from __future__ import annotations

import click

from agent.cli.output import AgentCommand, Session, pass_session
from agent.domain.portals import DEFAULT_NAME
from agent.usecases.pair import PairOptions


@click.command(
    "pair",
    cls=AgentCommand,
    epilog="Example: agent pair --receiver https://portal.example.com --company 112 --code CODE",
)
@click.option("--receiver", required=True, metavar="URL", help="Address of the receiver: https://portal.example.com")
@click.option("--company", required=True, type=click.IntRange(min=1), metavar="NUMBER", help="The company number.")
@click.option("--code", required=True, help="The pairing code; it works once.")
@click.option("--name", default=DEFAULT_NAME, show_default=True, help="How the portal is listed here.")
@click.option("--device", "device_name", default="", help="How the portal lists this computer; else its network name.")
@pass_session
def pair(session: Session, receiver: str, company: int, code: str, name: str, device_name: str) -> None:
    """Pair this computer with a portal."""
    with session.alone() as office:
        portal = office.pairing.run(PairOptions(receiver, company, code, name, device_name))
    told = {
        "name": portal.name,
        "company": portal.company,
        "company_name": portal.company_name,
        "device": portal.device,
        "receiver": portal.url,
        "portal_url": portal.portal_url,
    }
    session.result(
        told, f'Paired with "{portal.name}" of {portal.company_name} ({portal.company}): {portal.portal_url}'
    )
