"""WCAG 2.2 AA, as far as axe can tell, on a page that a browser shows."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Page

from installer.project import PAGE_TOOLS

PROGRAM: Final = PAGE_TOOLS / "node_modules" / "axe-core" / "axe.min.js"
RULES: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

RUN: Final = """([rules, but]) => axe.run(document, {
    runOnly: rules,
    rules: Object.fromEntries(but.map(rule => [rule, {enabled: false}])),
    resultTypes: ["violations"],
}).then(found => found.violations.flatMap(
    rule => rule.nodes.map(node => `${rule.id}: ${rule.help}: ${node.html.slice(0, 200)}`)))"""


def faults(page: Page, rules: tuple[str, ...] = RULES, but: tuple[str, ...] = ()) -> list[str]:
    """What axe finds on the page as it is shown now, by the tags or names of its rules, some rules left out."""
    # Without its style sheet it would be another page.
    page.wait_for_load_state()
    assert PROGRAM.exists(), f"{PROGRAM} is missing. Install it: cd {PAGE_TOOLS} && npm ci"
    if not page.evaluate("'axe' in window"):
        # Evaluated by the browser's own tools: the page's CSP stays as it is.
        page.evaluate(PROGRAM.read_text())
    found: list[str] = page.evaluate(RUN, [list(rules), list(but)])
    return found
