"""Bad input 16 to 20 at the one form that takes files: what is no photo is said at the field, and nothing is kept."""

from __future__ import annotations

import gzip
import io
import socket
import time
import zipfile
from collections.abc import Callable
from contextlib import ExitStack

import pytest
from PIL import Image

from receiver.domain.requests.photos import clean_name
from receiver.sites.portal.photos_sent import LIMITS
from receiver.web.with_files import AT_ONCE
from shared.photo import taken
from shared.pixels import Fault, NoPicture
from tests.portal.cast import Office, Person
from tests.portal.contacting import Writer, messages
from tests.support import raw
from tests.support.pictures import ODD_TAGS, picture, turned_with
from tests.support.visitor import Visitor

Guests = Callable[[Office], Visitor]


@pytest.fixture
def ruth(served: Office, guest: Guests) -> Writer:
    """Ruth has Contact Company open."""
    served.publish(Person("1", "maple"))
    visitor = guest(served)
    visitor.sign_in("1", "maple")
    return Writer.at(visitor)


def archive() -> bytes:
    """A ZIP that climbs out of its folder."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("../../gate.jpg", picture())
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of one colour: few bytes, many pixels."""
    out = io.BytesIO()
    Image.new("1", (width, height)).save(out, "PNG")
    return out.getvalue()


NO_PHOTOS = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "xxe": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><svg>&e;</svg>',
    "page": b"<!doctype html><script>alert(1)</script>",
    "pdf": b"%PDF-1.7\n%\xe2\xe3",
    "zip": archive(),
    "gzip": gzip.compress(picture()),
    "tiff": b"II*\0" + bytes(64),
    "empty": b"",
    "words": b"a photo",
}


def test_bad_input_3_a_message_with_what_is_no_character_comes_back_without_it(ruth: Writer) -> None:
    page = ruth.refused(400, "The gate\x00\x07 is\x85 open\u202e")
    assert "no character" in page and "The gate is" in page
    assert not {"\x00", "\x07", "\x85", "\u202e"} & set(page)


@pytest.mark.parametrize("name", NO_PHOTOS)
def test_bad_input_17_18_20_what_is_no_photo_is_refused(name: str) -> None:
    with pytest.raises(NoPicture) as refused:
        taken(NO_PHOTOS[name])
    assert refused.value.fault == Fault.KIND


def test_bad_input_17_what_hides_behind_a_picture_is_gone() -> None:
    for kind in ("GIF", "PNG", "JPEG", "WEBP"):
        both = picture(kind=kind) + b"<script>alert(1)</script><?php evil(); ?>"
        kept = taken(both)
        assert b"script" not in kept.jpeg and b"php" not in kept.small and kept.jpeg.startswith(b"\xff\xd8")


