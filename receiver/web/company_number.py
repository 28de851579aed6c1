"""The company number in addresses: digits only, no leading zero, so that every portal has one address."""

from __future__ import annotations

from werkzeug.routing import BaseConverter, ValidationError

from receiver.domain.companies.actions import HIGHEST_NUMBER


class CompanyNumber(BaseConverter):
    """`<company:company_id>`: a number that a company can have; anything else is no address of ours."""

    regex = "[1-9][0-9]{0,9}"

    def to_python(self, value: str) -> int:
        number = int(value)
        if number > HIGHEST_NUMBER:
            raise ValidationError
        return number

    def to_url(self, value: int) -> str:
        return str(value)
