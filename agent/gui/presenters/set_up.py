"""The set-up in words: what is missing, for Home and for the window "Set up Porchlight"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from agent.domain.first_steps import SetUp, Step, StepState
from agent.gui.presenters.language import Language, counted
from agent.jobs.progress import PolledProgress

if TYPE_CHECKING:
    from agent.domain.portals import Portal
    from agent.domain.replacement import Plan
    from agent.domain.runs import Run
    from agent.gui.presenters.pairing import PairForm
    from agent.gui.presenters.practice_place import Place
    from agent.usecases.setup import Found

SAMPLE = "practice.db"


class SetUpWork(Protocol):
    """What the set-up asks of the office."""

    def look(self) -> SetUp:
        """How far everything is, the customers counted."""

    def look_into(self, place: Place) -> Found:
        """What is in a practice database; it is not chosen by this. Raises `AgentError`."""

    def choose(self, place: Place, progress: PolledProgress) -> Found:
        """Choose it. Raises `AgentError`."""

    def make_sample(self, file: str, customers: int, progress: PolledProgress) -> Found:
        """Make a sample office and choose it. Raises `AgentError`, having left nothing."""

    def skip(self, step: Step, progress: PolledProgress) -> None:
        """Do without an optional step. Raises `AgentError`."""

    def pair(self, form: PairForm, progress: PolledProgress) -> Portal:
        """Pair this computer. Raises `AgentError`."""

    def plan_passwords(self) -> Plan:
        """A password for each active customer who has none. Raises `AgentError`."""

    def give_passwords(self, plan: Plan, progress: PolledProgress) -> Run:
        """Write that plan, after a backup. Raises `AgentError`."""

    def take_back(self, run: int, progress: PolledProgress) -> int:
        """Undo it; gives how many passwords were taken back. Raises `AgentError`."""


@dataclass(frozen=True)
class Missing:
    """One step as Home lists it; `command` does the same on the command line and is empty where nothing is to do."""

    step: Step
    state: StepState
    title: str
    sentence: str
    command: str


@dataclass(frozen=True)
class Marked:
    """One step as the window lists it: its name, and its state as a word and as an icon."""

    step: Step
    name: str
    word: str
    icon: str


def name_of(say: Language, step: Step) -> str:
    """What a step is called."""
    match step:
        case Step.PRACTICE:
            return say("Practice database")
        case Step.COMPANY:
            return say("Company and e-mail")
        case Step.USERS:
            return say("Office passwords")
        case Step.PAIR:
            return say("Pair with the receiver")
        case Step.PASSWORDS:
            return say("Customers' passwords")
        case Step.PROCESS:
            return say("First Process")


def hint_of(say: Language, step: Step) -> str:
    """What a step is for."""
    match step:
        case Step.PRACTICE:
            return say("Where your office program keeps customers and jobs. Choosing it writes nothing.")
        case Step.COMPANY:
            return say("What the portal says about your company, and where customers write to.")
        case Step.USERS:
            return say("Who may do what in this window. A level-1 user also opens the administration site.")
        case Step.PAIR:
            return say("Whoever runs the receiver gives you its address, your company number and a code.")
        case Step.PASSWORDS:
            return say("With the customer number and a password, a customer signs in to the portal.")
        case Step.PROCESS:
            return say("Process publishes your active customers. After that the portal shows their data.")


def marked(say: Language, set_up: SetUp, now: Step) -> tuple[Marked, ...]:
    """Every step; `now` is the one that is shown."""
    return tuple(Marked(step, name_of(say, step), *_mark(say, set_up.state(step), step is now)) for step in Step)


def _mark(say: Language, state: StepState, now: bool) -> tuple[str, str]:
    if state == "done":
        return say("Done"), "step-done"
    if state == "skipped":
        return say("Skipped"), "step-skipped"
    return (say("Now"), "step-now") if now else (say("Open"), "step-open")


@dataclass(frozen=True)
class UsersWords:
    """How it stands with the passwords of the office's users; `obstacle` says why nothing can be done about it yet."""

    title: str
    sentence: str
    obstacle: str = ""


