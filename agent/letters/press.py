"""Prints letters and cards into a file that only this account can read, customer by customer."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from agent.domain.errors import UsageError
from agent.domain.letters import Addressee, Order, Sender
from agent.letters.font import Writing
from agent.letters.layout import layout_of
from agent.letters.sheet import Sheet
from agent.usecases.letters import UNPRINTABLE


class Press:
    """`ports.LetterPress` by reportlab."""

    def print(
        self, order: Order, sender: Sender, people: Iterable[Addressee], left_out: Counter[str]
    ) -> tuple[int, int]:
        """See `ports.LetterPress`."""
        with _new_file(order.target) as file:
            try:
                printed = _print(file, order, sender, people, left_out)
            except BaseException:
                order.target.unlink(missing_ok=True)
                raise
        if not printed[0]:
            order.target.unlink(missing_ok=True)
        return printed


def _print(
    file: BinaryIO, order: Order, sender: Sender, people: Iterable[Addressee], left_out: Counter[str]
) -> tuple[int, int]:
    writing = Writing()
    sheet = Sheet(file, order.paper, sender, writing)
    layout = layout_of(order.form, sheet, sender)
    count = marked = 0
    for one in people:
        password = writing.broken(one.password, layout.password_width, layout.password_size)
        if not writing.has(one.password) or len(password) > layout.password_lines:
            left_out[UNPRINTABLE] += 1
            continue
        layout.draw(one, password)
        marked += any(writing.marked(line) != " ".join(line.split()) for line in one.address)
        count += 1
    layout.finish()
    if count:
        sheet.finish()
    return count, marked


def _new_file(target: Path) -> BinaryIO:
    """The file, readable by this account alone from the first byte on."""
    if not target.parent.is_dir():
        raise UsageError(f"There is no folder {target.parent}.", remedy="Make it first, or choose another.")
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    except FileExistsError as error:
        raise UsageError(f"There is already a file {target}.", remedy="Choose another name.") from error
    return os.fdopen(descriptor, "wb")
