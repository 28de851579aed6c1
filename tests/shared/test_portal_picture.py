"""T16, bad inputs 17 to 19, S10: what becomes of the files that somebody uploads as splash screen or logo."""

from __future__ import annotations

import gzip
import random
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from shared import logo, photo
from shared.pixels import Fault, NoPicture
from shared.portal_picture import FILE_BYTES, KEPT_BYTES, Taken, taken
from tests.support.pictures import (
    ODD_TAGS,
    declared,
    drawing,
    one_by_one,
    opened,
    picture,
    turned_with,
    with_text,
    written,
)
from tests.support.processes import ROOT

SCRIPT = b"<script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
NO_PICTURES = {
    "svg": SVG,
    "svgz": gzip.compress(SVG),
    "svg behind a png's beginning": b"\x89PNG\r\n\x1a\n" + SVG,
    "xxe": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><svg>&e;</svg>',
    "html": b"<!doctype html>" + SCRIPT,
    "pdf": b"%PDF-1.7\n%\xe2\xe3" + SCRIPT,
    "tiff": written(Image.new("RGB", (80, 7)), "TIFF"),
    "bmp": written(Image.new("RGB", (80, 7)), "BMP"),
    "ico": written(Image.new("RGB", (16, 16)), "ICO"),
    "words": b"a picture",
    "empty": b"",
}
UPRIGHT = 0x112
MEASURED = """
import os, sys
from contextlib import suppress
from pathlib import Path
from shared import photo, portal_picture
from shared.pixels import NoPicture

def peak():
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0])

for name in sys.argv[1:]:
    file = Path(name)
    data = file.read_bytes()
    for take in (photo.taken, lambda data: portal_picture.taken(data, 800, 70)):
        # A process of its own: what one picture leaves behind, the next would use.
        if child := os.fork():
            os.waitpid(child, 0)
            continue
        # From here on the peak is that of this picture.
        Path("/proc/self/clear_refs").write_text("5")
        before = peak()
        with suppress(NoPicture):
            take(data)
        print(f"{file.name}={(peak() - before) // 1024}", flush=True)
        os._exit(0)
"""
"""Says how many MiB each file needs, taken as a photo, then as a splash screen."""


def splash(data: bytes) -> Taken:
    """The file as a splash screen."""
    return taken(data, 800, 70)


def refused(data: bytes) -> NoPicture:
    """Why it can be none."""
    with pytest.raises(NoPicture) as why:
        splash(data)
    return why.value


@pytest.mark.parametrize("size", [(1, 1), (800, 70), (70, 70)])
@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_T16_a_picture_that_fits_stays_as_large_as_it_is(form: str, size: tuple[int, int]) -> None:
    kept = splash(picture(*size, form))
    assert (kept.width, kept.height) == size and not kept.scaled
    assert kept.type == "image/png" and opened(kept.body).size == size


@pytest.mark.parametrize(
    ("size", "left"), [((801, 70), (800, 70)), ((800, 71), (789, 70)), ((70, 800), (6, 70)), ((1600, 10), (800, 5))]
)
def test_bad_input_19_a_larger_one_says_its_size_and_is_scaled(size: tuple[int, int], left: tuple[int, int]) -> None:
    kept = splash(picture(*size, "PNG"))
    assert kept.scaled
    assert ((kept.found_width, kept.found_height), (kept.width, kept.height)) == (size, left)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_bad_input_19_a_photo_is_measured_as_the_eye_sees_it(form: str) -> None:
    turned = Image.Exif()
    turned[UPRIGHT] = 6
    kept = splash(picture(70, 800, form, exif=turned))
    assert (kept.width, kept.height, kept.scaled) == (800, 70, False)
    assert not opened(kept.body).getexif()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_bad_input_19_odd_words_of_a_camera_turn_no_picture_away(form: str) -> None:
    for tag in ODD_TAGS:
        data = picture(40, 80, form, exif=turned_with(*tag))
        kept, sent = splash(data), photo.taken(data)
        assert (kept.width, kept.height, sent.width, sent.height) == (80, 40, 80, 40), tag
        assert logo.size(logo.fitted(data)) == (80, 40), tag


def test_bad_input_19_what_is_clear_stays_clear_and_grey_stays_grey() -> None:
    for mode, clear in (("RGB", (9, 8, 7)), ("L", 9)):
        kept = opened(splash(written(Image.new(mode, (80, 7), clear), "PNG", transparency=clear)).body)
        assert kept.getchannel("A").getextrema() == (0, 0), mode
    grey = opened(splash(written(Image.new("I;16", (80, 7), 0x8000), "PNG")).body)
    assert grey.convert("RGB").getpixel((5, 5)) == (128, 128, 128)


def test_bad_input_19_colours_of_every_kind() -> None:
    for mode, form in (("CMYK", "JPEG"), ("L", "JPEG"), ("1", "PNG"), ("I;16", "PNG"), ("LA", "PNG"), ("P", "GIF")):
        kept = splash(written(Image.new(mode, (80, 7)), form))
        assert opened(kept.body).mode in ("RGB", "RGBA"), mode
    clear = splash(written(Image.new("P", (80, 7), 3), "PNG", transparency=3))
    assert opened(clear.body).getpixel((0, 0)) == (0, 0, 0, 0) or opened(clear.body).mode == "RGBA"
    red = opened(splash(written(Image.new("CMYK", (80, 7), (0, 255, 255, 0)), "JPEG")).body).getpixel((5, 5))
    assert isinstance(red, tuple) and red[0] > 200 > 60 > max(red[1:3])


