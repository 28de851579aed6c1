"""`agent settings`: what the office says of itself, as in System > Email Settings."""

from __future__ import annotations

import os
from pathlib import Path

import click

from agent.cli.output import AgentCommand, Session, pass_session
from agent.domain.company import BY_KEY, SETTINGS, CompanySettings, Setting
from agent.domain.errors import Exit, UsageError
from shared.limits import PASSWORD_CHARACTERS
from shared.logo import FILE_BYTES

_HELP = {
    "email": "The company e-mail, where customers write to.",
    "phone": "The phone number, as customers see it.",
    "website": "https://...",
    "hours": "When somebody is there, in words.",
    "time_zone": "For example America/New_York.",
    "currency": "Three letters: USD, EUR, ...",
    "pay_link": "Where customers pay: https://... ({number}, {invoice}, {amount} are filled in)",
    "change_note": "Shown to customers before they ask for a change of schedule.",
}


@click.group("settings", epilog="Example: agent settings set --email office@example.com")
def settings() -> None:
    """Show and change what the office says of itself (System > Email Settings)."""


@settings.command("show", cls=AgentCommand, epilog="Example: agent settings show --json")
@pass_session
def show(session: Session) -> None:
    """Show everything but the mail password."""
    found = session.office.email_settings.show()
    lines = [f"{_label(one)}: {found.texts[one.key]}" for one in SETTINGS if found.texts[one.key]]
    lines.append(f"Logo: {f'a picture of {len(found.logo):,} bytes' if found.logo else 'none'}")
    lines.append(f"Mail password: {'kept in the keyring' if found.password else 'none'}")
    session.result(_told(found), "\n".join(lines))


@settings.command(
    "set", cls=AgentCommand, epilog="Example: agent settings set --email office@example.com --phone 555-0142"
)
@click.option(
    "--logo", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A PNG, JPEG, GIF or WebP picture."
)
@click.option("--no-logo", is_flag=True, help="Remove the logo.")
@click.option("--mail-password", "asked", is_flag=True, help="Ask for the password of the office's mailbox.")
@click.option(
    "--mail-password-fd", "given", type=click.IntRange(min=0), metavar="N", help="Read it from this descriptor."
)
@click.option("--no-mail-password", "without", is_flag=True, help="Forget the mail password.")
@pass_session
def set_(
    session: Session,
    /,
    logo: Path | None,
    no_logo: bool,
    asked: bool,
    given: int | None,
    without: bool,
    **texts: str | None,
) -> Exit:
    """Change settings; an empty text clears one. What is not named stays. The portal shows it with the next Process."""
    if (logo is not None) + no_logo > 1 or asked + (given is not None) + without > 1:
        raise UsageError("These options exclude each other.", remedy="Give one of them.")
    password = _password(asked, given, without)
    with session.alone() as office:
        desk = office.email_settings
        seen = desk.show()
        picture = b"" if no_logo else desk.logo(_file(logo)) if logo else seen.logo
        named = {key: text for key, text in texts.items() if text is not None}
        wanted = CompanySettings({**seen.texts, **named}, picture, seen.password if password is None else password)
        changed = desk.save(seen, wanted)
    sentence = f"Saved: {', '.join(changed)}. The portal shows it with the next Process."
    session.result({"changed": list(changed)}, sentence if changed else "Everything was set like this already.")
    return Exit.DONE if changed else Exit.NOTHING_TO_DO


for _one in reversed(SETTINGS):
    set_.params.insert(
        0,
        click.Option(
            [f"--{_one.key.replace('_', '-').removesuffix('-code')}", _one.key],
            metavar="TEXT",
            help=_HELP.get(_one.key, f"The {_one.label}."),
        ),
    )


def _password(asked: bool, given: int | None, without: bool) -> str | None:
    """The new one; None where it stays."""
    if without:
        return ""
    if asked:
        return str(click.prompt("Mail password", hide_input=True, err=True))
    if given is None:
        return None
    try:
        with os.fdopen(given, "rb") as stream:
            data = stream.read(PASSWORD_CHARACTERS * 4 + 2)
        text = data.decode()
    except OSError as error:
        raise UsageError(f"Descriptor {given} can't be read.", detail=f"{error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UsageError("The mail password holds characters that are no text.", remedy="Give it in UTF-8.") from error
    return text.removesuffix("\n").removesuffix("\r")


def _file(path: Path) -> bytes:
    """What is in it; no more than can be looked at anyway."""
    try:
        with path.open("rb") as opened:
            return opened.read(FILE_BYTES + 1)
    except OSError as error:
        raise UsageError(
            f"{path} can't be read.", detail=f"{error.strerror}.", remedy="Choose another file."
        ) from error


def _label(setting: Setting) -> str:
    return setting.label[0].upper() + setting.label[1:]


def _told(found: CompanySettings) -> dict[str, object]:
    told: dict[str, object] = {key: found.texts[key] for key in BY_KEY}
    return {"settings": told | {"logo_bytes": len(found.logo), "mail_password": bool(found.password)}}
