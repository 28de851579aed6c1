"""`agent letters`: what stands on the paper, whom it is for, and that it can't be read by others (A6)."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest
import segno
from pypdf import PdfReader
from pypdf.generic import StreamObject

from agent.domain.errors import Cancelled
from agent.domain.letters import Order, usual_paper
from agent.domain.permissions import Actor, NotAllowed, Permission
from agent.domain.portals import Portal
from agent.jobs.progress import PolledProgress
from agent.usecases.letters import Letters
from agent.wiring.office import Office as Agent
from tests.agent.conftest import ACTIVE, PASSWORD, Desk

LINK = "https://portal.example.com/112/"
NASTY = "Robert'); DROP TABLE <b>Ç</b>\x00\u202eelik 李 " + "x" * 60


@pytest.fixture
def paired(desk: Desk) -> Desk:
    """A desk whose computer is paired with a portal."""
    agent = Agent(desk.home)
    agent.portals.save(Portal(0, "CLIP Customer Portal", LINK[:-5], 112, "", "pc", agent.practice.practice_id, LINK))
    return desk


def pages(path: Path) -> list[str]:
    return [page.extract_text() for page in PdfReader(path).pages]


def code(path: Path) -> list[tuple[int, int]]:
    """Where the dark modules of the square code are, as it was drawn: x and y from the upper left corner."""
    reader = PdfReader(path)
    streams = (reader.get_object(number) for number in range(1, len(reader.xref[0]) + 1))
    side = len(segno.make(LINK, error="m", micro=False).matrix)
    forms = (one for one in streams if isinstance(one, StreamObject) and one.get("/Subtype") == "/Form")
    (form,) = (one for one in forms if one.get("/BBox") == [0, 0, side, side])
    found = []
    for line in form.get_data().decode().splitlines():
        words = line.split()
        if "re" in words:
            x, y, width, _ = (float(one) for one in words[words.index("re") - 4 : words.index("re")])
            found += [(int(x) + step, side - 1 - int(y)) for step in range(int(width))]
    return sorted(found)


def test_A6_a_letter_for_each_customer_of_a_replacement(paired: Desk, tmp_path: Path) -> None:
    paired.change("UPDATE customers SET name = ?, city = 'Łódź' WHERE id = 1", NASTY)
    run = paired.must("replace", "--field", PASSWORD, "--unique", "words", "--where", ACTIVE, "--yes")
    paired.change("UPDATE customers SET password = 'typed by Ann' WHERE id = 2")
    target = tmp_path / "letters.pdf"
    told = paired.must("letters", str(target), "--run", str(run["run"]), "--paper", "Letter")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    found = pages(target)
    wanted = paired.rows(
        "SELECT number, street, password FROM customers WHERE upper(trim(status)) = 'ACTIVE' AND is_customer = 1"
        " AND is_employee = 0 AND not_on_portal = 0 AND id <> 2 ORDER BY id"
    )
    assert len(found) == told["count"] == len(wanted)
    assert told["left_out"]["password changed since"] == 1
    assert told["marked"] == 1
    for text, (number, street, password) in zip(found, wanted, strict=True):
        assert number in text
        assert street in text
        assert password in text.replace("\n", ""), "a long one may take two lines"
        assert LINK in text
        assert "Green Valley" in text
    assert "Robert'); DROP TABLE <b>Ç</b>" in found[0]
    assert "Łódź" in found[0]
    assert "typed by Ann" not in "".join(found)
    matrix = segno.make(LINK, error="m", micro=False).matrix
    dark = [(x, y) for y, line in enumerate(matrix) for x, module in enumerate(line) if module]
    assert code(target) == sorted(dark)
    assert PdfReader(target).pages[0].mediabox.width == 612


def test_A6_ten_cards_on_a_page(paired: Desk, tmp_path: Path) -> None:
    target = tmp_path / "cards.pdf"
    told = paired.must("letters", str(target), "--cards", "--where", f"{PASSWORD} is not empty", "--paper", "A4")
    found = pages(target)
    assert len(found) == -(-told["count"] // 10)
    assert told["count"] > 10
    assert found[0].count(LINK) == 10
    passwords = {one for (one,) in paired.rows("SELECT password FROM customers WHERE id BETWEEN 1 AND 4")}
    assert all(one in found[0] for one in passwords)


def test_A6_a_password_that_can_not_be_printed_gets_no_letter(paired: Desk, tmp_path: Path) -> None:
    paired.change("UPDATE customers SET password = '李李李' WHERE id = 1")
    paired.change("UPDATE customers SET password = ? WHERE id = 2", "W" * 120)
    told = paired.must("letters", str(tmp_path / "a.pdf"), "--where", "CU.Record Id < 4")
    assert (told["count"], told["left_out"]) == (1, {"password can't be printed": 2})


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--all", "--run", "1"), 2, "not clear who"),
        ((), 2, "not clear who"),
        (("--run", "77"), 2, "no replacement 77"),
        (("--where", "CU.City = Nowhere"), 3, "Nobody gets one"),
        (("--all", "--to", "another"), 2, "not clear which portal"),
    ],
)
def test_A6_what_can_not_be_printed_leaves_no_file(
    paired: Desk, tmp_path: Path, words: tuple[str, ...], code: int, says: str
) -> None:
    target = tmp_path / "letters.pdf"
    said = paired.run("letters", str(target), *words)
    assert said.code == code
    assert says in said.out + said.err
    assert not target.exists()


def test_A6_nothing_is_overwritten_and_a_portal_is_needed(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "letters.pdf"
    assert "not paired" in desk.run("letters", str(target), "--all").err
    agent = Agent(desk.home)
    agent.portals.save(Portal(0, "Portal", LINK[:-5], 112, "", "pc", agent.practice.practice_id, LINK))
    target.write_text("mine")
    said = desk.run("letters", str(target), "--all")
    assert (said.code, target.read_text()) == (2, "mine")
    assert "There is no folder" in desk.run("letters", str(tmp_path / "no" / "letters.pdf"), "--all").err


def test_A6_letters_of_an_undone_replacement_would_be_wrong(paired: Desk, tmp_path: Path) -> None:
    run = str(paired.must("replace", "--field", PASSWORD, "--unique", "random", "--where", ACTIVE, "--yes")["run"])
    paired.must("undo", run)
    assert "do not hold" in paired.run("letters", str(tmp_path / "a.pdf"), "--run", run).err
    city = str(paired.must("replace", "--field", "CU.City", "--value", "Bern", "--all", "--yes")["run"])
    assert "letters are for passwords" in paired.run("letters", str(tmp_path / "a.pdf"), "--run", city).err


class _Impatient(PolledProgress):
    """Stops at the fifth customer."""

    def advance(self, count: int = 1) -> None:
        if self.position.done == 5:
            self.cancel()
        super().advance(count)


def test_A6_stopped_on_the_way_no_file_is_left(paired: Desk, tmp_path: Path) -> None:

    letters: Letters = Agent(paired.home).letters
    target = tmp_path / "letters.pdf"
    with pytest.raises(Cancelled):
        letters.write(Order(target, "letters", "A4", everyone=True), _Impatient())
    assert not target.exists()


@pytest.mark.parametrize(
    ("locale", "paper"),
    [("en_US.UTF-8", "Letter"), ("es_MX", "Letter"), ("de_CH.UTF-8", "A4"), ("C.UTF-8", "A4"), ("", "A4")],
)
def test_A6_the_paper_is_what_is_usual_there(locale: str, paper: str) -> None:
    assert usual_paper(locale) == paper


def test_A6_letters_need_the_right_to_replace(paired: Desk, tmp_path: Path) -> None:
    letters = replace(Agent(paired.home).letters, actor=Actor("Kim", 2, frozenset((Permission.CUSTOMER_LIST,))))
    target = tmp_path / "letters.pdf"
    with pytest.raises(NotAllowed, match="Global Replacement"):
        letters.write(Order(target, "letters", "A4", everyone=True), PolledProgress())
    assert not target.exists()
