"""The last step of the set-up in words: what is missing before the first Process, or what there is after it."""

from __future__ import annotations

from dataclasses import dataclass

from agent.domain.first_steps import SetUp
from agent.gui.looks.tokens import Tone
from agent.gui.presenters.language import Language
from agent.gui.presenters.set_up import name_of


@dataclass(frozen=True)
class Ready:
    """`obstacle` says why Process can't be pressed; `link` is empty until there is something to see there."""

    tone: Tone
    icon: str
    title: str
    sentence: str
    obstacle: str
    link: str


def ready(say: Language, set_up: SetUp) -> Ready:
    """How it stands."""
    if set_up.missing:
        first = name_of(say, set_up.missing[0])
        obstacle = say('First comes the step "{step}".', step=first)
        return Ready("quiet", "info", say("Something is missing before the first Process."), obstacle, obstacle, "")
    if set_up.published:
        sentence = say(
            "Customers sign in at {url} with their customer number and password. Put a button with this link on your"
            " web site.",
            url=set_up.portal_url,
        )
        return Ready("good", "check", say("Your portal is there"), sentence, "", set_up.portal_url)
    sentence = say("Process shows first who is uploaded, then where to. You can stop it at any time.")
    return Ready("info", "portal", say("Everything is ready for the first Process"), sentence, "", "")
