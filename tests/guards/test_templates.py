"""What a template takes from another one is there: it would be missed only by who opens the page in that very state."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, nodes

import receiver

TEMPLATES = Path(receiver.__file__).parent / "templates"


def test_bad_input_43_templates_take_only_what_there_is() -> None:
    read = Environment(autoescape=True, extensions=["jinja2.ext.i18n"]).parse
    parsed = {path.relative_to(TEMPLATES).as_posix(): read(path.read_text()) for path in TEMPLATES.rglob("*.html")}
    made = {name: {macro.name for macro in tree.find_all(nodes.Macro)} for name, tree in parsed.items()}
    taken = [
        (name, found.template.as_const(), word if isinstance(word, str) else word[0])
        for name, tree in parsed.items()
        for found in tree.find_all(nodes.FromImport)
        for word in found.names
    ]
    assert len(taken) > 50
    assert [one for one in taken if one[2] not in made[one[1]]] == []
