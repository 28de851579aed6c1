"""The sample office: a practice database of a lawn-care company that does not exist."""

from __future__ import annotations

from agent.office.sample.make import make_sample

__all__ = ["make_sample"]
