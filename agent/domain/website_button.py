"""The button for the office's own website, which leads its customers to the portal (B1)."""

from __future__ import annotations

from html import escape
from typing import Final

STYLE: Final = (
    "display:inline-block;padding:12px 24px;border-radius:8px;background:#1f6f54;color:#ffffff;"
    "font-family:sans-serif;font-size:16px;font-weight:600;text-decoration:none"
)
"""White on evergreen: a contrast of 6:1."""


def website_button(portal_url: str, words: str = "Customer Portal") -> str:
    """One line of HTML that any page can take: a link that looks like a button. It needs no script and loads nothing,
    so the website's visitors are seen by nobody before they press it."""
    return f'<a href="{escape(portal_url)}" style="{STYLE}">{escape(words)}</a>'
