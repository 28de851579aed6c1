"""`agent setup`: what of the set-up is done, and what comes next."""

from __future__ import annotations

from typing import Final

import click

from agent.cli.output import AgentCommand, Session, pass_session
from agent.domain.first_steps import OPTIONAL, Step

_WORDS: Final = {
    Step.PRACTICE: ("Practice database", "agent init --database FILE"),
    Step.COMPANY: ("Company and e-mail settings", "agent settings set --email ADDRESS"),
    Step.USERS: ("Passwords of the office's users (may be left out)", "agent users activate"),
    Step.PAIR: ("Pairing with the receiver", "agent pair --receiver URL --company NUMBER --code CODE"),
    Step.PASSWORDS: (
        "Customers' passwords",
        'agent replace --field "CU.Customer Password" --unique words --where "CU.Customer Status = ACTIVE"'
        ' --where "CU.Customer Password is empty"',
    ),
    Step.PROCESS: ("First Process", "agent process"),
}


@click.command("setup", cls=AgentCommand, epilog="Example: agent setup --json")
@click.option("--skip", type=click.Choice([one.value for one in OPTIONAL]), help="Do without this step.")
@pass_session
def setup(session: Session, skip: str | None) -> None:
    """Tell which steps of the set-up are done, and the command for each that is not."""
    if skip is not None:
        session.office.skip(Step(skip))
    known = session.office.first_steps.look()
    told = {
        "steps": [{"step": step.value, "state": known.state(step)} for step in Step],
        "practice": known.practice,
        "portals": known.portals,
        "active": known.active,
        "without_password": known.without_password,
    }
    lines = [
        f"{_WORDS[step][0]}: {known.state(step)}" + ("" if known.state(step) == "done" else f". {_WORDS[step][1]}")
        for step in Step
    ]
    if known.trouble is not None:
        session.say(str(known.trouble))
    session.result(told, "\n".join(lines))
