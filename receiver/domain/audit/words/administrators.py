"""Signing in to the administration site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from receiver.languages import N_

WORDS: Final[Mapping[str, str]] = {
    "administrators.signed-in": N_("Signed in to the administration site"),
    "administrators.signed-in-by-passkey": N_("Signed in to the administration site with a passkey"),
    "administrators.signed-out": N_("Signed out of the administration site"),
    "administrators.own-sessions-ended": N_("Ended own sessions at the administration site: %(count)s"),
    "administrators.session-ended": N_("Ended a session of %(user)s at the administration site"),
    "administrators.password-changed": N_("Changed the own password"),
    "administrators.sessions-ended": N_("Ended every session of %(user)s at the administration site: %(count)s"),
    "administrators.factor-set-up": N_("Set up a second factor"),
    "administrators.factor-removed": N_("Removed the own second factor"),
    "administrators.factor-taken": N_("Removed the second factor and the passkeys of %(user)s"),
    "administrators.factor-required": N_("Switched on: every administrator needs a second factor"),
    "administrators.factor-not-required": N_("Switched off: every administrator needs a second factor"),
    "administrators.recovery-made": N_("Made new recovery codes"),
    "administrators.recovery-used": N_("Signed in with a recovery code; %(left)s are left"),
    "administrators.passkey-added": N_("Added a passkey for the administration site"),
    "administrators.passkey-removed": N_("Removed a passkey for the administration site"),
    "administrators.paused": N_("%(count)s attempts in a row to sign in as %(user)s: every further one has to wait"),
    "administrators.locked": N_("%(count)s attempts in a row to sign in as %(user)s: locked until somebody unlocks it"),
    "administrators.code-paused": N_(
        "%(count)s wrong codes in a row after the right password of %(user)s: every further one has to wait"
    ),
    "administrators.code-locked": N_(
        "%(count)s wrong codes in a row after the right password of %(user)s: locked until somebody unlocks it"
    ),
    "administrators.proof-paused": N_(
        "%(count)s attempts in a row at the password of %(user)s, at an open browser: every further one has to wait"
    ),
    "administrators.proof-locked": N_(
        "%(count)s attempts in a row at the password of %(user)s, at an open browser: locked until somebody unlocks it"
    ),
    "administrators.unlocked": N_("Let %(user)s try again to sign in to the administration site"),
}
