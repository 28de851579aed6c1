"""What looks into the practice database and writes it: the Customer List, Global Replacement."""

from __future__ import annotations

from functools import cached_property

from agent.domain.errors import AgentError
from agent.store.chosen_passwords import ChosenPasswords
from agent.store.journal import Journal
from agent.usecases.customers import Customers
from agent.usecases.edit import Edit
from agent.usecases.history import History
from agent.usecases.own_passwords import OwnPasswords
from agent.usecases.replace import Replace
from agent.usecases.users import UserGuard
from agent.usecases.words import word_list
from agent.usecases.writing import Writing
from agent.wiring.keeping import Keeping


class Changing(Keeping):
    """Everything is made when first asked for."""

    @cached_property
    def customers(self) -> Customers:
        """The Customer List."""
        return Customers(self.fields, self.actor, self.own_passwords)

    @cached_property
    def own_passwords(self) -> OwnPasswords:
        """Who chose his portal password himself."""
        return OwnPasswords(self.practice.practice_id, ChosenPasswords(self.store), self.overlay)

    @cached_property
    def writing(self) -> Writing:
        """The way into the databases."""
        guard = UserGuard(lambda: self.user_book, self.actor)
        return Writing(self.practice, self.fields, self.overlay, self.journal, guard)

    @cached_property
    def journal(self) -> Journal:
        """The journal of replacements."""
        return Journal(self.store, self.secrets.key("journal-key"))

    @property
    def history(self) -> History:
        """What was done here; with the replacements where a practice database is chosen and the keyring gives the key
        of their journal, for without it nothing can be undone either."""
        chosen = self.home.settings.practice
        if chosen is None:
            return History(self.activity)
        try:
            return History(self.activity, self.journal, chosen.practice_id)
        except AgentError:
            return History(self.activity)

    @cached_property
    def replace(self) -> Replace:
        """Global Replacement."""
        return Replace(self.writing, self.backup.before, word_list, self.actor, self.own_passwords)

    @cached_property
    def edit(self) -> Edit:
        """Changes of single records."""
        return Edit(self.writing, self.actor, self.own_passwords)
