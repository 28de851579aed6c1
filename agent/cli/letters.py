"""`agent letters`: letters and cards that tell customers their passwords."""

from __future__ import annotations

import os
from pathlib import Path

import click

from agent.cli.output import AgentCommand, Session, pass_session
from agent.cli.terminal import shown
from agent.domain.conditions import parse_all
from agent.domain.errors import Exit
from agent.domain.letters import Order, Paper, Written, usual_paper
from agent.domain.values import counted
from agent.jobs.progress import PolledProgress, stopped_by_interrupt


@click.command("letters", cls=AgentCommand, epilog="Example: agent letters letters.pdf --run 7")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--run", type=int, metavar="NUMBER", help="The customers of this replacement of passwords.")
@click.option("--where", multiple=True, metavar="CONDITION", help='For example "CU.Customer Status = ACTIVE".')
@click.option("--all", "everyone", is_flag=True, help="Every customer who has a password.")
@click.option("--cards", is_flag=True, help="Ten cards on a page, to be cut, instead of letters.")
@click.option("--paper", type=click.Choice(["A4", "Letter"]), help="Else what is usual where this computer stands.")
@click.option("--to", default="", metavar="NAME", help="The portal, where this computer is paired with several.")
@pass_session
def letters(
    session: Session,
    path: Path,
    run: int | None,
    where: tuple[str, ...],
    everyone: bool,
    cards: bool,
    paper: Paper | None,
    to: str,
) -> Exit:
    """Print letters (or cards) with address, customer number, password and the portal's link into the PDF file PATH.

    Only this account can read the file. The square code holds the link alone.
    """
    progress = PolledProgress()
    office = session.office
    conditions = parse_all(where, office.practice.catalog, "customers")
    order = Order(
        path.absolute(),
        "cards" if cards else "letters",
        paper or usual_paper(_locale()),
        run,
        conditions,
        everyone,
        to,
    )
    with stopped_by_interrupt(progress), shown(progress):
        written = office.letters.write(order, progress)
    told = {
        "path": str(written.target) if written.count else None,
        "form": written.form,
        "paper": order.paper,
        "count": written.count,
        "left_out": written.left_out,
        "marked": written.marked,
    }
    session.result(told, _text(written))
    return Exit.DONE if written.count else Exit.NOTHING_TO_DO


def _text(written: Written) -> str:
    noun = written.form.removesuffix("s")
    lines = ["Nobody gets one, so nothing was written."]
    if written.count:
        lines = [f"{counted(written.count, noun)} in {written.target}. Only this account can read it."]
    lines += [f"Left out: {count:,} ({reason})." for reason, count in written.left_out.items()]
    if written.marked:
        lines.append(
            f"{counted(written.marked, noun)} with characters that the font lacks: a mark stands in their place."
        )
    return "\n".join(lines)


def _locale() -> str:
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_PAPER", "LANG"))
    return next((one for one in names if one), "")
