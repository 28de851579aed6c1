"""What may stand in the settings of System > Email Settings.

What comes from the practice database is shown as it is, whatever it is; only what a person changed is judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from agent.domain.company import BY_KEY, LABELS, WORD, CompanySettings, Setting
from agent.domain.currencies import CURRENCIES
from agent.domain.errors import UsageError
from shared import pay_link
from shared.limits import PASSWORD_CHARACTERS


class SettingsRefused(UsageError):
    """Some of what was entered can't be. `faults` has a sentence for each field, by key."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        told = " ".join(f"{LABELS[key][0].upper()}{LABELS[key][1:]}: {why}" for key, why in faults.items())
        super().__init__("The settings were not saved.", detail=told, remedy="Correct what is named, then try again.")
        self.faults = dict(faults)


FAR_TOO_LONG: Final = 100_000
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_TURNING: Final = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""What turns the direction of a line, or can't be seen at all, and has no business in a name."""
_LOCAL: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LOCAL_CHARACTERS: Final = 64
_LABEL: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_NOT_IN_ADDRESSES: Final = re.compile(r"[\s<>\"\\^`{|}]")


def tidied(seen: CompanySettings, wanted: CompanySettings) -> CompanySettings:
    """What is wanted as it is kept; what was not touched stays to the character."""
    texts = {}
    for key, setting in BY_KEY.items():
        text = wanted.texts.get(key, "")
        texts[key] = text if text == seen.texts.get(key, "") else tidy(setting, text)
    return CompanySettings(texts, wanted.logo, wanted.password)


def changed(seen: CompanySettings, wanted: CompanySettings) -> tuple[str, ...]:
    """The keys under which the two differ."""
    return tuple(key for key in LABELS if seen.value(key) != wanted.value(key))


def faults(keys: Iterable[str], wanted: CompanySettings) -> dict[str, str]:
    """Why what stands under these keys can't be, a sentence each; keys without a fault are left out. `wanted` is
    tidy."""
    found = {key: fault(BY_KEY[key], wanted.texts[key]) for key in keys if key in BY_KEY}
    found |= {key: password_fault(wanted.password) for key in keys if key == WORD}
    return {key: why for key, why in found.items() if why}


def tidy(setting: Setting, text: str) -> str:
    """What is kept of `text`: without blanks around it, and without marks that turn a line round. What is far too long
    stays as it is: it is refused for that."""
    if len(text) > FAR_TOO_LONG:
        return text
    if setting.memo:
        return text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return _TURNING.sub("", text).strip()


def fault(setting: Setting, text: str) -> str:
    """Why this can't be the setting, in a sentence; empty where it can. `text` is tidy."""
    if len(text) > setting.length:
        return f"This has {len(text):,} characters; {setting.length:,} is the most."
    if not text:
        return f"The {setting.label} is required." if setting.required else ""
    if not setting.memo and ("\n" in text or "\t" in text):
        return "Write it on one line."
    if _CONTROLS.search(text):
        return "This holds a character that is no text. Please type it again."
    match setting.key:
        case "email":
            return _mail_fault(text)
        case "website":
            return _address_fault(text)
        case "pay_link":
            return _address_fault(pay_link.plain(text)) if pay_link.plain(text) else _PLACE_IN_HOST
        case "time_zone" if text not in time_zones():
            return "There is no such time zone. Choose one such as America/New_York."
        case "currency" if text not in CURRENCIES:
            return "There is no such currency. Choose one such as USD."
    return ""


def password_fault(text: str) -> str:
    """Why this can't be the mail password; empty where it can."""
    if len(text) > PASSWORD_CHARACTERS:
        return f"This has {len(text):,} characters; {PASSWORD_CHARACTERS:,} is the most."
    if _CONTROLS.search(text) or "\n" in text or "\t" in text:
        return "This holds a character that can't be typed. Please type it again."
    return ""


@cache
def time_zones() -> tuple[str, ...]:
    """The names of the IANA time zone database that this computer knows, those of regions and UTC."""
    return (*sorted(one for one in available_timezones() if "/" in one and not one.startswith("Etc/")), "UTC")


def _mail_fault(text: str) -> str:
    if re.search(r"[,;\s]", text):
        return "Write one address only, without blanks."
    local, at, domain = text.rpartition("@")
    good = at and len(local) <= _LOCAL_CHARACTERS and not local.startswith("-") and _LOCAL.fullmatch(local)
    if not good or not _is_host(domain):
        return "This is no e-mail address such as office@example.com."
    return ""


def _address_fault(text: str) -> str:
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return _NO_ADDRESS
    if parts.scheme not in ("http", "https"):
        return "Begin the address with https:// or http://."
    if parts.username is not None or parts.password is not None:
        return "Leave user name and password out of the address."
    if not host or not _is_host(host) or _NOT_IN_ADDRESSES.search(text):
        return _NO_ADDRESS
    return ""


_PLACE_IN_HOST: Final = "Write {number}, {invoice} and {amount} behind the name of the host only."
_NO_ADDRESS: Final = "This is no web address such as https://www.example.com."


def _is_host(name: str) -> bool:
    """Whether it is the name of a computer on the internet, whatever its letters."""
    try:
        labels = name.encode("idna").decode("ascii").split(".")
    except UnicodeError:
        return False
    plain = all(_LABEL.fullmatch(one) for one in labels)
    return plain and len(labels) > 1 and not labels[-1].isdecimal() and len(name) <= 253
