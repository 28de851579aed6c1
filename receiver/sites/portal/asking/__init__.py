"""What customers ask for: changes of contact information, notes, wishes for the schedule; and how far each is."""

from __future__ import annotations

from flask import Blueprint

from receiver.sites.portal.asking import contact, job_note, property_notes, schedule, shown


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    for pages in (contact, property_notes, job_note, schedule, shown):
        pages.add_to(blueprint)
