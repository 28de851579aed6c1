"""Renders templates, each compiled once for each language.

Words that stand alone, `_("Home")`, are translated while the template is compiled and cost nothing afterwards. Dates
and the like are filters: Jinja calls those directly, other functions through its context, and where all that a filter
takes is known, as in `"app.css"|asset`, it calls it while compiling.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, cast

from flask import Flask, current_app, request
from flask.templating import Environment
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from receiver.languages import languages
from receiver.web import formats
from receiver.web.assets import Assets
from receiver.web.language import Language, gettext, language_of, ngettext, spoken

EXTENSION: Final = "porchlight_pages"
WORD: Final = ["name", "lparen", "string", "rparen"]
"""The tokens of `_("...")`."""


class PageEnvironment(Environment):
    """Flask's environment, for one language."""

    language: Language

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """A plain dictionary, copied for each page in a moment; Jinja's own is a chain that Python walks."""
        return {**self.globals, **(d or {})}


class WordsWhenCompiled(Extension):
    """Puts the translated text in the place of `_("...")`. It is escaped as any text is."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Jinja2 asks, for each template."""
        tokens = list(stream)
        word = cast(PageEnvironment, self.environment).language.gettext
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if token.value == "_" and [one.type for one in tokens[at : at + len(WORD)]] == WORD:
                yield Token(token.lineno, "string", word(tokens[at + 2].value))
                at += len(WORD)
            else:
                yield token
                at += 1


@dataclass(frozen=True, slots=True)
class Pages:
    """The templates of an application, by language."""

    app: Flask
    assets: Assets
    environments: dict[Language, PageEnvironment] = field(default_factory=dict)

    def environment(self, language: Language) -> PageEnvironment:
        """The templates in `language`; two threads that both make it make the same."""
        made = self.environments.get(language)
        if made is None:
            made = self.environments[language] = self._made(language)
        return made

    def _made(self, language: Language) -> PageEnvironment:
        made = cast(PageEnvironment, self.app.create_jinja_environment())
        made.language = language
        made.add_extension(WordsWhenCompiled)
        words = {"_": gettext, "ngettext": ngettext}
        tag = str(language.locale)
        others = [(one, language_of(one).own_name) for one in languages() if one != tag]
        made.globals.update(
            words, csrf_token=generate_csrf, language=tag, other_languages=others, here_again=here_again
        )
        made.globals.update(answers_form=answers_form)
        made.filters.update(formats.FILTERS, asset=self.assets.url)
        made.filters.update({name: partial(write, language) for name, write in formats.WRITTEN.items()})
        return made


def here_again() -> str:
    """The path of this page with what was asked of it, to come back to it."""
    return request.full_path if request.query_string else request.path


def answers_form() -> bool:
    """Whether this page is the answer to a form, and can be asked for by its address as well."""
    adapter = current_app.url_map.bind("")
    return request.method == "POST" and adapter.test(request.path, "GET")


def install(app: Flask, assets: Assets) -> None:
    """Let `app` render its templates so."""
    app.jinja_environment = PageEnvironment
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    app.extensions[EXTENSION] = Pages(app, assets)


def render(template: str, **words: object) -> str:
    """The page that `template` makes of `words`, in the language of this request."""
    pages: Pages = current_app.extensions[EXTENSION]
    return pages.environment(spoken()).get_template(template).render(words)
