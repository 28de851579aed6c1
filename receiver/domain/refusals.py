"""How the subjects say no to an office computer, in the words of the wire contract."""

from __future__ import annotations

from shared.problems import CODES


class Refused(Exception):
    """`code` is one of `shared.problems.CODES`; `title` and `detail` are sentences for a person at the office, and
    hold nothing secret. `retry_after`: seconds after which trying again may help, 0 where waiting does not help."""

    def __init__(self, code: str, title: str, detail: str = "", retry_after: int = 0) -> None:
        super().__init__(f"{code}: {title}")
        self.code = code
        self.title = title
        self.detail = detail
        self.retry_after = retry_after

    @property
    def status(self) -> int:
        """The HTTP status of the code."""
        return CODES[self.code]
