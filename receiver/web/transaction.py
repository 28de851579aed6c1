"""One unit of work per request: return commits, a raise rolls back.

The stated exception is the sign-in: an attempt is counted and committed before the password is hashed
(`receiver.web.throttle`), so that a hundred guesses at the same moment are a hundred attempts.
"""

from __future__ import annotations

from contextlib import AbstractContextManager

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from receiver.db.lanes import Lane
from receiver.web.parts import parts


def viewing(company_id: int) -> AbstractContextManager[Connection]:
    """One consistent read of the company's rows. Raises `DatabaseFault`."""
    return parts().work.viewing(company_id)


def writing(company_id: int) -> AbstractContextManager[Session]:
    """One transaction on the company's attempts and sessions. Raises `DatabaseFault`."""
    return parts().work.writing(company_id, Lane.VISITORS)
