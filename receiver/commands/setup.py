"""`receiver init`, `receiver migrate`, `receiver check`."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import click
from sqlalchemy import make_url

from receiver.commands.checks import all_checks
from receiver.commands.host import Host
from receiver.commands.output import Exit, HostError, Result, answers
from receiver.db.migrations import downgrade, layout, upgrade
from receiver.settings import Settings, make_secrets


@click.command("init")
@answers
def init() -> Result:
    """Make folders, secret file and database; what is there already stays."""
    host = Host()
    settings = host.settings
    try:
        for folder in _folders(settings):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = make_secrets(settings.secret_file)
    except OSError as error:
        raise HostError(
            f"{error.filename or settings.secret_file} can't be made.",
            detail=error.strerror or "",
            remedy="Check that the folder exists and may be written.",
        ) from error
    upgrade(host.engine)
    database = _database_file(settings)
    if database is not None:
        database.chmod(0o600)
    text = "The receiver is set up." if made else "The receiver was set up already; its database is up to date."
    keep = f"Keep a copy of {settings.secret_file}, apart from copies of the database: without it no password works."
    return Result({"made": made, "layout": layout(host.engine).current}, f"{text}\n{keep}")


@click.group("migrate")
def migrate() -> None:
    """Bring the database to this release's layout, or back."""


@migrate.command("status")
@answers
def migrate_status() -> Result:
    """Say which layout the database has."""
    found = layout(Host().made)
    data = {"current": found.current, "newest": found.newest, "ready": found.ready}
    text = f"The database has layout {found.current or 'none'}; this release works with {found.newest}."
    return Result(data, text, Exit.DONE if found.ready else Exit.REFUSED)


@migrate.command("up")
@answers
def migrate_up() -> Result:
    """Bring the database to this release's layout."""
    host = Host()
    before = layout(host.made)
    upgrade(host.made)
    after = layout(host.made)
    text = f"The database has layout {after.current} now." if before != after else "The database is up to date."
    return Result({"before": before.current, "current": after.current}, text)


@migrate.command("down")
@click.option("--to", "revision", default="-1", show_default=True, help="The layout to go back to; `base` for none.")
@click.option("--yes", is_flag=True, help="Go back even where that removes data.")
@answers
def migrate_down(revision: str, yes: bool) -> Result:
    """Bring the database back to an older layout."""
    if not yes:
        raise HostError(
            "Going back removes what the older layout has no place for.",
            remedy="Make a copy of the database, then say --yes.",
            exit_=Exit.USAGE,
        )
    host = Host()
    downgrade(host.made, revision)
    current = layout(host.made).current
    return Result({"current": current}, f"The database has layout {current or 'none'} now.")


@click.command("check")
@answers
def check() -> Result:
    """Look at settings, secrets and database, and say what needs doing."""
    findings = all_checks(Host())
    bad = [finding for finding in findings if not finding.good]
    lines = [f"{'ok ' if one.good else 'BAD'} {one.id}  {one.text}" for one in findings]
    lines += [f"    {one.id}: {one.hint}" for one in bad]
    data = {
        "good": not bad,
        "checks": [{"id": one.id, "good": one.good, "text": one.text, "hint": one.hint} for one in findings],
    }
    return Result(data, "\n".join(lines), Exit.REFUSED if bad else Exit.DONE)


def _folders(settings: Settings) -> list[Path]:
    """The local folders that the settings name."""
    folders = [settings.secret_file.parent]
    database = _database_file(settings)
    if database is not None:
        folders.append(database.parent)
    files = urlsplit(settings.files_url)
    if files.scheme == "file":
        folders.append(Path(url2pathname(files.path)))
    return folders


def _database_file(settings: Settings) -> Path | None:
    url = make_url(settings.database_url)
    is_file = url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")
    return Path(url.database) if is_file and url.database else None
