"""Reads a mapping file (TOML); `examples/README.md` teaches how to write one.

Whatever does not fit is told with the place in the file and, where a name is nearly right, the name meant.
"""

from __future__ import annotations

import codecs
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Final, Literal
from uuid import NAMESPACE_URL, uuid5

from agent.domain.catalog import Field
from agent.domain.errors import SetupError
from agent.office.catalog import NATIVE
from agent.office.mapping import FieldSource, PracticeMapping, SetSource, record_id_of
from agent.office.values import exact

_REQUIRED: Final[dict[str, tuple[str, ...]]] = {
    "customers": ("CU.Customer Number", "CU.Customer Status"),
    "jobs": ("JB.Job Number", "JB.Customer"),
    "work": ("WK.Job", "WK.Posted"),
    "properties": ("PR.Record Id", "PR.Customer"),
    "phones": ("PH.Customer", "PH.Number"),
    "invoices": ("IN.Customer", "IN.Date"),
    "payments": ("PA.Customer", "PA.Date"),
    "users": ("US.User Name", "US.Level"),
    "company": ("CP.Name",),
}
_HINTS: Final = {
    "CU.Customer Status": 'Where every customer is active, say: "CU.Customer Status" = { constant = "ACTIVE" }',
    "WK.Posted": 'Where all work is done work, say: "WK.Posted" = { constant = true }',
}
_ASSUMED: Final = {
    "CU.Customer Mark": FieldSource("constant", "1"),
    "CU.Employee Mark": FieldSource("constant", "0"),
}
_NUMBERED: Final = {
    "customers": "CU.Customer Number",
    "jobs": "JB.Job Number",
    "users": "US.User Name",
    "invoices": "IN.Invoice Number",
    "payments": "PA.Payment Number",
}
"""The field that stands for the record id where none is mapped."""

_SET_WORDS: Final = ("table", "schema", "joins", "where", "query", "fields")
_KINDS: Final[dict[str, Literal["column", "expression", "constant"]]] = {
    "column": "column",
    "expression": "expression",
    "constant": "constant",
}
_FIELD_WORDS: Final = (*_KINDS, "format", "values")
_PRACTICE_WORDS: Final = ("name", "id", "encoding")


@dataclass(frozen=True)
class _Place:
    """Where in the mapping file we are, for the messages."""

    file: Path
    words: str

    def error(self, what: str, remedy: str = "") -> SetupError:
        return SetupError(f"The mapping {self.file} does not fit: {self.words} {what}.", remedy=remedy)

    def within(self, words: str) -> _Place:
        return _Place(self.file, words)

    def known(self, names: Iterable[str], allowed: Iterable[str]) -> None:
        """Refuse names that are not among `allowed`."""
        choices = list(allowed)
        for name in names:
            if name not in choices:
                raise self.error(f'has "{name}", which is not known', _nearest(name, choices))

    def text(self, table: Mapping[str, object], name: str) -> str:
        value = table.get(name, "")
        if not isinstance(value, str):
            raise self.error(f'needs text for "{name}"')
        return value


def read_mapping(file: Path, database_name: str) -> PracticeMapping:
    """The mapping in `file`, for a database called `database_name`. Raises `SetupError`."""
    place = _Place(file, "it")
    content = _parsed(file)
    place.known(content, ("practice", *NATIVE.sets))
    practice = _table(place, content, "practice")
    about = place.within("[practice]")
    about.known(practice, _PRACTICE_WORDS)
    encoding = about.text(practice, "encoding") or "utf-8"
    try:
        encoding = codecs.lookup(encoding).name
    except LookupError as error:
        raise about.error(f'names the encoding "{encoding}", which is not known') from error
    sets = {
        name: _set(place.within(f"[{name}]"), name, _table(place, content, name))
        for name in NATIVE.sets
        if name in content
    }
    for needed in ("customers", "company", *(["jobs"] if "work" in sets else [])):
        if needed not in sets:
            raise place.error(f"has no [{needed}]", "See agent/office/examples/README.md for what a mapping says.")
    name = about.text(practice, "name") or file.stem
    practice_id = about.text(practice, "id") or str(uuid5(NAMESPACE_URL, f"porchlight:{name}:{database_name}"))
    return PracticeMapping(f"the mapping {file}", sets, practice_id, encoding)


