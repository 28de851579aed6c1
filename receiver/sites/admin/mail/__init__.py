"""Mail: every mail of the company with its state, what mails say, and whether they go out (H1)."""

from __future__ import annotations

from flask import Blueprint

from receiver.sites.admin.mail import going_out, one_mail, outbox, texts

__all__ = ["add_to"]


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    for pages in (outbox, going_out, texts, one_mail):
        pages.add_to(blueprint)
