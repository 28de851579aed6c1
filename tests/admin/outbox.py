"""A company's outbox, for tests of the pages about mails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count

from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.mail.models import Mail
from receiver.domain.mail.outbox import Letter, post
from tests.admin.boss import ANN, Boss
from tests.admin.conftest import RUTH, TOM
from tests.portal.cast import Office
from tests.portal.conftest import Serving

SECRET = "s3cret-part-of-a-link"
_causes = count(1)


@dataclass(frozen=True)
class Outbox:
    """A company, and the receiver that serves it."""

    serving: Serving
    office: Office

    @classmethod
    def fresh(cls, serving: Serving) -> Outbox:
        """Of a company that published two customers, Ann, and where the office gets mail."""
        office = serving.office()
        office.publish(ANN, RUTH, TOM, email="office@greenvalley.example", phone="555-0142")
        return cls(serving, office)

    @contextmanager
    def boss(self, name: str = ANN.name, password: str = ANN.password) -> Iterator[Boss]:
        """Ann, signed in; or whoever is named."""
        with Boss(self.serving.receiver.url, self.office.company_id) as one:
            one.sign_in(name, password)
            yield one

    def post(
        self,
        to: str = "ruth@example.com",
        kind: str = "sign-in-link",
        user: str = "",
        *,
        opens: bool = True,
        **how: object,
    ) -> str:
        """A mail with a link, which opens something or not; `how` it is otherwise than one that waits; gives its id."""
        values, link = {"company": "Green Valley Lawn Care"}, {"link": f"https://portal.example/{SECRET}"}
        letter = Letter(kind, to, values if opens else values | link, link if opens else {}, user_id=user)
        company_id, peppers = self.office.company_id, self.serving.secrets.peppers
        with self.office.work.writing(company_id, Lane.VISITORS) as session:
            made = post(session, peppers, company_id, letter, cause=f"t{next(_causes)}", host="h.example", now=now())
            mail = session.get_one(Mail, (company_id, made))
            for name, value in how.items():
                setattr(mail, name, value)
        return made

    def told(self, sql: str, **values: object) -> list[tuple[object, ...]]:
        """What independent SQL finds; `:company` is the company."""
        return self.serving.receiver.told(sql, company=self.office.company_id, **values)

    def state(self, mail: str) -> object:
        """Of one mail."""
        ((state,),) = self.told("SELECT state FROM mails WHERE company_id = :company AND mail_id = :mail", mail=mail)
        return state

    def noted(self, subject: str) -> list[tuple[object, ...]]:
        """What the audit log holds of a subject: action, who, and details."""
        sql = "SELECT action, actor, details FROM audit WHERE company_id = :company AND action LIKE :like"
        return self.told(f"{sql} ORDER BY number", like=f"{subject}.%")
