"""How many mails with links and codes strangers may cause: for an account, to an address, from a network, and at a
company altogether. The counters stand with those of attempts, so they hold across restarts and receivers.

An account and an address that had enough get no further mail, and the page says nothing of it: it would tell that there
is one. A network or a company that had enough is told when to try again, whatever was typed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Final

from sqlalchemy.orm import Session

from receiver.domain.people.attempts import TooManyAttempts, counters
from receiver.domain.people.buckets import Bucket

ACCOUNT: Final = Bucket(5, timedelta(minutes=15))
ADDRESS: Final = Bucket(6, timedelta(minutes=15))
NETWORK: Final = Bucket(20, timedelta(minutes=3))
COMPANY: Final = Bucket(300, timedelta(seconds=12))


def allow(
    session: Session, company_id: int, network: str, accounts: Iterable[str], address: str, now: datetime
) -> bool:
    """Count one mail that is asked for from `network`, about `accounts` (their subjects) to `address`; whether it may
    be sent. Raises `TooManyAttempts` where nobody may ask for any just now."""
    told = {f"mails from:{network}": NETWORK, "mails": COMPANY}
    quiet = {f"mails about:{one}": ACCOUNT for one in accounts} | {f"mails to:{_short(address)}": ADDRESS}
    rows = counters(session, company_id, [*told, *quiet], now)
    waits = [until for subject, bucket in told.items() if (until := bucket.waits_until(rows[subject], now))]
    if waits:
        raise TooManyAttempts(max(waits))
    for subject, bucket in told.items():
        bucket.count(rows[subject], now)
    if any(bucket.waits_until(rows[subject], now) for subject, bucket in quiet.items()):
        return False
    for subject, bucket in quiet.items():
        bucket.count(rows[subject], now)
    return True


def _short(address: str) -> str:
    """Of fixed length, and says nothing of the address."""
    return blake2b(address.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
