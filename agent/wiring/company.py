"""What the office says of itself: System > Email Settings."""

from __future__ import annotations

from functools import cached_property

from agent.usecases.email_settings import EmailSettings
from agent.wiring.basis import Basis


class Company(Basis):
    """Everything is made when first asked for."""

    @cached_property
    def email_settings(self) -> EmailSettings:
        """System > Email Settings."""
        return EmailSettings(self.practice, self.overlay, self.secrets, self.activity, self.actor)