def test_bad_input_19_pictures_of_every_shape() -> None:
    assert (taken(picture(1, 1)).width, taken(picture(5_000, 2)).height) == (1, 1)
    assert taken(picture(kind="JPEG")).width == 40
    cmyk = io.BytesIO()
    Image.new("CMYK", (60, 40)).save(cmyk, "JPEG")
    assert Image.open(io.BytesIO(taken(cmyk.getvalue()).jpeg)).mode == "RGB"
    several = io.BytesIO()
    Image.new("RGB", (5_100, 5_000)).save(several, "MPO", save_all=True, append_images=[Image.new("RGB", (60, 45))])
    assert taken(several.getvalue()).width == 1_600, "as phones write them, with a second picture behind"
    frames = [Image.new("RGB", (30, 30), (n, 0, 0)) for n in range(200)]
    moving = io.BytesIO()
    frames[0].save(moving, "PNG", save_all=True, append_images=frames[1:])
    assert len(taken(moving.getvalue()).jpeg) < 2_000
    for data in (bomb(20_000, 20_000), bomb(60_000, 3_000)):
        with pytest.raises(NoPicture) as refused:
            taken(data)
        assert refused.value.fault == Fault.PIXELS
    whole = picture(800, 600)
    for end in (30, 400, len(whole) // 2):
        with pytest.raises(NoPicture):
            taken(whole[:end])


def test_bad_input_16_names_of_files() -> None:
    names = {
        "gate.jpg": "gate.jpg",
        "..": "photo.jpg",
        "...": "photo.jpg",
        "": "photo.jpg",
        "C:\\Users\\x\\gate.png": "gate.jpg",
        "../../etc/passwd": "passwd.jpg",
        "aux.pdf": "photo_aux.jpg",
        "a\r\nb\0.jpg": "a_b.jpg",
        'x"><img src=y>.jpg': "x_img src_y.jpg",
        "gate\u202egpj.exe": "gate_gpj.jpg",
        "Zäune 2026.JPG": "Zäune 2026.jpg",
        "a:b::$DATA": "a_b_DATA.jpg",
    }
    assert {name: clean_name(name) for name in names} == names
    assert len(clean_name("x" * 300 + ".jpg")) < 80


def test_bad_input_16_18_the_form_says_what_is_wrong_with_a_file(ruth: Writer) -> None:
    page = ruth.refused(400, "Keep me", ("g<b>te.jpg", NO_PHOTOS["svg"]))
    assert "g&lt;b&gt;te.jpg” is no photo that can be sent" in page and "Keep me" in page and "alert" not in page
    page = ruth.refused(400, "Keep me", ("gate.jpg", picture(800, 600)[:9_000]))
    assert "gate.jpg” is damaged" in page
    page = ruth.refused(400, "Keep me", ("gate.jpg", bytes(LIMITS.bytes_each + 1)))
    assert "has 8.1 MB; a photo may have up to 8 MB" in page
    page = ruth.refused(400, "Keep me", ("gate.png", bomb(9_000, 9_000)))
    assert "has 9000 x 9000 pixels, more than can be taken here" in page
    ruth.send("And this one", ("gate.jpg", picture(exif=turned_with(*ODD_TAGS[0]))))


def test_bad_input_20_27_bodies_that_are_no_such_form(ruth: Writer) -> None:
    visitor = ruth.visitor
    address, origin = visitor.address("message"), {"Origin": visitor.url}

    def status(body: bytes, kind: str, **headers: str) -> int:
        return visitor.session.post(
            address, data=body, headers=origin | {"Content-Type": kind} | headers, timeout=60
        ).status_code

    def part(name: str, value: bytes, more: bytes = b"") -> bytes:
        return (
            b'--b\r\nContent-Disposition: form-data; name="'
            + name.encode()
            + b'"'
            + more
            + b"\r\n\r\n"
            + value
            + b"\r\n"
        )

    multipart, end = "multipart/form-data; boundary=b", b"--b--\r\n"
    token = part("csrf_token", ruth.hidden["csrf_token"].encode()) + part("form_for", ruth.hidden["form_for"].encode())
    key = part("form_key", ruth.hidden["form_key"].encode())
    whole = token + key + part("text", b"Hello")
    file = b'; filename="x.jpg"\r\nContent-Type: image/jpeg'
    assert status(b"{}", "application/json") == 415
    assert status(whole + end, multipart, **{"Content-Encoding": "gzip"}) == 415
    assert status(whole + part("text", b"Other") + end, multipart) == 400
    assert status(whole + part("more", picture(), file) + end, multipart) == 400
    assert status(token + key + part("text", b"\xff\xfe") + end, multipart) == 400
    assert status(whole, "multipart/form-data") == 400
    assert status(whole[:-20], multipart) == 400
    assert status(part("text", b"x") * 40 + end, multipart) == 413
    assert status(token + key + part("text", b"x" * 100_000) + end, multipart) == 413
    assert status(token + part("text", b"Hello") + end, multipart) == 400, "a form without its key"
    assert status(key + part("text", b"Hello") + end, multipart) == 403
    with Visitor(visitor.url, visitor.company) as stranger:
        many = stranger.session.post(
            address,
            data=whole + part("photos", bytes(200_000), file) + end,
            headers=origin | {"Content-Type": multipart},
            timeout=60,
        )
    assert many.status_code == 413, "who has no session sends words only"
    assert messages(visitor.get("message")) == []


def test_bad_input_20_no_other_form_takes_files(ruth: Writer) -> None:
    visitor = ruth.visitor
    for path in ("sign-out", "sign-in"):
        answer = visitor.session.post(
            visitor.address(path), files={"photos": ("x.jpg", picture())}, headers={"Origin": visitor.url}, timeout=30
        )
        assert answer.status_code == 415, path


def test_who_sends_photos_slowly_keeps_nobody_from_signing_in(ruth: Writer) -> None:
    visitor = ruth.visitor
    port = int(visitor.url.rpartition(":")[2])
    cookies = "; ".join(f"{one.name}={one.value}" for one in visitor.session.cookies)
    head = raw.request(
        "POST",
        f"/{visitor.company}/message",
        f"Cookie: {cookies}",
        f"Origin: {visitor.url}",
        "Content-Type: multipart/form-data; boundary=b",
        "Content-Length: 30000000",
        host=visitor.url.partition("//")[2],
        body=b'--b\r\nContent-Disposition: form-data; name="photos"; filename="x.jpg"\r\n\r\n' + bytes(5_000),
    )
    with ExitStack() as slow:
        for _ in range(AT_ONCE):
            one = slow.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30))
            one.sendall(head)
        # Their turns are taken a moment after they have begun.
        deadline = time.monotonic() + 20
        while (answer := ruth.post("Me too")).status_code != 503:
            assert time.monotonic() < deadline, answer.status_code
        assert answer.headers["Retry-After"]
        with Visitor(visitor.url, visitor.company) as other:
            other.sign_in("1", "maple")
    deadline = time.monotonic() + 20
    while (answer := ruth.post("And now")).status_code == 503:
        assert time.monotonic() < deadline
    assert answer.status_code == 303
