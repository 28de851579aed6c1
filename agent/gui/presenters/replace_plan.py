"""A plan of Global Replacement in words: the count, the preview, the one confirmation, the ending (A4 - A6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.domain.errors import AgentError, Cancelled
from agent.domain.replacement import summary
from agent.domain.values import shown_of, visible
from agent.gui.presenters.language import Language, counted
from agent.gui.presenters.replace_form import Form

if TYPE_CHECKING:
    from agent.domain.catalog import Field, Held
    from agent.domain.replacement import Plan
    from agent.gui.presenters.replace import Performed

SAMPLE = 4
"""How many rows the confirmation shows."""


def count(say: Language, plan: Plan) -> str:
    """ "812 of 1,064": the rows that change, and all of the set."""
    return say("{count} of {rows}", count=say.number(len(plan.changes)), rows=say.number(plan.rows))


def how_compared(say: Language, plan: Plan) -> str:
    """How the conditions look at texts; empty where none does."""
    texts = [one.field for one in plan.wish.conditions if one.value is not None and one.field.type in ("text", "memo")]
    keys = [one.field for one in plan.wish.conditions if one.value is not None and one.field.key]
    loose = [one for one in texts if not one.key]
    if loose and keys:
        return say("outer blanks and letter case ignored, {field} compared exactly", field=keys[0].name)
    if loose:
        return say("outer blanks and letter case ignored")
    return say("compared exactly") if keys else ""


def notes(say: Language, plan: Plan) -> tuple[str, ...]:
    """What somebody should look at before it is written."""
    found = []
    if plan.shared:
        found.append(_shared(say, plan))
    if plan.own:
        found.append(_own(say, plan))
    if plan.floored:
        found.append(
            counted(
                say,
                plan.floored,
                "{count} price would fall below zero, and becomes 0.00.",
                "{count} prices would fall below zero, and become 0.00.",
            )
        )
    if plan.without_price:
        found.append(
            counted(
                say,
                plan.without_price,
                "{count} row has no price, and stays so.",
                "{count} rows have no price, and stay so.",
            )
        )
    held = plan.unchanged - plan.without_price
    if plan.changes and held > 0:
        found.append(
            counted(say, held, "{count} row holds the new value already.", "{count} rows hold the new value already.")
        )
    return tuple(found)


def _own(say: Language, plan: Plan) -> str:
    if plan.wish.also_own:
        return counted(
            say,
            len(plan.own),
            "{count} customer chose their own password: it ends, and the new one counts from the next Process on.",
            "{count} customers chose their own password: it ends, and the new one counts from the next Process on.",
        )
    return counted(
        say,
        len(plan.own),
        "{count} customer chose their own password on the portal: it keeps counting there, and not the new one.",
        "{count} customers chose their own password on the portal: it keeps counting there, and not the new one.",
    )


def also_own(say: Language, plan: Plan) -> str:
    """What the tick for them says; empty where there is nothing to ask."""
    emptied = plan.wish.text is not None and not plan.wish.text.strip()
    if not plan.own or emptied:
        return ""
    return counted(
        say,
        len(plan.own),
        "Also for the {count} customer who chose their own",
        "Also for the {count} customers who chose their own",
    )


def _shared(say: Language, plan: Plan) -> str:
    if plan.wish.field.set == "customers":
        return say(
            "The same password goes to {count} customers: whoever knows one can sign in as all of them.",
            count=say.number(plan.shared),
        )
    return say("The same password goes to {count} rows.", count=say.number(plan.shared))


def nothing_to_do(say: Language, plan: Plan) -> str:
    """Why the plan has nothing to write; empty where it has."""
    if plan.cells:
        return ""
    if not plan.matched:
        return say("No row meets the conditions.")
    if plan.without_price == plan.matched:
        return say("No row that meets the conditions has a price.")
    return counted(
        say,
        plan.matched,
        "The {count} row that meets the conditions holds this value already.",
        "All {count} rows that meet the conditions hold this value already.",
    )


def obstacle(say: Language, form: Form, plan: Plan | None, trouble: bool) -> str:
    """Why Perform Replacement can't be pressed; empty where it can."""
    missing = form.missing(say)
    if missing:
        return missing
    if trouble:
        return say("The rows can't be looked at just now: see above.")
    if plan is None:
        return say("The rows are being looked at.")
    return nothing_to_do(say, plan)


