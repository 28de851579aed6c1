"""How the portal looks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from receiver.languages import N_

WORDS: Final[Mapping[str, str]] = {
    "looks.splash": N_("Uploaded a splash screen of %(width)s x %(height)s pixels"),
    "looks.splash-removed": N_("Removed the splash screen"),
    "looks.splash-words": N_("Changed what is read to people who can't see the splash screen"),
    "looks.logo": N_("Uploaded a logo"),
    "looks.logo-removed": N_("Removed the logo that was uploaded"),
    "looks.logo-link": N_("Let the logo lead to %(to)s"),
    "looks.logo-link-removed": N_("Let the logo lead nowhere"),
    "looks.copyright": N_("Changed the copyright text to “%(text)s”"),
    "looks.copyright-link": N_("Let the copyright text lead to %(to)s"),
    "looks.copyright-link-removed": N_("Let the copyright text lead nowhere"),
    "looks.privacy-link": N_("Changed the privacy link to %(to)s"),
    "looks.privacy-link-removed": N_("Removed the privacy link"),
    "looks.terms-link": N_("Changed the terms link to %(to)s"),
    "looks.terms-link-removed": N_("Removed the terms link"),
    "looks.welcome": N_("Changed the welcome message"),
    "looks.accent": N_("Changed the colour of the portal to %(colour)s"),
    "looks.accent-ours": N_("Went back to the portal's own colour"),
    "looks.sections": N_("Hid sections from all customers: %(hidden)s"),
    "looks.sections-all": N_("Showed all sections to customers"),
}
