"""What has to be done before the first Process, with the command that does it."""

from __future__ import annotations

from dataclasses import dataclass

from agent.gui.presenters.language import Language
from agent.gui.presenters.work import HomeFacts


@dataclass(frozen=True)
class Step:
    """One thing that is missing; `command` can be copied."""

    title: str
    sentence: str
    command: str


def steps(say: Language, facts: HomeFacts, home_words: str) -> tuple[Step, ...]:
    """What is missing, in the order in which it is done."""
    missing = []
    if not facts.practice:
        missing.append(
            Step(
                say("No practice database is chosen yet."),
                say(
                    "Name the file or the address of the office's database. To try things out, make a sample office"
                    " first: {command}",
                    command="python -m agent sample practice.db",
                ),
                f"python -m agent init --database practice.db{home_words}",
            )
        )
    if not facts.portals:
        missing.append(
            Step(
                say("This computer is not paired with a portal yet."),
                say("Whoever runs the receiver gives you its address, your company number and a code."),
                f"python -m agent pair --receiver https://portal.example.com --company 112 --code CODE{home_words}",
            )
        )
    return tuple(missing)