def title(field: Field) -> str:
    """The name of a field as a heading of a column: without its set."""
    return field.name.partition(".")[2].removeprefix("Customer ")


def cell(say: Language, field: Field, value: Held, masked: bool) -> str:
    """One value of the preview, on one line."""
    text = visible(shown_of(field, value, masked))
    return text.replace("\n", " ⏎ ") if text.strip() else say("none")


@dataclass(frozen=True)
class Question:
    """The one confirmation."""

    title: str
    sentences: tuple[str, ...]
    warnings: tuple[str, ...]
    sample: tuple[tuple[str, str, str], ...]
    """Which row, now, then; passwords masked."""
    more: str
    button: str


def question(say: Language, plan: Plan) -> Question:
    """What is asked before anything is written."""
    target, number = plan.wish.field, len(plan.changes)
    rows = tuple(
        (visible(one.label), cell(say, target, one.before, True), cell(say, target, one.after, True))
        for one in plan.changes[:SAMPLE]
    )
    left = number - len(rows)
    return Question(
        title=say("{what}?", what=_deed(say, plan)),
        sentences=(
            say("Field: {field}", field=target.name),
            say("New value: {value}", value=new_value(say, plan)),
            say("Condition: {conditions}", conditions=visible(summary(plan.wish.conditions))),
        ),
        warnings=notes(say, plan),
        sample=rows,
        more=say("and {count} more", count=say.number(left)) if left else "",
        button=_deed(say, plan),
    )


def _deed(say: Language, plan: Plan) -> str:
    number, everything = len(plan.changes), plan.everything and len(plan.changes) == plan.matched
    if not number:
        return counted(
            say,
            len(plan.resets),
            "Let it count for {count} customer who chose their own",
            "Let it count for {count} customers who chose their own",
        )
    if plan.wish.field.secret:
        if everything and number > 1:
            return say("Replace all {count} passwords", count=say.number(number))
        return counted(say, number, "Replace {count} password", "Replace {count} passwords")
    if plan.wish.adjust is not None:
        if everything and number > 1:
            return say("Adjust all {count} prices", count=say.number(number))
        return counted(say, number, "Adjust {count} price", "Adjust {count} prices")
    if everything and number > 1:
        return say("Replace all {count} values", count=say.number(number))
    return counted(say, number, "Replace {count} value", "Replace {count} values")


def new_value(say: Language, plan: Plan) -> str:
    """What the rows get, a password masked."""
    wish = plan.wish
    if wish.unique is not None:
        return say("a different one for each")
    if wish.adjust is not None:
        return wish.adjust.text()
    return cell(say, wish.field, plan.changes[0].after, True) if plan.changes else say("none")


@dataclass(frozen=True)
class Ending:
    """What was done."""

    title: str
    sentences: tuple[str, ...]
    letters: bool
    """Whether somebody has to be told a password of his own."""


def ending(say: Language, plan: Plan, performed: Performed) -> Ending:
    """After the replacement."""
    number = performed.run.changed
    if not number:
        told = say("The password counts again")
    elif plan.wish.field.secret:
        told = counted(say, number, "{count} password was replaced", "{count} passwords were replaced")
    elif plan.wish.adjust is not None:
        told = counted(say, number, "{count} price was adjusted", "{count} prices were adjusted")
    else:
        told = counted(say, number, "{count} value was replaced", "{count} values were replaced")
    sentences = [say("It is replacement {number} in Earlier replacements.", number=str(performed.run.id))]
    if performed.run.backup:
        sentences.append(
            say(
                "The backup made before is {backup} in {folder}.", backup=performed.run.backup, folder=performed.backups
            )
        )
    if plan.own:
        sentences.append(_own(say, plan))
    if plan.wish.field.secret:
        sentences.append(say("On the portal it counts from the next Process on."))
    customers = plan.wish.field.set == "customers"
    return Ending(told, tuple(sentences), letters=plan.wish.unique is not None and customers)


def failure(say: Language, error: AgentError) -> AgentError:
    """What came to nothing, in the words of a replacement."""
    if isinstance(error, Cancelled):
        return Cancelled(say("Stopped."), detail=say("Nothing was changed."))
    return error
