"""`agent process`: publish the customers to a portal."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from agent.cli.output import AgentCommand, Session, pass_session
from agent.cli.terminal import shown
from agent.domain.errors import Exit, UsageError
from agent.domain.people import Sample
from agent.domain.values import counted
from agent.jobs.progress import PolledProgress, stopped_by_interrupt
from agent.usecases.process import ProcessOptions
from agent.usecases.report import Preview, ProcessReport, Saved

NAMED_HERE = 5
"""So many of a group are named for a person; `--json` names more."""
DAY = click.DateTime(["%Y-%m-%d"])
_EXIT = {
    "published": Exit.DONE,
    "preview": Exit.DONE,
    "saved": Exit.DONE,
    "nothing changed": Exit.NOTHING_TO_DO,
    "held": Exit.HELD,
    "waiting for import": Exit.HELD,
}


@click.command("process", cls=AgentCommand, epilog="Example: agent process --history-since 2025-01-01")
@click.option(
    "--history-since",
    type=DAY,
    metavar="DAY",
    help="History Back To: visits on this day (2026-01-31) or later. Else this and the last calendar year.",
)
@click.option(
    "--activity-after",
    type=DAY,
    metavar="DAY",
    help="Customers with Activity After: also those of other statuses with work, invoice or payment after this day.",
)
@click.option("--to", metavar="NAME", help="The portal, where this computer is paired with several.")
@click.option(
    "--to-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Save to a file, for carrying it by hand to whoever runs the portal; nothing is sent.",
)
@click.option("--yes", is_flag=True, help="With --to-file: replace a file that is there already.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and send nothing.")
@click.option("--sample", metavar="NUMBER", help="Show what the portal would tell this customer, and send nothing.")
@click.option(
    "--confirm",
    is_flag=True,
    help="A person has looked at what will change with --dry-run: it is published, also what is held for that.",
)
@pass_session
def process(
    session: Session,
    history_since: datetime | None,
    activity_after: datetime | None,
    to: str | None,
    to_file: Path | None,
    yes: bool,
    dry_run: bool,
    sample: str | None,
    confirm: bool,
) -> Exit:
    """Publish the active customers to the portal."""
    options = ProcessOptions(
        history_since=history_since.date() if history_since else None,
        activity_after=activity_after.date() if activity_after else None,
        to=to,
        attended=confirm,
    )
    if to_file is not None and (dry_run or sample is not None):
        raise UsageError("--to-file saves; --dry-run and --sample only look.", remedy="Leave one of them out.")
    progress = PolledProgress()
    if sample is not None:
        with stopped_by_interrupt(progress), shown(progress), session.alone(progress) as office:
            seen = office.process.sample(options, sample, progress)
        session.result(seen, _page(seen))
        return Exit.DONE
    with stopped_by_interrupt(progress), shown(progress):
        if dry_run:
            with session.alone(progress) as office:
                report: ProcessReport | Preview = office.process.preview(options, progress)
        elif to_file is not None:
            target = to_file.expanduser().absolute()
            report = session.office.save(options, target, progress, session.say, replace=yes)
        else:
            report = session.office.publish(options, progress, session.say)
    session.result(report, _sentences(report))
    return _EXIT[report.outcome]


def _sentences(report: ProcessReport) -> str:
    lines = [_first(report)]
    if isinstance(report, Preview) and any(one.count for one in report.people.values()):
        lines += _people(report)
    elif report.difference:
        lines.append(f"Customers: {_moves(report.difference.get('customer', {}))}.")
    elif report.outcome == "preview" and report.held is None:
        lines.append("Nothing would change.")
    lines += [f"Left out: {count:,} ({reason})." for reason, count in report.left_out.items() if count]
    if report.without_password:
        lines.append(f"{counted(report.without_password, 'customer')} without a portal password, who can't sign in.")
    if report.weak or report.shared:
        lines.append(
            f"{counted(report.weak, 'weak password')}, and {report.shared:,} shared by several customers;"
            " unique ones are made by: agent replace --unique words"
        )
    lines += [
        f"{user} can't sign in to the administration site, which is live: the password is too weak for that and stays"
        " here. Change it with: agent users set"
        for user in report.stayed
    ]
    return "\n".join(lines)


def _people(preview: Preview) -> list[str]:
    """The counts in one line, then who they are."""
    groups = [(group, found) for group, found in preview.people.items() if found.count]
    lines = [f"{', '.join(f'{found.count:,} {group}' for group, found in groups)}."]
    for group, found in groups:
        more = f" and {found.count - NAMED_HERE:,} more" if found.count > NAMED_HERE else ""
        named = ", ".join(f"{one.number} {one.name}".strip() for one in found.first[:NAMED_HERE])
        lines.append(f"  {group}: {named}{more}")
    return lines


def _page(sample: Sample) -> str:
    """The beginnings of what the customer sees."""
    customer = sample.customer
    planned = sorted((job.next_visit, job.service) for job in customer.jobs if job.next_visit)
    lines = [f"{sample.company.name}: {customer.first_name} {customer.name}, number {sample.number}"]
    lines += [f"Next visit: {when:%Y-%m-%d %H:%M} {service}" for when, service in planned[:1]]
    lines += [f"Done: {one.started:%Y-%m-%d %H:%M} {one.service}" for one in sample.visits[:NAMED_HERE] if one.started]
    return "\n".join(lines)


def _first(report: ProcessReport) -> str:
    if report.outcome == "preview":
        counted = f" At the last upload the portal counted: {report.held.reason}" if report.held else ""
        return f'"{report.portal}" would show {report.customers:,} customers. Nothing was sent.{counted}'
    if isinstance(report, Saved):
        return (
            f"Saved to the file {report.file}: {report.customers:,} customers, {report.file_bytes / 1000:,.0f} kB."
            f' Nothing was sent. Carry it to whoever runs "{report.portal}", who loads it with:'
            f" python -m receiver snapshots load FILE --company {report.company}"
        )
    if report.outcome == "nothing changed":
        return f'Nothing has changed: "{report.portal}" shows {report.customers:,} customers.'
    if report.outcome == "held":
        unseen = " That is more than the last preview from here showed." if report.confirms is not None else ""
        return (
            f'Uploaded to "{report.portal}", and held there: {report.reason}{unseen}'
            " Customers see what they saw before. Look at what would change: agent process --dry-run; then confirm it:"
            " agent process --confirm"
        )
    if report.outcome == "waiting for import":
        return (
            f'Uploaded to "{report.portal}", waiting for import. {report.reason}'
            " Whoever runs the portal imports it: Import for New Data."
        )
    return (
        f'"{report.portal}" was successfully updated: {report.customers:,} customers,'
        f" {report.bytes_sent / 1000:,.0f} kB sent in {sum(report.seconds.values()):.1f} s. {report.portal_url}"
    )


def _moves(moved: object) -> str:
    counts = moved if isinstance(moved, dict) else {}
    return f"{counts.get('added', 0):,} new, {counts.get('removed', 0):,} leave, {counts.get('changed', 0):,} change"
