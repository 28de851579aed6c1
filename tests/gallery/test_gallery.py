"""The pictures of pages and windows, and those that the README shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.gallery import index, portal, windows
from tests.gallery.__main__ import PAGES, PICTURES, WINDOWS
from tests.guards import brightness
from tests.support.processes import ROOT

MOST_BYTES = 150_000


def test_readme_shows_the_pictures_that_the_gallery_makes_for_it() -> None:
    shown = set(re.findall(r"tests/gallery/pictures/([a-z-]+)\.png", (ROOT / "README.md").read_text()))
    assert shown == {*PAGES, *WINDOWS} == {one.stem for one in PICTURES.glob("*.png")}
    assert [one for one in PICTURES.iterdir() if one.stat().st_size > MOST_BYTES] == []


@pytest.mark.usefixtures("browser")
def test_gallery_writes_pages_and_windows(tmp_path: Path) -> None:
    pages = list(portal.pictures(tmp_path, ("page-home-light", "page-home-dark")))
    grabbed = list(windows.pictures(tmp_path, ("window-home-light", "window-home-dark")))
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(one.name for one in (*pages, *grabbed))
    assert len(pages) == len(grabbed) == 2
    for one in (*pages, *grabbed):
        assert brightness.faults(one.read_bytes(), dark=one.stem.endswith("-dark")) == [], one
    listed = index.write(tmp_path, (*pages, *grabbed)).read_text()
    assert all(f'src="{one.name}"' in listed for one in (*pages, *grabbed))
