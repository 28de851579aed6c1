"""Naughty texts, for every place where somebody else's text arrives."""

from __future__ import annotations

import json
from typing import Final

from tests.support.foreign import NAUGHTY

WORST: Final = (
    "",
    " ",
    "\u00a0",
    "NULL",
    "None",
    "0",
    "-0.00",
    "1,234.50",
    "1E02",
    "NaN",
    "00/00/00",
    "2026-02-30",
    "' OR 1=1 --",
    '"; DROP TABLE customers; --',
    "%n%s _ \\ \\\\",
    "{{7*7}} ${7*7} :name ?",
    "<script>alert(1)</script>",
    "=1+1",
    "../../etc/passwd",
    "line\r\nline\ttab",
    "a\x00b\x1b[31m\x7f",
    "\ufeffbom \u200b\u202e\u2066 \ufffd",
    "é e\u0301 ﬁ İ ß ſ １１２",
    "田中さん ٣ 😀👩‍👩‍👧 \U0001f3f4\U000e0067",
    "Z\u0351\u036b\u0343" * 30,
)
"""Chosen by hand: nothing, what looks like a value of another type, markup, SQL, paths, controls, odd scripts."""

HANDS_ON: Final = (
    '"><img src=x onerror=alert(1)>',
    "</title></textarea></script><svg onload=alert(1)>",
    "javascript:alert(1)//' onmouseover='alert(1)",
    "{% include 'x' %}{{ config }}",
    "&lt;b&gt; &amp; &#x3c;script&#x3e;",
    "<!-- --><![CDATA[ ]]><?php ?>",
    "\u202eevil\u2066 \u2067 unclosed",
    "C1 \x80\x85\x9f and \x01\x02\x1c\x1f",
    "tail\r",
    "\ufdd0\ufffe\U0001ffff",
    "e" + "\u0301" * 200,
    "x" * 400,
    "long " * 2_000,
)
"""More of the kinds that a page might take for its own."""

LISTED: Final[tuple[str, ...]] = tuple(json.loads(NAUGHTY.read_text("utf-8"))) if NAUGHTY.exists() else ()
"""The Big List of Naughty Strings, where it is there; the report's header says so."""

TEXTS: Final = (*WORST, *HANDS_ON, *LISTED)
