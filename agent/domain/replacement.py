"""Global Replacement as data (feature rows A3 - A6): what would change, row by row.

The preview shows the plan, and performing it writes this same plan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from decimal import Decimal
from itertools import compress, islice, repeat
from typing import NamedTuple

from msgspec import Struct

from agent.domain import values
from agent.domain.adjustment import Adjustment
from agent.domain.catalog import Field, Held, Value
from agent.domain.conditions import Condition
from agent.domain.errors import PracticeError
from agent.domain.values import shown
from agent.domain.wish import Wish


class Change(Struct, frozen=True, gc=False):
    """One cell of a plan. `label` tells a person which row it is, `field` is the name of the field. What the
    replacement finds is kept as the database holds it, for undo.

    There may be hundred thousands of them, hence no dataclass.
    """

    record_id: str
    label: str
    before: Held
    after: Held
    field: str

    def __repr__(self) -> str:
        return f"Change(record_id={self.record_id!r}, field={self.field!r})"

    def reversed(self) -> Change:
        """What takes it back."""
        return Change(self.record_id, self.label, self.after, self.before, self.field)


@dataclass(frozen=True)
class Plan:
    """Everything that performing will write; `unchanged` rows match the conditions and hold the value already."""

    wish: Wish
    changes: tuple[Change, ...]
    unchanged: int
    rows: int
    """How many rows the set has."""
    warnings: tuple[str, ...] = ()
    columns: tuple[Field, ...] = ()
    """What is shown beside each change: what tells the rows apart, and what the conditions look at."""
    fields: tuple[Field, ...] = ()
    seen: tuple[Sequence[Value], ...] = attribute(default=(), repr=False)
    """By the column, the values of `fields` in the rows that change, as they were read."""
    shared: int = 0
    """How many rows get one and the same password; 0 where that is no more than one."""
    floored: int = 0
    """How many prices would have fallen below zero, and become zero."""
    without_price: int = 0
    """How many rows that the conditions mean have no price, and stay without."""
    own: tuple[str, ...] = ()
    """The record ids of customers whom the conditions mean, and who chose their portal password themselves: it counts,
    and not the one that is written here."""
    resets: tuple[Change, ...] = ()
    """What lets the new password count for them all the same, where that is wished for; written together with
    `changes`."""

    @property
    def matched(self) -> int:
        """How many rows the conditions mean."""
        return len(self.changes) + self.unchanged

    @property
    def everything(self) -> bool:
        """Whether that is every row of the set."""
        return self.matched == self.rows

    @property
    def cells(self) -> tuple[Change, ...]:
        """All that is written."""
        return self.changes + self.resets

    def beside(self, row: int, column: int) -> str:
        """What is shown in one of the `columns` beside a change, passwords masked."""
        shown_field = self.columns[column]
        return values.shown_of(shown_field, self.seen[self.fields.index(shown_field)][row])

    def question(self) -> str:
        """The one confirmation, naming the count."""
        count = len(self.changes)
        if not count:
            return f"Let the password count for {values.counted(len(self.resets), 'customer')} who chose their own?"
        noun = "password" if self.wish.field.secret else f"value of {self.wish.field.name}"
        noun = noun if count == 1 else noun.replace("password", "passwords").replace("value of", "values of")
        return f"Replace {'all ' if self.everything and count > 1 else ''}{count:,} {noun}?"


Row = tuple[str, Held, tuple[Value, ...]]
"""A row of the set: its record id, how the database holds the field to be replaced, and the values of some fields."""


class Piece(NamedTuple):
    """Some rows of the set, by the column: what is done once for a column need not be done for each of its rows."""

    ids: Sequence[str]
    held: Sequence[Held]
    """The field to be replaced, as the database holds it."""
    columns: Sequence[Sequence[Value]]
    """The values of some fields."""

    def only(self, wanted: Sequence[bool]) -> Piece:
        """Those rows of which `wanted` says so."""
        columns = [list(compress(column, wanted)) for column in self.columns]
        return Piece(list(compress(self.ids, wanted)), list(compress(self.held, wanted)), columns)


def in_pieces(rows: Iterable[Row]) -> Iterator[Piece]:
    """Rows that come one by one."""
    left = iter(rows)
    while some := list(islice(left, _AT_ONCE)):
        ids, held, values = zip(*some, strict=True)
        yield Piece(ids, held, list(zip(*values, strict=True)))


_AT_ONCE = 1000


@dataclass(frozen=True)
class Rows:
    """What a plan is made of: the rows of the set, `fields` telling what their values stand for; `labels` are those of
    them that tell a person which row is meant."""

    fields: Sequence[Field]
    labels: Sequence[Field]
    pieces: Iterable[Piece]


@dataclass
class _Sifted:
    """The rows that the conditions mean, and what was seen on the way."""

    seen: Sequence[list[Value]]
    changes: list[Change] = attribute(default_factory=list)
    unchanged: int = 0
    total: int = 0
    floored: int = 0
    without_price: int = 0
    own: list[str] = attribute(default_factory=list)

    def add(self, piece: Piece, labels: Iterable[str], after: Iterable[Value], name: str) -> None:
        """These rows change."""
        self.changes.extend(map(Change, piece.ids, labels, piece.held, after, repeat(name)))
        for seen, column in zip(self.seen, piece.columns, strict=True):
            seen.extend(column)


def make_plan(
    wish: Wish, given: Rows, passwords: Callable[[Collection[str]], Iterator[str]], own: Collection[str] = ()
) -> Plan:
    """The plan for these rows. `passwords` gives what `wish.unique` hands out, without those that are taken; `own` are
    the record ids of whoever chose his password himself.

    Raises `UsageError` where the wish itself can't be (see `Wish.check`), `PracticeError` where the rows can't be told
    apart.
    """
    same = wish.check()
    taken: set[str] = set()
    found = _sift(wish, same, given, taken, own)
    changes = found.changes
    if wish.unique is not None:
        each = passwords(taken)
        changes = [Change(one.record_id, one.label, one.before, next(each), one.field) for one in changes]
    _check_told_apart(changes)
    matched = len(changes) + found.unchanged
    shared = matched if wish.field.secret and same and matched > 1 else 0
    return Plan(
        wish,
        tuple(changes),
        found.unchanged,
        found.total,
        tuple(_warnings(wish, shared, found)),
        _columns(wish, given),
        tuple(given.fields),
        tuple(found.seen),
        shared,
        found.floored,
        found.without_price,
        tuple(found.own),
    )


def _columns(wish: Wish, given: Rows) -> tuple[Field, ...]:
    """What is shown beside each change; the field to be replaced has columns of its own."""
    wanted = dict.fromkeys((*given.labels, *(one.field for one in wish.conditions)))
    return tuple(one for one in wanted if one != wish.field or one in given.labels)


def _adjusted(adjust: Adjustment, before: Value, found: _Sifted) -> Value:
    """The new price; what is none (nothing, or a text in a foreign database) stays as it is."""
    if not isinstance(before, Decimal):
        found.without_price += 1
        return before
    value, fell = adjust.of(before)
    found.floored += fell
    return value


def _sift(wish: Wish, same: Value, given: Rows, taken: set[str], own: Collection[str]) -> _Sifted:
    """The changes to `same`, or of prices. Where everybody gets his own password, all that are in use are added to
    `taken`."""
    at = {field.name: place for place, field in enumerate(given.fields)}
    tests = [(at[one.field.name], one.test()) for one in wish.conditions]
    labels, target = [at[one.name] for one in given.labels], at[wish.field.name]
    found = _Sifted([[] for _ in given.fields])
    for whole in given.pieces:
        found.total += len(whole.ids)
        if wish.unique is not None:
            taken.update([str(one) for one in whole.columns[target] if one is not None])
        piece = _meant(whole, tests)
        if own:
            found.own.extend([one for one in piece.ids if one in own])
        before = piece.columns[target]
        after: Sequence[Value] = [same] * len(before)
        if wish.adjust is not None:
            after = [_adjusted(wish.adjust, one, found) for one in before]
        if wish.adjust is not None or (wish.unique is None and same in before):
            moves = [one != then or type(one) is not type(then) for one, then in zip(before, after, strict=True)]
            found.unchanged += moves.count(False)
            piece, after = piece.only(moves), list(compress(after, moves))
        found.add(piece, _labelled(piece.ids, [piece.columns[one] for one in labels]), after, wish.field.name)
    return found


def _meant(piece: Piece, tests: Sequence[tuple[int, Callable[[Value], bool]]]) -> Piece:
    """The rows that meet every condition, each asked once about a value that many of them have."""
    for place, means in tests:
        answers = {value: means(value) for value in set(piece.columns[place])}
        if not all(answers.values()):
            piece = piece.only([answers[value] for value in piece.columns[place]])
    return piece


def _labelled(ids: Sequence[str], columns: Sequence[Sequence[Value]]) -> Iterable[str]:
    """What tells a person which row it is: the texts of these columns, or else the record id."""
    texts = [[shown(value) for value in column] for column in columns]
    if texts and all(map(all, texts)):
        return map(" ".join, zip(*texts, strict=True))
    return [" ".join([one[at] for one in texts if one[at]]) or id_ for at, id_ in enumerate(ids)]


def _check_told_apart(changes: Sequence[Change]) -> None:
    if len({one.record_id for one in changes}) == len(changes):
        return
    twice = sorted(id_ for id_, count in Counter(one.record_id for one in changes).items() if count > 1)
    raise PracticeError(
        "The rows can't be replaced: several have the same record id.",
        detail=f"For example {', '.join(twice[:5])}. Nothing was changed.",
        remedy="Map the record id to a column that tells the rows apart.",
    )


def _warnings(wish: Wish, shared: int, found: _Sifted) -> Iterator[str]:
    if shared:
        who = "customers" if wish.field.set == "customers" else "rows"
        yield f"The same password goes to {shared:,} {who}. --unique words gives each a different one."
    if found.own:
        who = f"{values.counted(len(found.own), 'customer')} among them chose their own portal password"
        if wish.also_own:
            yield f"{who}: it ends, and the new one counts for them, too."
        else:
            yield f"{who}: it keeps counting on the portal. --also-own resets it."
    if found.floored:
        yield f"{values.counted(found.floored, 'price')} would fall below zero, and become 0.00."
    if found.without_price:
        yield f"{values.counted(found.without_price, 'row')} without a price: left so."


def summary(conditions: Sequence[Condition]) -> str:
    """The conditions in words, passwords masked."""
    return " and ".join(one.text() for one in conditions) or "all rows"
