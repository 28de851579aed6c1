"""What prints letters: it needs the replacements and the portals both."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module

from agent.domain.errors import SetupError, UsageError
from agent.usecases.letters import Letters
from agent.usecases.ports import LetterPress
from agent.wiring.changing import Changing
from agent.wiring.publishing import Publishing


class Lettering(Changing, Publishing):
    """Everything is made when first asked for."""

    @cached_property
    def letters(self) -> Letters:
        """Letters and cards that tell customers their passwords. What prints them, with its fonts, is loaded for that
        alone: it would cost every other command 15 MB."""
        press: LetterPress = import_module("agent.letters.press").Press()
        return Letters(
            fields=self.fields,
            journal=self.replace.writing.journal,
            press=press,
            activity=self.activity,
            actor=self.actor,
            link=self._portal_link,
            own=self.own_passwords,
        )

    def _portal_link(self, name: str) -> str:
        portals = [one for one in self.portals.all() if one.practice_id == self.practice.practice_id]
        found = [one for one in portals if name in ("", one.name)]
        if not portals:
            raise SetupError(
                "Letters name the portal, and this computer is not paired with one yet.",
                remedy="Pair it first: agent pair",
            )
        if len(found) != 1:
            known = ", ".join(f'"{one.name}"' for one in portals)
            raise UsageError("It is not clear which portal is meant.", remedy=f"Name one with --to: {known}.")
        return found[0].portal_url
