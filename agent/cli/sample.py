"""`agent sample`: a practice database of an office that does not exist, to try everything on."""

from __future__ import annotations

from pathlib import Path

import click

from agent.cli.output import OpenCommand, Session, pass_session
from agent.cli.terminal import shown
from agent.jobs.progress import PolledProgress
from agent.office.sample import make_sample


@click.command("sample", cls=OpenCommand, epilog="Example: agent sample practice.db --customers 300 --seed 1")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--customers", type=int, default=300, show_default=True, help="How many records of customers.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed makes the same office.")
@pass_session
def sample(session: Session, path: Path, customers: int, seed: int) -> None:
    """Write the practice database of a lawn-care office into the new file PATH."""
    progress = PolledProgress()
    with shown(progress):
        make_sample(path, customers, seed, progress)
    told = {"path": str(path.absolute()), "customers": customers, "seed": seed}
    session.result(told, f"The sample office with {customers:,} customers is in {path}.")
