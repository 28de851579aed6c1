"""Pages read as a stranger reads them: HTML in, elements and their text out, by the standard library alone.

Every page that is read is also looked at: a title, one h1, a language, ids that are unique and references that lead
to one, nothing inline, nothing from another host, no form without its token.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "headers", "list", "form")
LOADED = ("src", "srcset", "href", "action", "formaction", "poster", "data", "background", "ping")
ELSEWHERE = re.compile(r"\s*([a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
"""An address with a scheme or a host."""


class Element:
    """An element, its attributes and what is inside."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[Element | str] = []

    def __iter__(self) -> Iterator[Element]:
        """Every element inside, in the order of the page."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child

    @property
    def text(self) -> str:
        """The words inside, blanks made one."""
        return " ".join(self.exact_text.split())

    @property
    def exact_text(self) -> str:
        """The characters inside, as they are."""
        return "".join(child if isinstance(child, str) else child.exact_text for child in self.children)

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        """The elements inside with this tag and these attributes; `data_job="7"` stands for `data-job="7"`, and an
        attribute given as "*" may hold anything."""
        wanted = {name.replace("_", "-"): value for name, value in attributes.items()}
        return [
            one
            for one in self
            if tag in ("", one.tag)
            and all(name in one.attributes and value in ("*", one.attributes[name]) for name, value in wanted.items())
        ]

    def one(self, tag: str = "", **attributes: str) -> Element:
        """The only such element."""
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} of <{tag} {attributes}> in: {self.text[:500]}"
        return found[0]


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>: every element is closed by name"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(html: str) -> Element:
    """The page in `html`. Fails where an element is not closed in its turn."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert len(builder.open) == 1, f"<{builder.open[-1].tag}> is never closed"
    return builder.root


def looked_at(html: str) -> Element:
    """The page in `html`, after a look at what every page of ours must have."""
    page = read(html)
    found = faults(page)
    assert not found, found
    return page


def faults(page: Element) -> list[str]:
    """What is wrong with a page, whatever it is about."""
    return [*_unnamed(page), *_dangling(page), *_inline(page), *_foreign(page), *_forgeable(page)]


def _unnamed(page: Element) -> list[str]:
    """Title, heading, language: what a screen reader says first."""
    titles = [one for head in page.all("head") for one in head.all("title")]
    named = {
        "one title": len(titles) == 1 and bool(titles[0].text),
        "one h1": len(page.all("h1")) == 1 and bool(page.all("h1")[0].text),
        "a language": bool([one for one in page.all("html") if one.attributes.get("lang")]),
        "one main": len(page.all("main")) == 1,
        "words for pictures": not [one for one in page.all("img") if "alt" not in one.attributes],
    }
    return [f"not there: {what}" for what, there in named.items() if not there]


def _dangling(page: Element) -> list[str]:
    """Ids that are not unique, and references to none."""
    ids = [one.attributes["id"] for one in page.all(id="*")]
    found = [f"id {one} stands twice" for one in sorted(set(ids)) if ids.count(one) > 1]
    for name in REFERENCES:
        for one in page.all(**{name: "*"}):
            missing = set(one.attributes[name].split()) - set(ids)
            found += [f"{name} names no id: {word}" for word in sorted(missing)]
    return found


def _inline(page: Element) -> list[str]:
    """What the CSP forbids."""
    found = [f"<{one.tag}> inline" for one in page if one.tag == "style" or (one.tag == "script" and not _loads(one))]
    for one in page:
        found += [f"{name}= on <{one.tag}>" for name in one.attributes if name == "style" or name.startswith("on")]
        found += [f"javascript: in {n}= of <{one.tag}>" for n in LOADED if _is_script(one.attributes.get(n, ""))]
    return found


def _loads(script: Element) -> bool:
    return "src" in script.attributes and not script.children


def _is_script(value: str) -> bool:
    return value.strip().lower().startswith("javascript:")


def _foreign(page: Element) -> list[str]:
    """What a browser would fetch from, or send to, another host. Links that a person follows may lead anywhere."""
    return [
        f"{name}={one.attributes[name]} on <{one.tag}>"
        for one in page
        for name in LOADED
        if name in one.attributes and not (name == "href" and one.tag == "a") and ELSEWHERE.match(one.attributes[name])
    ]


def _forgeable(page: Element) -> list[str]:
    """Forms that change something and carry no token."""
    posts = [one for one in page.all("form") if one.attributes.get("method", "").lower() == "post"]
    return [
        f"no form token: {one.attributes.get('action')}"
        for one in posts
        if not [token for token in one.all("input", name="csrf_token") if token.attributes.get("value")]
    ]
