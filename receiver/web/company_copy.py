"""The copy of everything that the portal holds of a company, as the files of a ZIP (C10)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Final

import msgspec

from receiver.db.unit_of_work import UnitOfWork
from receiver.domain.export.files import pictures_of
from receiver.domain.export.reading import Line
from receiver.domain.export.sheets import Sheet, sheets_of
from receiver.files import Files
from receiver.languages import N_
from receiver.web.spreadsheets import Cell, csv_file
from receiver.web.zip_stream import Content

PIECE: Final = 256 * 1024
"""Bytes that travel together, about."""

ABOUT: Final = (
    N_("Everything that the customer portal holds of the company: what customers see, and what came up on the portal."),
    N_("Each list is there as JSON for programs, and as CSV for spreadsheets (UTF-8)."),
    N_(
        "In a CSV, a text that a spreadsheet could take for a formula begins with an apostrophe. What a list holds "
        "several of is told in tables of its own, by customer number."
    ),
    N_("photos holds the photos that customers sent, named by request; pictures those that pages show."),
    N_(
        "Passwords, keys, links and codes are no part of it: nobody signs in with what is in here. Keep it safe all "
        "the same: it holds your customers' data."
    ),
    N_("Times are UTC, but those that the office published, which are its own."),
    N_("contents.txt comes last and names every file. Is it missing? Then the download broke off: take it again."),
)


def copy_of(
    work: UnitOfWork, files: Files, company_id: int, published: int, said: Callable[[str], str]
) -> Iterator[tuple[str, Content]]:
    """The files in turn, each made when its turn comes; the last one names all of them, so that nobody takes a part for
    the whole. `said` translates the words about them."""
    names = []
    for name, content in _files(work, files, company_id, published, said):
        names.append(name)
        yield name, content
    yield "contents.txt", "\r\n".join([*names, ""]).encode()


def _files(
    work: UnitOfWork, files: Files, company_id: int, published: int, said: Callable[[str], str]
) -> Iterator[tuple[str, Content]]:
    yield "README.txt", "\r\n\r\n".join(map(said, ABOUT)).encode() + b"\r\n"
    for sheet in sheets_of(work, company_id, published):
        if sheet.whole:
            yield f"{sheet.name}.json", gathered(_json(sheet.lines()))
        if sheet.heads:
            yield f"{sheet.name}.csv", gathered(csv_file(sheet.heads, _rows(sheet)))
    yield from pictures_of(work, files, company_id, published)


def file_name(company_id: int, made: datetime) -> str:
    """What the copy is called."""
    return f"porchlight-company-{company_id}-{made:%Y-%m-%d}.zip"


def gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Small pieces put together, so that each is worth sending."""
    held = bytearray()
    for piece in pieces:
        held += piece
        if len(held) >= PIECE:
            yield bytes(held)
            held.clear()
    yield bytes(held)


def _json(lines: Iterator[Line]) -> Iterator[bytes]:
    before = b"[\n"
    for line in lines:
        yield before + msgspec.json.encode(line)
        before = b",\n"
    yield b"\n]\n" if before != b"[\n" else b"[]\n"


def _rows(sheet: Sheet) -> Iterator[list[Cell]]:
    for line in sheet.lines():
        yield [_cell(line.get(name)) for name in sheet.heads]


def _cell(value: object) -> Cell:
    if isinstance(value, list):
        # Phone numbers: "home 555-0101; mobile 555-0102".
        return "; ".join(" ".join(map(str, one.values())) if isinstance(one, dict) else str(one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int) or value is None:
        return value
    return json.dumps(value, ensure_ascii=False)