@pytest.mark.parametrize("form", ["PNG", "GIF", "WEBP"])
def test_bad_input_19_of_a_thousand_frames_the_first_one_counts(form: str) -> None:
    frames = [Image.new("RGB", (30, 30), (n % 256, 0, 0)) for n in range(1000 if form != "WEBP" else 50)]
    kept = splash(written(frames[0], form, save_all=True, append_images=frames[1:]))
    assert getattr(opened(kept.body), "n_frames", 1) == 1 and len(kept.body) < 1_000


@pytest.mark.parametrize("size", [(7_000, 7_000), (20_000, 20_000), (60_000, 3_000)])
def test_T16_a_bomb_is_refused_by_its_header(size: tuple[int, int]) -> None:
    data = declared(*size)
    assert len(data) < 2_000 and refused(data).fault == Fault.PIXELS
    if size == (7_000, 7_000):
        assert (refused(data).width, refused(data).height) == size


def test_bad_input_19_nothing_across_or_down_is_no_picture() -> None:
    for size in ((0, 0), (0, 70), (800, 0)):
        assert refused(declared(*size)).fault in (Fault.DAMAGED, Fault.KIND), size


@pytest.mark.parametrize("name", NO_PICTURES)
def test_bad_input_17_18_what_is_none_is_refused_whatever_it_is_called(name: str) -> None:
    assert refused(NO_PICTURES[name]).fault in (Fault.KIND, Fault.DAMAGED)


def test_bad_input_17_what_hides_in_a_picture_is_gone() -> None:
    for form in ("GIF", "PNG", "JPEG", "WEBP"):
        both = picture(kind=form) + SCRIPT
        assert SCRIPT not in splash(both).body
    assert SCRIPT not in splash(with_text(drawing((80, 7)), SCRIPT)).body
    comment = written(Image.new("RGB", (80, 7)), "JPEG", comment=SCRIPT)
    assert SCRIPT in comment and SCRIPT not in splash(comment).body
    js = b"GIF89a" + SCRIPT
    assert refused(js).fault in (Fault.DAMAGED, Fault.KIND)


def test_T16_a_picture_that_is_large_as_png_becomes_webp() -> None:
    for mode, bands in (("RGB", 3), ("RGBA", 4)):
        noise = Image.frombytes(mode, (800, 70), random.Random(7).randbytes(800 * 70 * bands))
        kept = splash(written(noise, "PNG"))
        assert kept.type == "image/webp" and len(kept.body) <= KEPT_BYTES
        assert opened(kept.body).size == (800, 70)
    assert refused(bytes(FILE_BYTES + 1)).fault == Fault.HEAVY


def test_bad_input_19_half_a_picture_is_none() -> None:
    noise = Image.frombytes("RGB", (400, 70), random.Random(7).randbytes(400 * 70 * 3))
    for form in ("PNG", "JPEG", "WEBP", "GIF"):
        whole = written(noise, form)
        for end in (5, 20, 200, len(whole) // 2):
            assert refused(whole[:end]).fault in (Fault.DAMAGED, Fault.KIND), (form, end)


def test_T16_no_broken_file_ends_in_anything_but_a_refusal() -> None:
    dice = random.Random(7)
    seeds = [picture(60, 40, form) for form in ("PNG", "JPEG", "GIF", "WEBP")]
    seeds.append(picture(60, 40, "JPEG", progressive=True))
    outcomes = set()
    for _ in range(1_000):
        data = bytearray(dice.choice(seeds))
        for _ in range(dice.randint(1, 6)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        try:
            outcomes.add(splash(bytes(data)).type)
        except NoPicture as why:
            outcomes.add(why.fault)
    assert outcomes >= {Fault.KIND, Fault.DAMAGED, "image/png"}


def test_S10_the_largest_pictures_need_little_memory(tmp_path: Path) -> None:
    def blurred(width: int, height: int, mode: str, bands: int) -> Image.Image:
        return Image.frombytes(mode, (64, 64), random.Random(7).randbytes(64 * 64 * bands)).resize((width, height))

    files = {
        "clear.webp": written(blurred(1_500, 1_500, "RGBA", 4), "WEBP", quality=30, method=0),
        "print.jpg": written(blurred(3_000, 1_400, "CMYK", 4), "JPEG", quality=30, progressive=True, subsampling=0),
        "web.jpg": written(blurred(4_032, 3_024, "RGB", 3), "JPEG", quality=30, progressive=True),
        "clear.png": written(Image.new("RGBA", (3_550, 3_550), (31, 111, 84, 9)), "PNG"),
    }
    bombs = {
        "moving.webp": written(Image.new("RGB", (5_000, 5_000)), "WEBP", quality=1, method=0),
        "scans.jpg": one_by_one(5_000),
        "flat.png": declared(5_000, 5_000),
    }
    for bomb in bombs.values():
        with pytest.raises(NoPicture) as why:
            photo.taken(bomb)
        assert (why.value.fault, why.value.width, why.value.height) == (Fault.PIXELS, 5_000, 5_000)
    for name, data in (files | bombs).items():
        assert len(data) <= FILE_BYTES, name
        (tmp_path / name).write_bytes(data)
    words = [sys.executable, "-c", MEASURED, *(str(tmp_path / name) for name in files | bombs)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    needed: dict[str, int] = {}
    for name, _, size in (one.partition("=") for one in done.stdout.split()):
        needed[name] = max(needed.get(name, 0), int(size))
    assert needed.keys() == (files | bombs).keys()
    assert min(needed[name] for name in files) > 20, f"hardly measured: {needed}"
    assert max(needed.values()) <= 64 and max(needed[name] for name in bombs) < 20, needed
