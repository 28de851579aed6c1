"""Reads any field of a set, wherever it lives (feature row A18): columns and the agent's overlay side by side."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from agent.domain.catalog import Field, Held, Value
from agent.domain.replacement import Piece, Row, in_pieces
from agent.usecases.practice_ports import Overlay, PracticeDatabase


@dataclass(frozen=True)
class Fields:
    """The fields of one practice database."""

    practice: PracticeDatabase
    overlay: Overlay

    def rows(
        self, set_name: str, fields: Sequence[Field], linked: tuple[Field, Collection[str]] | None = None
    ) -> Iterator[tuple[str, dict[str, Value]]]:
        """The rows of a set in record order: record id, and the values of `fields` by name; all of them, or those
        that are `linked` (see `ports.PracticeDatabase.rows`)."""
        columns = [one for one in fields if one.home != "overlay"]
        kept = {
            one.name: self.overlay.values(self.practice.practice_id, one.name)
            for one in fields
            if one.home == "overlay"
        }
        for record_id, values in self.practice.rows(set_name, columns, linked):
            row = {one.name: value for one, value in zip(columns, values, strict=True)}
            if kept:
                row |= {name: held.get(record_id) for name, held in kept.items()}
                row = {one.name: row[one.name] for one in fields}
            yield record_id, row

    def targets(self, target: Field, fields: Sequence[Field]) -> Iterator[Piece]:
        """What a replacement of `target` is planned by: of every row of its set the record id, `target` as it is held,
        and the values of `fields`, of which it is one."""
        if all(one.home != "overlay" for one in fields):
            return self.practice.targets(target, fields)
        return in_pieces(self._laid_over(target, fields))

    def _laid_over(self, target: Field, fields: Sequence[Field]) -> Iterator[Row]:
        held = {} if target.home == "overlay" else self.held(target)
        for record_id, row in self.rows(target.set, fields):
            found = row[target.name] if target.home == "overlay" else held.get(record_id)
            yield record_id, found, tuple(row.values())

    def held(self, field: Field, ids: Collection[str] | None = None) -> dict[str, Held]:
        """By record id, the value of `field` as it is held: what a replacement finds and an undo gives back. With
        `ids`, only of those records."""
        if field.home != "overlay":
            return {record_id: value for record_id, (value,) in self.practice.held([field], ids)}
        kept = self.overlay.values(self.practice.practice_id, field.name)
        return {record_id: kept.get(record_id) for record_id, _ in self.practice.held([self.key(field.set)], ids)}

    def key(self, set_name: str) -> Field:
        """The record id of a set."""
        return self.practice.catalog.field(f"{self.practice.catalog.set(set_name).prefix}.Record Id", set_name)

    def labels(self, set_name: str) -> list[Field]:
        """The fields that tell a person which row is meant: number and name where the set has them, then the first
        texts."""
        texts = [
            one
            for one in self.practice.catalog.fields(set_name)
            if one.type == "text" and not one.secret and one.home != "overlay"
        ]
        named = [one for one in texts if one.name.endswith((" Number", ".Number", " Name", ".Name"))]
        return [*named, *(one for one in texts if one not in named)][:2]
