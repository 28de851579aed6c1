"""What System > Email Settings holds (feature row A1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from shared.limits import TEXT_CHARACTERS

LOGO: Final = "CP.Logo"
"""The field with the logo, a picture."""
PICTURE: Final = "logo"
"""The logo among the keys of the texts."""
WORD: Final = "password"
"""The mail password among them."""


@dataclass(frozen=True)
class Setting:
    """One text. `key` is its name on the command line, `field` the one in the catalog, `published` the one in the
    company record; `label` is how sentences call it."""

    key: str
    field: str
    published: str
    label: str
    length: int
    required: bool = False
    memo: bool = False


SETTINGS: Final = (
    Setting("email", "CP.Email", "email", "e-mail", 254, required=True),
    Setting("phone", "CP.Phone", "phone", "phone number", 40),
    Setting("website", "CP.Website", "website", "website", 200),
    Setting("name", "CP.Name", "name", "company name", 120, required=True),
    Setting("street", "CP.Street", "street", "street", 120),
    Setting("city", "CP.City", "city", "city", 80),
    Setting("state", "CP.State", "region", "state", 40),
    Setting("zip_code", "CP.Zip Code", "postal_code", "zip code", 20),
    Setting("country", "CP.Country", "country", "country", 60),
    Setting("hours", "CP.Hours", "hours", "hours", 120),
    Setting("time_zone", "CP.Time Zone", "time_zone", "time zone", 60),
    Setting("currency", "CP.Currency", "currency", "currency", 3),
    Setting("pay_link", "CP.Pay Link", "pay_link", "pay link", 300),
    Setting("change_note", "CP.Change Note", "change_note", "note before Change Schedule", TEXT_CHARACTERS, memo=True),
)
"""Those of the article first; its password is no field of the practice database."""

BY_KEY: Final[Mapping[str, Setting]] = {one.key: one for one in SETTINGS}


LABELS: Final[Mapping[str, str]] = {key: one.label for key, one in BY_KEY.items()} | {
    PICTURE: "logo",
    WORD: "mail password",
}
"""How sentences call what may change, by key."""


@dataclass(frozen=True)
class CompanySettings:
    """All of them, as a person sees and changes them: texts by key, a PNG, and the password of the mailbox."""

    texts: Mapping[str, str] = field(repr=False)
    logo: bytes = field(default=b"", repr=False)
    password: str = field(default="", repr=False)

    def value(self, key: str) -> str | bytes:
        """What stands under one of `LABELS`."""
        if key == WORD:
            return self.password
        return self.logo if key == PICTURE else self.texts.get(key, "")
