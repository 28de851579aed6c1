"""C10: every action of the audit log can be read, chosen in the filter, and found again by its subject."""

from __future__ import annotations

from receiver.domain.audit.words import NAMES, OF_SUBJECTS, WORDS


def test_C10_every_subject_has_a_name_in_the_filter() -> None:
    subjects = {action.partition(".")[0] for action in WORDS}
    assert subjects <= set(NAMES), "name it in receiver/domain/audit/words/names.py"


def test_C10_no_action_stands_twice() -> None:
    assert len(WORDS) == sum(map(len, OF_SUBJECTS))
    assert all(action == action.lower() and action.count(".") == 1 for action in WORDS)