def users_words(say: Language, set_up: SetUp) -> UsersWords:
    """Whether one signs in here."""
    if set_up.state(Step.PRACTICE) == "open":
        first = say("The practice database has to be chosen first.")
        return UsersWords(say("Nobody has to sign in here yet."), first, first)
    if set_up.activated:
        return UsersWords(
            say("Passwords are activated"),
            say("Everybody signs in, and may do what is ticked for him in Set Passwords."),
        )
    if set_up.state(Step.USERS) == "skipped":
        return UsersWords(
            say("The office does without"),
            say("Whoever sits at this computer may do everything. Nobody can open the administration site yet."),
        )
    return UsersWords(
        say("Nobody has to sign in here yet."),
        say(
            "With Activate Passwords everybody signs in: the first time as CLIP / CLIP, and then with a password of"
            " their own. After that the set-up goes on where it was left."
        ),
    )


def obstacle_to_next(say: Language, set_up: SetUp, step: Step) -> str:
    """Why the next step can't be shown yet; empty where it can. Most steps may be passed over and done another day."""
    if step is Step.PRACTICE and set_up.state(step) == "open":
        return say("Choose the practice database first: everything else needs it.")
    return ""


def first_step(set_up: SetUp) -> Step:
    """Where the window opens: at what is to be done next."""
    return set_up.open[0] if set_up.open else Step.PROCESS


def steps(say: Language, set_up: SetUp, home_words: str) -> tuple[Missing, ...]:
    """What Home lists: every step until something is published, nothing after that. `home_words` are what a typed
    command needs to find this agent's folder."""
    if set_up.published:
        return ()
    return tuple(_listed(say, set_up, step, home_words) for step in Step)


def _listed(say: Language, set_up: SetUp, step: Step, home_words: str) -> Missing:
    state = set_up.state(step)
    if state != "open":
        return Missing(step, state, name_of(say, step), "", "")
    title, sentence = _missing(say, set_up, step)
    return Missing(step, state, title, sentence, f"python -m agent {_command(step)}{home_words}")


def _missing(say: Language, set_up: SetUp, step: Step) -> tuple[str, str]:
    match step:
        case Step.PRACTICE:
            if set_up.trouble is not None:
                return say("The practice database can't be used."), set_up.trouble.title
            return (
                say("No practice database is chosen yet."),
                say("Choose the database of your office, or make a sample office to try things on."),
            )
        case Step.COMPANY:
            return say("The company has no e-mail address yet."), hint_of(say, step)
        case Step.USERS:
            return say("Nobody has to sign in here yet."), hint_of(say, step)
        case Step.PAIR:
            return say("This computer is not paired with a portal yet."), hint_of(say, step)
        case Step.PASSWORDS:
            if set_up.without_password:
                return (
                    counted(
                        say,
                        set_up.without_password,
                        "{count} active customer has no portal password.",
                        "{count} active customers have no portal password.",
                    ),
                    say("Each can get one of its own. Nothing is written before you have seen how many."),
                )
            return say("Customers need portal passwords."), hint_of(say, step)
        case Step.PROCESS:
            return say("Nothing has been published yet."), hint_of(say, step)


def _command(step: Step) -> str:
    match step:
        case Step.PRACTICE:
            return f"init --database {SAMPLE}"
        case Step.COMPANY:
            return "settings set --email ADDRESS"
        case Step.USERS:
            return "users activate"
        case Step.PAIR:
            return "pair --receiver https://portal.example.com --company 112 --code CODE"
        case Step.PASSWORDS:
            return (
                'replace --field "CU.Customer Password" --unique words --where "CU.Customer Status = ACTIVE"'
                ' --where "CU.Customer Password is empty"'
            )
        case Step.PROCESS:
            return "process"
