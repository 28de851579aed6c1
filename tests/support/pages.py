"""Pages read as a stranger reads them: HTML in, elements and their text out, by the standard library alone.

Every page that is read is also looked at: one h1, a title, a language, ids that are unique.
"""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])


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
    ids = [one.attributes["id"] for one in page.all(id="*")]
    assert len(ids) == len(set(ids)), f"ids are not unique: {sorted(ids)}"
    assert page.one("h1").text, "the h1 is empty"
    assert page.one("head").one("title").text, "the title is empty"
    assert page.one("html").attributes.get("lang"), "the page does not name its language"
    inline = [one for one in page if one.tag == "style" or (one.tag == "script" and "src" not in one.attributes)]
    assert not inline and not page.all(style="*"), "inline script or style, which the CSP forbids"
    return page
