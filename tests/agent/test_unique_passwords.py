"""Unique passwords: from the right signs, hard to guess, never twice, and the customers can sign in with them (A6)."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from math import log2

import pytest

from agent.domain.passwords import ALPHABET, CHARACTERS, WORDS, unique
from agent.domain.values import MASK
from agent.usecases.words import word_list
from shared.passwords import make_verifier
from tests.agent.conftest import PASSWORD, Desk


def test_random_ones_have_sixty_bits_and_no_sign_that_looks_like_another() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 32
    assert CHARACTERS * log2(len(ALPHABET)) >= 60
    assert not set("lo01IO") & set(ALPHABET)


def test_words_have_fifty_one_bits() -> None:
    words = word_list()
    assert len(set(words)) == len(words) == 7776
    assert WORDS * log2(len(words)) >= 51
    assert all(word.isascii() and word == word.lower() and 3 <= len(word) <= 9 for word in words)


def test_every_sign_comes_equally_often_at_every_place() -> None:
    made = list(islice(unique("random", ()), 6400))
    assert len(set(made)) == 6400
    for place in range(CHARACTERS):
        counts = Counter(one[place] for one in made)
        # 200 of each are expected, give or take 14: this fails once in many thousand runs by chance.
        assert set(counts) == set(ALPHABET)
        assert 115 < min(counts.values()) <= max(counts.values()) < 285


def test_every_word_can_come() -> None:
    words = ("a", "b", "c", "d")
    assert len(set(islice(unique("words", words), 4**WORDS))) == 4**WORDS


def test_two_runs_do_not_begin_alike() -> None:
    for kind in ("words", "random"):
        first, second = (set(islice(unique("words" if kind == "words" else "random", word_list()), 300)) for _ in "12")
        assert not first & second


@pytest.mark.parametrize("kind", ["words", "random"])
def test_A6_no_password_is_anybodys_else_or_his_own_earlier_one(desk: Desk, kind: str) -> None:
    everybody = desk.rows("SELECT count(*) FROM customers")[0][0]
    first = {one for (one,) in desk.rows("SELECT password FROM customers")}
    told = desk.must("replace", "--field", PASSWORD, "--unique", kind, "--all", "--yes")
    second = [one for (one,) in desk.rows("SELECT password FROM customers")]
    assert told["changed"] == everybody == len(set(second))
    assert not first & set(second)
    some = f"{PASSWORD} starts with {second[0][:2]}"
    desk.must("replace", "--field", PASSWORD, "--unique", kind, "--where", some, "--yes")
    third = [one for (one,) in desk.rows("SELECT password FROM customers")]
    assert len(set(third)) == everybody
    assert make_verifier(third[0]).text().startswith("$argon2id$")


def test_A6_the_preview_and_the_answer_mask_them_unless_asked(desk: Desk) -> None:
    words = ("replace", "--field", PASSWORD, "--unique", "random", "--all")
    masked = desk.must(*words, "--yes")["sample"]
    assert {one["after"] for one in masked} == {MASK}
    shown = desk.must(*words, "--yes", "--show-passwords")["sample"]
    held = {str(id_): word for id_, word in desk.rows("SELECT id, password FROM customers")}
    assert all(held[one["record_id"]] == one["after"] for one in shown)
    assert shown
