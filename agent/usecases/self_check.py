"""Self-check (feature row A20): asks everything at once, each question with a time limit of its own.

Anybody may run it: it changes nothing, and tells nothing of any customer.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agent.domain.checks import Check, CheckState, Finding
from agent.domain.errors import AgentError, TryLater

SECONDS = 20


@dataclass(frozen=True)
class Probe:
    """One question. It is put when those named in `after` are answered, and only where they are fine: else it would
    say the same again."""

    id: str
    title: str
    ask: Callable[[], Finding]
    after: tuple[str, ...] = ()
    needs: str = ""
    """What was missing then, in words: "the practice database opens"."""
    seconds: float = SECONDS


@dataclass(frozen=True)
class SelfCheck:
    """`explained` turns an exception that nobody foresaw into sentences."""

    probes: Sequence[Probe]
    explained: Callable[[BaseException], AgentError]

    def run(self, tell: Callable[[Check], None] = lambda _: None) -> list[Check]:
        """Ask everything; `tell` is called with each answer as it comes, on threads of its own. Gives them in the order
        of the probes."""
        asked = {one.id: _Asked(one) for one in self.probes}
        for one in asked.values():
            others = [asked[name] for name in one.probe.after if name in asked]
            threading.Thread(target=self._put, args=(one, others, tell), name=one.probe.id, daemon=True).start()
        for one in asked.values():
            one.over.wait()
        return [one.answer for one in asked.values()]

    def _put(self, asked: _Asked, others: Sequence[_Asked], tell: Callable[[Check], None]) -> None:
        for other in others:
            other.over.wait()
        if any(other.answer.state != "fine" for other in others):
            asked.end(Finding("not asked", f"This can be asked when {asked.probe.needs}."), tell)
            return
        found: list[Finding] = []
        questioner = threading.Thread(target=lambda: found.append(self._asked(asked.probe)), daemon=True)
        questioner.start()
        questioner.join(asked.probe.seconds)
        asked.end(found[0] if found else _silent(asked.probe), tell)

    def _asked(self, probe: Probe) -> Finding:
        try:
            return probe.ask()
        except Exception as error:
            told = self.explained(error)
            state: CheckState = "look" if isinstance(told, TryLater) else "broken"
            return Finding(state, told.title, told.remedy, {"error": type(error).__name__}, told.detail)


class _Asked:
    """A probe and, when `over`, its answer."""

    def __init__(self, probe: Probe) -> None:
        self.probe = probe
        self.over = threading.Event()
        self.answer = Check(probe.id, probe.title, "not asked", "")

    def end(self, finding: Finding, tell: Callable[[Check], None]) -> None:
        """Keep the answer and let everybody know."""
        found = (finding.state, finding.sentence, finding.fix, finding.measured, finding.detail)
        self.answer = Check(self.probe.id, self.probe.title, *found)
        try:
            tell(self.answer)
        finally:
            self.over.set()


def _silent(probe: Probe) -> Finding:
    return Finding(
        "look",
        f"There was no answer within {probe.seconds:.0f} seconds.",
        "Run it again; if it stays so, see what keeps this computer or its network busy.",
    )
