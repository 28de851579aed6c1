"""B7: Contact Company: messages to the office, each once, with photos; and what the office answered."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PIL import Image

from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.requests.answering import answer
from receiver.domain.requests.photos import ORPHAN_AGE, remove_orphans
from receiver.files import Files
from shared import photo
from shared.outbound import PHOTO_PIXELS, Answer, Wish
from tests.portal.cast import Office, Person
from tests.portal.conftest import Serving
from tests.portal.contacting import Writer, messages, noise
from tests.support.pictures import picture
from tests.support.visitor import Visitor

Guests = Callable[[Office], Visitor]


@dataclass
class Scene:
    """A company with two customers, and the folder that keeps its pictures."""

    office: Office
    ruth: Writer
    tom: Visitor
    folder: Path

    @property
    def files(self) -> list[Path]:
        """The pictures of the company."""
        return sorted((self.folder / str(self.office.company_id)).glob("*"))

    def reply(self, number: int, text: str, key: str = "") -> None:
        """The office answers."""
        said = Answer(key or f"answer-to-{number:08}", "reply", "Dana", text)
        with self.office.work.writing(self.office.company_id, Lane.VISITORS) as session:
            answer(session, self.office.company_id, "0" * 16, number, said, now())

    def told(self, sql: str) -> list[tuple[Any, ...]]:
        """What the receiver's database answers about the company."""
        return self.serving.receiver.told(sql, company=self.office.company_id)

    serving: Serving


def nearly(pixel: object, wanted: tuple[int, int, int]) -> bool:
    """Whether a pixel of a JPEG has this colour."""
    assert isinstance(pixel, tuple)
    return all(abs(one - other) < 30 for one, other in zip(pixel, wanted, strict=True))


@pytest.fixture
def scene(serving: Serving, served: Office, guest: Guests) -> Scene:
    """Ruth has Contact Company open; Tom is signed in elsewhere."""
    served.publish(
        Person("1", "maple", "Ruth Alvarez", details={"email": "ruth@example.com"}),
        Person("2", "birch", "Tom Baker"),
        email="office@green.example",
        phone="555-0142",
    )
    ruth, tom = guest(served), guest(served)
    ruth.sign_in("1", "maple")
    tom.sign_in("2", "birch")
    return Scene(served, Writer.at(ruth), tom, serving.receiver.data / "files", serving)


def test_B7_a_message_stands_in_the_thread_with_its_state_and_its_answer(scene: Scene) -> None:
    page = scene.ruth.send("The gate was open.\n<b>Again</b> 🐕 {{7*7}} ${7*7}")
    assert page.one(role="status").text == "Your message was sent to the office."
    (one,) = messages(page)
    assert "The gate was open. <b>Again</b> 🐕 {{7*7}} ${7*7}" in one and "Sent" in one and "You" in one
    scene.reply(1, "Sorry!\nWe <i>told</i> the crew.")
    home = scene.ruth.visitor.get()
    assert {mark.text for mark in home.all(**{"class": "unread"})} == {"1 unread"}
    (one,) = messages(scene.ruth.visitor.get("message"))
    assert "Dana" in one and "Sorry! We <i>told</i> the crew." in one and "Answered" in one and "new" in one
    (one,) = messages(scene.ruth.visitor.get("message"))
    assert not scene.ruth.visitor.get().all(**{"class": "unread"}) and "new" not in one.split()
    assert scene.told("SELECT count(*) FROM replies WHERE company_id = :company AND read_at IS NOT NULL") == [(1,)]
    assert messages(scene.tom.get("message")) == []


def test_B7_what_is_only_fetched_beforehand_has_not_been_read(scene: Scene) -> None:
    scene.ruth.send("Hello")
    scene.reply(1, "Hello back")
    visitor = scene.ruth.visitor
    visitor.session.get(visitor.address("message"), headers={"Sec-Purpose": "prefetch"}, timeout=30)
    assert visitor.get().all(**{"class": "unread"})


