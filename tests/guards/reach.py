"""Whether a page fits its window, can be used with a thumb, and with the keyboard alone."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Page

THUMB: Final = 44
"""CSS pixels, each way."""


WIDER: Final = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

SMALL: Final = """least => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
    .filter(one => one.checkVisibility() && one.getBoundingClientRect().bottom > 0)
    .filter(one => one.type !== "hidden" && getComputedStyle(one).display !== "inline")
    .map(one => ({box: one.getBoundingClientRect(), html: one.outerHTML.slice(0, 120)}))
    .filter(({box}) => Math.min(box.width, box.height) < least - 0.5)
    .map(({box, html}) => `${Math.round(box.width)} x ${Math.round(box.height)} px: ${html}`)"""
"""Links in the middle of a sentence (display: inline) may be small, as WCAG 2.5.5 has it."""

PARTS_OF_A_DAY: Final = 3
"""Day, month and year; behind them is the button of the calendar."""

MARK_STOPS: Final = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter(one => one.checkVisibility() && !one.disabled && one.type !== "hidden" && one.tabIndex >= 0)
    .filter((one, _, all) => {
        const group = all.filter(other => other.type === "radio" && other.name === one.name);
        return one.type !== "radio" || one === (group.find(other => other.checked) ?? group[0]);
    })
    .map((one, place) => { one.dataset.stop = place; return one.outerHTML.slice(0, 120) })"""

"""Of answers to choose one from, the Tab key stops at one; arrow keys lead to the others."""

AT_STOP: Final = """() => {
    const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one);
    const seen = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return {
        stop: Number(one.dataset.stop ?? -1),
        parts: one.type === "date",
        ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        free: seen !== null && one.contains(seen),
    }
}"""


def too_wide(page: Page) -> list[str]:
    """Whether the page is wider than its window."""
    more = page.evaluate(WIDER)
    return [f"{more} px wider than the window"] if more else []


def too_small(page: Page) -> list[str]:
    """What a thumb would miss."""
    found: list[str] = page.evaluate(SMALL, THUMB)
    return found


def out_of_reach(page: Page) -> list[str]:
    """What the Tab key does not reach in the order of the page, without a visible ring, or under something else."""
    stops: list[str] = page.evaluate(MARK_STOPS)
    page.evaluate("document.activeElement.blur()")
    found: list[str] = []
    for place, html in enumerate(stops):
        there = next_stop(page, place - 1)
        if there["stop"] != place:
            return [*found, f"stop {place} is not reached in its turn: {html}"]
        found += [f"no ring around: {html}"] if not there["ring"] else []
        found += [f"something lies over: {html}"] if not there["free"] else []
    return found


def next_stop(page: Page, before: int) -> dict[str, object]:
    """Where the Tab key leads from the stop `before`: a field for a day has stops of its own inside."""
    for _ in range(PARTS_OF_A_DAY + 1):
        page.keyboard.press("Tab")
        there: dict[str, object] = page.evaluate(AT_STOP)
        if there["stop"] != before or not there["parts"]:
            break
    return there
