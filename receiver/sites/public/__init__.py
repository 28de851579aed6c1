"""Pages that belong to no company: the front door and the health checks."""

from __future__ import annotations

from receiver.sites.public.blueprint import blueprint

__all__ = ["blueprint"]