def test_B7_photos_are_kept_upright_small_and_without_what_they_tell(scene: Scene) -> None:
    tags = Image.Exif()
    tags[0x0112], tags[0x010F], tags[0x9286] = 6, "SpyCam", "GPS 47.1 8.5"
    turned = picture(2000, 1000, exif=tags)
    clear = io.BytesIO()
    Image.new("RGBA", (50, 20), (0, 0, 0, 0)).save(clear, "PNG")
    page = scene.ruth.send("Look", ("../../etc/my gate.jpeg", turned), ("CON.png", clear.getvalue()))
    links = [link.attributes["href"] for link in page.all("a") if "/photo/" in link.attributes["href"]]
    assert [image.attributes["alt"] for image in page.all("img")] == ["Photo my gate.jpg", "Photo photo_CON.jpg"]
    url, session = scene.ruth.visitor.url, scene.ruth.visitor.session
    first, second = (session.get(url + link, timeout=30) for link in links)
    assert first.headers["Content-Type"] == "image/jpeg" and b"SpyCam" not in first.content
    assert (
        "sandbox" in first.headers["Content-Security-Policy"] and first.headers["X-Content-Type-Options"] == "nosniff"
    )
    assert first.headers["Content-Disposition"] == 'inline; filename="photo-1-1.jpg"'
    image = Image.open(io.BytesIO(first.content))
    assert image.size == (PHOTO_PIXELS // 2, PHOTO_PIXELS) and not image.getexif()
    # Turned by the camera's word: what was above lies on the right.
    assert nearly(image.getpixel((image.width - 5, 800)), (255, 0, 0))
    assert nearly(Image.open(io.BytesIO(second.content)).getpixel((1, 1)), (255, 255, 255))
    small = session.get(f"{url}{links[0]}/small", timeout=30)
    assert max(Image.open(io.BytesIO(small.content)).size) == photo.SMALL_PIXELS
    again = session.get(url + links[0], headers={"If-None-Match": first.headers["ETag"]}, timeout=30)
    assert again.status_code == 304
    (row,) = scene.told("SELECT body FROM requests WHERE company_id = :company")
    assert msgspec.json.decode(row[0], type=Wish).photos == ("my gate.jpg", "photo_CON.jpg")
    assert len(scene.files) == 4


def test_B7_photos_are_shown_to_nobody_else(scene: Scene, serving: Serving) -> None:
    page = scene.ruth.send("Look", ("gate.jpg", picture()))
    link = next(one.attributes["href"] for one in page.all("a") if "/photo/" in one.attributes["href"])
    for path in (link, f"{link}/small", link.replace("/0", "/1"), link.replace("/1/0", "/2/0")):
        answer = scene.tom.session.get(scene.tom.url + path, timeout=30)
        assert answer.status_code == 404, path
    with Visitor(serving.receiver.url, scene.office.company_id) as stranger:
        answer = stranger.session.get(stranger.url + link, allow_redirects=False, timeout=30)
    assert answer.status_code == 303


def test_B7_F43_a_double_click_sends_one_message(scene: Scene) -> None:
    gate = ("gate.jpg", noise(2000, 1500))
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: scene.ruth.post("Twice?", gate), range(4)))
    assert {one.status_code for one in answers} == {303}
    assert len(messages(scene.ruth.visitor.get("message"))) == 1 and len(scene.files) == 2


def test_B7_what_was_typed_stays_when_something_is_wrong(scene: Scene) -> None:
    empty = scene.ruth.refused(400, " \u00a0\n", ("gate.jpg", picture()))
    assert "Please fill this in." in empty and "Please choose the photos once more." in empty
    long = scene.ruth.refused(400, "x" * 4_001)
    assert "That is too long." in long and "x" * 4_001 in long
    many = scene.ruth.refused(400, "Keep me", *[(f"{n}.jpg", picture()) for n in range(6)])
    assert "At most 5 photos" in many and "Keep me" in many
    assert scene.files == [] and messages(scene.ruth.visitor.get("message")) == []


def test_B7_F43_a_session_that_ended_keeps_the_words(scene: Scene) -> None:
    scene.told("DELETE FROM sessions WHERE company_id = :company")
    answer = scene.ruth.post("Written for an hour", ("gate.jpg", picture()))
    assert answer.status_code == 401 and "What you typed is kept" in answer.text
    page = scene.ruth.visitor.sign_in("1", "maple")
    assert page.one("textarea").text == "Written for an hour"
    assert scene.files == [] and messages(page) == []


def test_B7_an_account_can_send_only_so_many(scene: Scene) -> None:
    for n in range(20):
        assert scene.ruth.post(f"Message {n}", form_key=f"{n:022}").status_code == 303
    last = scene.ruth.post("One more", ("gate.jpg", picture()), form_key=f"{20:022}")
    assert last.status_code == 429 and "One more" in last.text and int(last.headers["Retry-After"]) > 60
    assert scene.files == []
    page = scene.ruth.visitor.get("message")
    assert len(messages(page)) == 10
    older = scene.ruth.visitor.get("message?page=2")
    assert "Message 0" in messages(older)[-1]
    scene.ruth.visitor.get("message?page=3", status=404)


def test_B7_what_no_message_names_is_removed_a_day_later(scene: Scene) -> None:
    scene.ruth.send("Look", ("gate.jpg", picture()))
    files = Files.at((scene.folder).as_uri())
    files.keep(scene.office.company_id, "f" * 32, b"left behind by a receiver that was killed")
    work, company = scene.office.work, scene.office.company_id
    assert remove_orphans(work, files, company, now()) == 0
    assert remove_orphans(work, files, company, now() + ORPHAN_AGE + timedelta(minutes=1)) == 1
    assert len(scene.files) == 2
