"""Templates are compiled with shortcuts, and mean what Jinja means by them."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError

from receiver.web.compiling import PageCode, escaped

BASE = "<h1>{% block heading %}{% endblock %}</h1>{{ self.heading() }}|{% block body %}{% endblock %}"
PAGE = """{% extends "base.html" %}{% set mark %}<b>{{ one.name }}</b>{% endset %}
{% macro shout(word) %}<i>{{ word }}</i>{% endmacro %}
{% macro around(word) %}<u>{{ word }}{{ caller() }}</u>{% endmacro %}
{% block heading %}{{ one.name }} & {{ 7 }}{% endblock %}
{% block body %}{% for tag in one.tags %}{{ loop.index }}{{ tag }}{% if not loop.last %}, {% endif %}{% endfor %}
{{ shout(one.name) }}{% call around(one.called("<x>")) %}{{ one.keys["a"] }}{% endcall %}{{ one.name|safe }}
{{ one.none is none }}{{ other is defined }}{{ one.tags|join("<") }}
{{ one.called(word="&") }}{{ mark }}{% endblock %}"""


@dataclass(frozen=True)
class One:
    """Something that a page shows."""

    name: str
    tags: tuple[str, ...]
    keys: dict[str, str]
    none: None = None

    def called(self, word: str) -> str:
        """A method."""
        return f"{word}!"


class Shortcut(Environment):
    """An environment that compiles as ours does."""

    code_generator_class = PageCode
    escaped = staticmethod(escaped)


def environment(kind: type[Environment], **templates: str) -> Environment:
    """Over these templates."""
    loader = DictLoader({f"{name}.html": source for name, source in templates.items()})
    return kind(loader=loader, autoescape=True, undefined=StrictUndefined)


@pytest.mark.parametrize(
    "name", ["plain", "<b>'&\"", "", "Łódź & Söhne\u2028"], ids=["plain", "markup", "empty", "foreign"]
)
def test_the_page_is_the_one_that_jinja_makes(name: str) -> None:
    one = One(name, ("a", "<b>", name), {"a": "<&>"})
    made = [
        environment(kind, base=BASE, page=PAGE).get_template("page.html").render(one=one)
        for kind in (Environment, Shortcut)
    ]
    assert made[0] == made[1]


def test_what_is_missing_is_an_error_and_no_empty_text() -> None:
    with pytest.raises(AttributeError):
        environment(Shortcut, page="{{ one.missing }}").get_template("page.html").render(one=One("", (), {}))
    with pytest.raises(UndefinedError):
        environment(Shortcut, page="{{ missing.name }}").get_template("page.html").render()
