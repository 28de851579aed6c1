"""What leaves the office: the switches, and the last payload."""

from __future__ import annotations

from functools import cached_property

from agent.usecases.last_payload import LastPayload
from agent.usecases.what_leaves import WhatLeaves
from agent.wiring.publishing import Publishing


class Leaving(Publishing):
    """Everything is made when first asked for."""

    @cached_property
    def what_leaves(self) -> WhatLeaves:
        """System > What Leaves the Office."""
        return WhatLeaves(self.practice, self.overlay, self.activity, self.actor)

    @cached_property
    def last_payload(self) -> LastPayload:
        """What the last Process sent."""
        return LastPayload(self.portals, self.publication, self.actor)
