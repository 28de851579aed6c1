"""`receiver mail texts`: what a company's mails say (H1)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from receiver.commands.account import account_name, host_actor
from receiver.commands.companies import known, of_company
from receiver.commands.host import Host
from receiver.commands.output import Exit, HostError, Result, answers
from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.audit.trail import Deed, note
from receiver.domain.mail.kinds import KINDS
from receiver.domain.mail.own_texts import CantUse, Text, own_texts, reset_text, set_text, text_of
from receiver.languages import SOURCE

in_language = click.option("--language", default=SOURCE, show_default=True, help="In which language.")


@click.group("texts")
def texts() -> None:
    """What the mails of a company say."""


@texts.command("list", epilog="Example: receiver mail texts list --company 112")
@of_company
@answers
def list_(company_id: int) -> Result:
    """List the mails that there are, and for which of them the company has a text of its own."""
    host = Host()
    known(host, company_id)
    with host.work.reading(company_id) as session:
        own = own_texts(session, company_id)
    found = [
        {"kind": kind.name, "about": kind.about, "own": sorted(language for name, language in own if name == kind.name)}
        for kind in KINDS.values()
    ]
    lines = [
        f"{one['kind']}  {one['about']}" + (f"  · own text: {', '.join(one['own'])}" if one["own"] else "")
        for one in found
    ]
    return Result({"company": company_id, "texts": found}, "\n".join(lines))


@texts.command("show", epilog="Example: receiver mail texts show reminder --company 112 --language es")
@click.argument("kind")
@in_language
@of_company
@answers
def show(kind: str, language: str, company_id: int) -> Result:
    """Show the subject, the text, and the placeholders that it may use."""
    host = Host()
    known(host, company_id)
    with host.work.reading(company_id) as session:
        try:
            found = text_of(session, company_id, kind, language)
        except CantUse as error:
            raise _told(error) from error
    names = [f"{{{name}}}  {meaning}" for name, meaning in sorted(found.kind.placeholders.items())]
    whose = f"changed by {found.own.changed_by}" if found.own else "Porchlight's own"
    lines = [f"Subject: {found.subject}", "", found.text, "", f"({whose}) Placeholders:", *names]
    return Result(_described(found), "\n".join(lines))


@texts.command("set", epilog="Example: receiver mail texts set reminder text.txt --subject 'See you!' --company 112")
@click.argument("kind")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--subject", required=True, help="The subject, one line.")
@in_language
@of_company
@answers
def set_(kind: str, file: Path, subject: str, language: str, company_id: int) -> Result:
    """Let the mails say what stands in FILE (UTF-8)."""
    host = Host()
    known(host, company_id)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise HostError(f"The file {file} can't be read.", detail=f"{error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise HostError(f"The file {file} is not UTF-8.", remedy="Save it as UTF-8.") from error
    with host.work.writing(company_id, Lane.VISITORS) as session:
        try:
            made = set_text(
                session, company_id, kind, language, subject=subject, text=text, by=account_name(), now=now()
            )
        except CantUse as error:
            raise _told(error) from error
        _note(session, company_id, "mails.text-changed", kind, language)
    return Result(_described(made), f"The mail {kind!r} says this from now on; mails that wait say what they said.")


@texts.command("reset", epilog="Example: receiver mail texts reset reminder --company 112")
@click.argument("kind")
@in_language
@of_company
@answers
def reset(kind: str, language: str, company_id: int) -> Result:
    """Go back to Porchlight's own text."""
    host = Host()
    known(host, company_id)
    with host.work.writing(company_id, Lane.VISITORS) as session:
        try:
            done = reset_text(session, company_id, kind, language)
        except CantUse as error:
            raise _told(error) from error
        if done:
            _note(session, company_id, "mails.text-reset", kind, language)
    if not done:
        return Result({"reset": False}, "The company had no text of its own for it.", Exit.NOTHING_TO_DO)
    return Result({"reset": True}, f"The mail {kind!r} has Porchlight's own text again.")


def _note(session: Session, company_id: int, action: str, kind: str, language: str) -> None:
    deed = Deed(action, details={"kind": kind, "language": language})
    note(session, company_id, host_actor(), deed, now())


def _told(error: CantUse) -> HostError:
    return HostError(error.title, remedy=error.remedy)


def _described(found: Text) -> dict[str, Any]:
    return {
        "kind": found.kind.name,
        "language": found.language,
        "subject": found.subject,
        "text": found.text,
        "own": found.own is not None,
        "changed_by": found.own.changed_by if found.own else "",
        "placeholders": dict(found.kind.placeholders),
    }
