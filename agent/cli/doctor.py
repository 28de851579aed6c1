"""`agent doctor`: Self-check, and the diagnostic bundle."""

from __future__ import annotations

from pathlib import Path

import click

from agent.cli.output import AgentCommand, Session, pass_session
from agent.domain.checks import Check, CheckState
from agent.domain.errors import Exit

_MARKS: dict[CheckState, str] = {
    "fine": "fine",
    "look": "look at this",
    "broken": "broken",
    "not asked": "not asked",
}


@click.command("doctor", cls=AgentCommand, epilog="Example: agent doctor --bundle diagnostics.zip")
@click.option(
    "--bundle",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also write a zip file for whoever helps: no passwords, keys, customers or values are in it.",
)
@pass_session
def doctor(session: Session, bundle: Path | None) -> Exit:
    """Look at everything that Porchlight needs: database, receivers, clock, line, disks, keyring, folder, versions.

    Nothing is changed. Ends with 1 where something is broken.
    """
    office = session.office
    found = office.self_check.run(lambda one: session.say(f"{one.title}: {_MARKS[one.state]}"))
    written = office.diagnostics.save(bundle.expanduser().absolute(), found) if bundle else None
    counts = {state: sum(one.state == state for one in found) for state in _MARKS}
    told = {"checks": found, "counts": counts, "bundle": str(written) if written else None}
    lines = [_line(one) for one in found]
    lines.append(", ".join(f"{count} {_MARKS[state]}" for state, count in counts.items() if count))
    lines += [f"Wrote {written}."] if written else []
    session.result(told, "\n".join(lines))
    return Exit.REFUSED if counts["broken"] else Exit.DONE


def _line(one: Check) -> str:
    words = " ".join(part for part in (one.sentence, one.detail) if part)
    fix = f"\n{'':<14}{one.fix}" if one.fix else ""
    return f"{_MARKS[one.state]:<12}  {one.title}: {words}{fix}"
