"""Numbers in addresses: ASCII digits, no leading zero, so that everything has one address."""

from __future__ import annotations

from typing import Final

from werkzeug.routing import BaseConverter, ValidationError

from receiver.domain.companies.actions import HIGHEST_NUMBER

HIGHEST_WHOLE: Final = 2**31 - 1


class _Number(BaseConverter):
    """Digits that name a number up to `highest`; anything else is no address of ours."""

    highest: int

    def to_python(self, value: str) -> int:
        """The number."""
        number = int(value)
        if number > self.highest:
            raise ValidationError
        return number

    def to_url(self, value: int) -> str:
        """As it is written."""
        return str(value)


class CompanyNumber(_Number):
    """`<company:company_id>`: a number that a company can have."""

    regex = "[1-9][0-9]{0,9}"
    highest = HIGHEST_NUMBER


class WholeNumber(_Number):
    """`<whole:n>`: an upload, or a part of one."""

    regex = "0|[1-9][0-9]{0,9}"
    highest = HIGHEST_WHOLE
