"""What the office and the host get without anybody having asked for something."""

from __future__ import annotations

from typing import Final

from receiver.domain.mail.texts.kind import Kind, Reader
from receiver.domain.mail.texts.marking import N_

_OFFICE: Final = {
    "company": N_("the company's name"),
    "number": N_("the company's number"),
    "since": N_("since when nothing was heard"),
}

KINDS: Final = (
    Kind(
        "test",
        N_("To whoever tries out whether mail works."),
        N_("Mail from the customer portal works"),
        N_("This is a try. The customer portal of {company} can send mail: you are reading it."),
        {"company": N_("the company's name")},
    ),
    Kind(
        "paused",
        N_("To the host, when one company's mails fail again and again."),
        N_("Mails of company {company} are paused"),
        N_(
            "The last mails of company {company} could not be sent, so they pause until {until}. "
            "Mails of other companies go on.\n\nThe last one failed because: {reason}\n\n"
            "See: receiver mail list --company {company}"
        ),
        {
            "company": N_("the company's number"),
            "until": N_("when it is tried again"),
            "reason": N_("what the mail server said"),
        },
        Reader.HOST,
    ),
    Kind(
        "silent",
        N_("To the office, when nothing was heard of its computer for twice as long as its schedule says."),
        N_("The portal of {company} is out of date"),
        N_(
            "Nothing was heard since {since} of the computer that keeps the customer portal of {company} up to date. "
            "It should come at least every {every} hours. Customers see what was true then.\n\n"
            "Please look whether that computer is on, and open the office program there: its Home says what is wrong. "
            "You will get another mail when it is heard of again."
        ),
        {
            **_OFFICE,
            "every": N_("the longest time between two uploads, hours and minutes"),
        },
        Reader.OFFICE,
    ),
    Kind(
        "silent-host",
        N_("To the host, when nothing was heard of an office for twice as long as its schedule says."),
        N_("Company {number} is silent"),
        N_("Nothing was heard of {company} ({number}) since {since}. It should come at least every {every} hours."),
        {
            **_OFFICE,
            "every": N_("the longest time between two uploads, hours and minutes"),
        },
        Reader.HOST,
    ),
    Kind(
        "heard",
        N_("To the office, when its computer is heard of again."),
        N_("The portal of {company} is up to date again"),
        N_("The computer that keeps the customer portal of {company} up to date was heard of again. All is well."),
        _OFFICE,
        Reader.OFFICE,
    ),
    Kind(
        "heard-host",
        N_("To the host, when an office is heard of again."),
        N_("Company {number} was heard of again"),
        N_("{company} ({number}), silent since {since}, was heard of again."),
        _OFFICE,
        Reader.HOST,
    ),
    Kind(
        "held",
        N_("To the office, when a snapshot is not shown because too many customers would leave."),
        N_("New data for the portal of {company} waits for you"),
        N_(
            "The office program uploaded new data, and the portal does not show it yet: {reason}\n\n"
            "Customers see what they saw before. If all is as it should be, {way}\n\n"
            "(Whoever runs the portal can do the same: {command})"
        ),
        {
            "company": N_("the company's name"),
            "number": N_("the number of the snapshot"),
            "reason": N_("why it is held"),
            "way": N_("what somebody at the office does to show it"),
            "command": N_("what the host types to show it"),
        },
        Reader.OFFICE,
    ),
    Kind(
        "held-host",
        N_("To the host, when a snapshot is held and the office says no address."),
        N_("New data of company {company} waits"),
        N_(
            "The office program of {company} uploaded new data, and the portal does not show it: {reason}\n\n"
            "The office says no address to write to. Ask there whether all is as it should be. To show it: {command}"
        ),
        {
            "company": N_("the company's name"),
            "number": N_("the number of the snapshot"),
            "reason": N_("why it is held"),
            "command": N_("what the host types to show it"),
        },
        Reader.HOST,
    ),
    Kind(
        "stuck",
        N_("To the host, when something about one company can't be worked out."),
        N_("Company {number} needs a look"),
        N_(
            "The worker could not do this for company {number}: {what}. It goes on for all others, and tries again "
            "in an hour. The worker's log says more ({error})."
        ),
        {
            "number": N_("the company's number"),
            "what": N_("what could not be done"),
            "error": N_("the sort of fault"),
        },
        Reader.HOST,
    ),
)
