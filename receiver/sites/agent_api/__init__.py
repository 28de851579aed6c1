"""The API that paired office computers speak (`shared.messages`)."""

from __future__ import annotations

from receiver.sites.agent_api.routes import blueprint

__all__ = ["blueprint"]
