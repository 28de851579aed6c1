"""How templates become Python: like Jinja's own compiler, with shortcuts that count in every value of a page.

* `one.crew` is an attribute of Python, not a search for an attribute or else a key. What is a key is written as one.
  A method is called without asking whether it wants Jinja's context.
* A text without a special character is not wrapped to say that it is safe: it goes straight into the page.
* A block hands on one text, not each piece of it through every template that the page extends.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.filters import FILTERS

_special: Final = re.compile("[&<>\"']").search
_escape: Final[Callable[[object], str]] = FILTERS["escape"]
_BLOCK: Final = "yield from "


def escaped(value: object) -> str:
    """What a value looks like in a page; markup stays as it is."""
    if type(value) is str and not _special(value):
        return value
    return _escape(value)


def _of_self(node: nodes.Node) -> bool:
    """Whether it is an attribute of what templates call `self`, which finds the blocks of the page."""
    return isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) and node.node.name == "self"


class PageCode(CodeGenerator):
    """Writes the Python of one template."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """An attribute."""
        if _of_self(node):
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """A call; a method of what the page is given is called as such. Macros and the like go Jinja's way."""
        plain = isinstance(node.node, nodes.Getattr) and not (node.kwargs or node.dyn_args or node.dyn_kwargs)
        if not plain or _of_self(node.node):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for one in node.args:
            self.visit(one, frame)
            self.write(", ")
        self.write(")")

    def writeline(self, x: str, node: nodes.Node | None = None, extra: int = 0) -> None:
        """A line of Python."""
        if x.startswith(f"{_BLOCK}context.blocks["):
            x = f"yield concat({x.removeprefix(_BLOCK)})"
        super().writeline(x, node, extra)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.escaped(")
        else:
            super()._output_child_pre(node, frame, finalize)
