"""Every text of the window is in every catalogue, and nothing else is: `python -m tests.guards.translations` lists what
is missing, ready to be filled in.

Found are the texts given to `say` and `counted`, as they are or by the name of a constant; the texts in the tables of a
module that gives them something else; and the steps that progress names.
"""

from __future__ import annotations

import ast
import re
import string
import sys
import tomllib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final, get_args

from agent.domain.conditions import Comparison
from agent.domain.leaving import Share, Why
from agent.domain.permissions import Permission
from agent.domain.requests import CONTACT_LABELS
from agent.domain.runs import RunState
from agent.gui.looks.tokens import Tone
from agent.gui.presenters.rights import LEVEL_1_ONLY, NEEDS, OPEN
from tests.support.processes import ROOT

AGENT: Final = ROOT / "agent"
WORDS: Final[tuple[type[StrEnum], ...]] = (Comparison, Permission, RunState, Share, Why)
SPEAKING: Final = frozenset({"say", "_say"})
TONES: Final = frozenset(get_args(Tone))
NO_TEXT: Final = TONES | {file.stem for file in (AGENT / "gui" / "looks" / "icons").glob("*.svg")}
"""Constants that are colours and drawings."""


def catalogues(agent: Path = AGENT) -> dict[str, dict[str, str]]:
    """Language to its texts."""
    files = sorted((agent / "gui" / "translations").glob("*.toml"))
    return {file.stem: tomllib.loads(file.read_text("utf-8")) for file in files}


def wanted(agent: Path = AGENT) -> dict[str, str]:
    """Each text of the window, and the file it is in."""
    trees = {
        file.relative_to(agent).as_posix(): ast.parse(file.read_text("utf-8")) for file in sorted(agent.rglob("*.py"))
    }
    window = {place: tree for place, tree in trees.items() if place.startswith("gui/")}
    named = {name: text for tree in window.values() for name, text in _named(tree)}
    found: dict[str, str] = {}
    for place, tree in trees.items():
        for text in [*(_said(tree, named) if place in window else ()), *_steps(tree)]:
            if text and text not in TONES:
                found.setdefault(text, place)
    if agent == AGENT:
        found |= dict.fromkeys(sorted(by_its_words() - set(found)), "gui/presenters/rights.py")
        found |= dict.fromkeys(sorted(spoken() - set(found)), "domain")
    return found


def by_its_words() -> set[str]:
    """What the table of rights calls icons and entries of menus: in every language it has to be what is written there,
    without the letter to press and the dots."""
    return {*NEEDS, *LEVEL_1_ONLY, *OPEN}


def strayed(told: Mapping[str, str]) -> list[str]:
    """Words of the table of rights that are others than those of the icons and menus."""
    found = []
    for english, other in told.items():
        word = _plain(english)
        if word in by_its_words() and _plain(other) != told.get(word, word):
            found.append(f"{other!r} is called {told.get(word, word)!r} in the table of rights")
    return found


def _plain(text: str) -> str:
    return text.replace("&", "").replace("\n", " ").removesuffix("…").strip()


def spoken() -> set[str]:
    """Words of the domain that the window says as they are."""
    return {one.value for kind in WORDS for one in kind} | set(CONTACT_LABELS.values())


def faults(texts: Mapping[str, str], language: str, told: Mapping[str, str]) -> list[str]:
    """What is wrong with the catalogue `told`, a line each."""
    found = [f"{language}: {texts[one]}: nothing for {one!r}" for one in texts if not told.get(one)]
    found += [f"{language}: nobody says {one!r}" for one in told if one not in texts]
    for english, other in told.items():
        if _names(english) != _names(other):
            found.append(f"{language}: other names in braces: {other!r}")
        if bool(_marked(english)) != bool(_marked(other)):
            found.append(f"{language}: a letter to press in only one of both: {other!r}")
    return found


def _names(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _marked(text: str) -> list[str]:
    return re.findall(r"&(?=\w)", text)


def _said(tree: ast.Module, named: Mapping[str, str]) -> Iterator[str]:
    """What `say` and `counted` are given; `named` are the constants of the window that are one text each."""
    elsewhere = False
    for node in ast.walk(tree):
        for given in _given(node) if isinstance(node, ast.Call) else ():
            literals = list(_literals(given, named))
            yield from literals
            elsewhere = elsewhere or not literals
    if elsewhere:
        for held in _assigned(tree):
            yield from _held(held)


def _given(call: ast.Call) -> list[ast.expr]:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if name in SPEAKING:
        return call.args[:1]
    return call.args[2:4] if name == "counted" else []


def _literals(given: ast.expr, named: Mapping[str, str]) -> Iterator[str]:
    match given:
        case ast.Constant(value=str(text)):
            yield text
        case ast.Name(id=name) if name in named:
            yield named[name]
        case ast.IfExp(body=one, orelse=other):
            yield from _literals(one, named)
            yield from _literals(other, named)
        case ast.BoolOp(values=several):
            for one in several:
                yield from _literals(one, named)


def _assigned(tree: ast.Module) -> Iterator[ast.expr]:
    """The values of a module's constants."""
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            yield node.value


def _named(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                yield name, text


def _held(table: ast.expr) -> Iterator[str]:
    """The texts in a table: of a dictionary its values, for its keys are no texts."""
    rows = table.values if isinstance(table, ast.Dict) else table.elts if isinstance(table, ast.Tuple) else ()
    for row in rows:
        if isinstance(row, ast.Constant) and isinstance(row.value, str) and row.value not in NO_TEXT:
            yield row.value
        yield from _held(row)


def _steps(tree: ast.Module) -> Iterator[str]:
    """The steps of long work."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "step" and node.args:
            yield from _literals(node.args[0], {})


def main() -> int:
    """List what is missing in each catalogue."""
    texts = wanted()
    for language, told in catalogues().items():
        place = ""
        for text, file in texts.items():
            if not told.get(text):
                if file != place:
                    sys.stdout.write(f"\n# {file}\n")
                    place = file
                sys.stdout.write(f'{_quoted(text)} = ""\n')
        for fault in faults(texts, language, told):
            if "nothing for" not in fault:
                sys.stderr.write(f"{fault}\n")
    return 0


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


if __name__ == "__main__":
    sys.exit(main())