def _parsed(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError as error:
        raise SetupError(f"There is no mapping file {file}.", remedy="Check the path after --mapping.") from error
    except OSError as error:
        raise SetupError(f"The mapping file {file} can't be read.", detail=f"{error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SetupError(
            f"The mapping file {file} is not written as TOML.",
            detail=f"{error}.",
            remedy='Put names with blanks or dots between quotes: "CU.Customer Number" = "CustomerID"',
        ) from error


def _table(place: _Place, parent: Mapping[str, object], name: str) -> dict[str, object]:
    value = parent.get(name, {})
    if not isinstance(value, dict):
        raise place.error(f'needs a table for "{name}"')
    return value


def _set(place: _Place, name: str, content: dict[str, object]) -> SetSource:
    fields = dict(_table(place, content, "fields"))
    if name == "company":
        fields |= {key: {"constant": value} for key, value in content.items() if key.startswith("CP.")}
        content = {key: value for key, value in content.items() if not key.startswith("CP.")}
    place.known(content, _SET_WORDS)
    sources = dict(_field(place, name, key, value) for key, value in fields.items())
    joins = content.get("joins", [])
    if not isinstance(joins, list) or not all(isinstance(join, str) for join in joins):
        raise place.error('needs a list of SQL joins for "joins"')
    source = SetSource(
        name=name,
        table=place.text(content, "table"),
        schema=place.text(content, "schema"),
        joins=tuple(joins),
        where=place.text(content, "where"),
        query=place.text(content, "query"),
        fields=_completed(place, name, sources),
    )
    constants = all(one.kind == "constant" for one in source.fields.values())
    if bool(source.table) == bool(source.query) and not (name == "company" and constants):
        raise place.error("needs either a table or a query", 'Say for example: table = "Customers"')
    if source.query and (source.joins or source.where):
        raise place.error("has joins or a condition beside its query", "Write them into the query.")
    return source


def _completed(place: _Place, name: str, sources: dict[str, FieldSource]) -> dict[str, FieldSource]:
    for needed in _REQUIRED.get(name, ()):
        if needed not in sources:
            raise place.error(f'does not say where "{needed}" is', _HINTS.get(needed, ""))
    if name == "work" and not {"WK.Planned", "WK.Started"} & set(sources):
        raise place.error('does not say when work is: neither "WK.Planned" nor "WK.Started" is there')
    if name == "customers":
        sources = {**_ASSUMED, **sources}
    number = sources.get(_NUMBERED.get(name, ""))
    if number is not None:
        if number.kind == "constant":
            raise place.error(f'gives every row the same "{_NUMBERED[name]}"')
        sources.setdefault(record_id_of(name), FieldSource(number.kind, number.text))
    return sources


def _field(place: _Place, set_name: str, name: str, value: object) -> tuple[str, FieldSource]:
    known = {one.name.casefold(): one for one in NATIVE.fields(set_name)}
    field = known.get(" ".join(name.split()).casefold())
    if field is None:
        names = [one.name for one in known.values()]
        raise place.error(f'has a field "{name}", which is not known', _nearest(name, names))
    at = place.within(f'"{field.name}" in {place.words}')
    if isinstance(value, str):
        value = {"column": value}
    if not isinstance(value, dict):
        raise at.error('needs the name of a column, or { constant = ... } or { expression = "..." }')
    at.known(value, _FIELD_WORDS)
    kinds = [kind for kind in _KINDS if kind in value]
    if len(kinds) != 1:
        raise at.error("needs exactly one of column, expression, constant")
    text = _constant(at, field, value["constant"]) if kinds[0] == "constant" else at.text(value, kinds[0])
    if not text and kinds[0] != "constant":
        raise at.error(f"has an empty {kinds[0]}")
    values = _table(at, value, "values")
    translated = {key: _constant(at, field, one) for key, one in values.items()}
    return field.name, FieldSource(_KINDS[kinds[0]], text, _format(at, field, at.text(value, "format")), translated)


def _constant(place: _Place, field: Field, value: object) -> str:
    if isinstance(value, bool):
        text = "1" if value else "0"
    elif isinstance(value, datetime | date):
        text = value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    elif isinstance(value, str | int | float):
        text = str(value)
    else:
        raise place.error("has a value that is neither text, number, date, true nor false")
    if text and field.type not in ("text", "memo") and isinstance(exact(field)(text), str):
        raise place.error(f'has the value "{text}", which is no {field.type}')
    return text


def _format(place: _Place, field: Field, text: str) -> str:
    if text and field.type not in ("date", "moment"):
        raise place.error("has a format, but formats are for dates")
    try:
        if text:
            moment = datetime(2001, 2, 3)
            datetime.strptime(moment.strftime(text), text)
    except ValueError as error:
        raise place.error(
            f'has the format "{text}", which is none', "Write it like %d.%m.%Y or %m/%d/%Y %H:%M"
        ) from error
    return text


def _nearest(name: str, choices: list[str]) -> str:
    folded = {choice.casefold(): choice for choice in choices}
    close = get_close_matches(name.casefold(), folded, 1, 0.5)
    if close:
        return f'Did you mean "{folded[close[0]]}"?'
    return f"Known are: {', '.join(choices)}."
