"""What looks into the practice database and writes it: the Customer List, Global Replacement."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from agent.domain.permissions import Permission
from agent.store.journal import Journal
from agent.usecases.customers import Customers
from agent.usecases.replace import Replace
from agent.usecases.words import word_list
from agent.wiring.keeping import Keeping


class Changing(Keeping):
    """Everything is made when first asked for."""

    @cached_property
    def customers(self) -> Customers:
        """The Customer List."""
        return Customers(self.fields, self.actor)

    @cached_property
    def replace(self) -> Replace:
        """Global Replacement."""
        return Replace(
            practice=self.practice,
            fields=self.fields,
            overlay=self.overlay,
            journal=Journal(self.store, self.secrets.key("journal-key")),
            backup=self.backup.before,
            words=word_list,
            actor=self.actor,
        )

    @property
    def edit(self) -> Replace:
        """The same engine for a change of one customer, which needs another right."""
        return replace(self.replace, needs=Permission.EDIT_CUSTOMERS)
