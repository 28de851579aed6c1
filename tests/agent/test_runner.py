"""The lanes that work away from the window's thread."""

from __future__ import annotations

import threading
from queue import SimpleQueue

from agent.jobs.runner import Done, Failed, Lane, Runner


class Held:
    """Something that work holds on to, and that tells when it goes."""

    def __init__(self, gone: threading.Event) -> None:
        self._gone = gone

    def __del__(self) -> None:
        self._gone.set()


def test_a_lane_answers_in_order_and_lives_on_after_a_fault() -> None:
    lane = Lane("test")
    answers: SimpleQueue[Done[int] | Failed] = SimpleQueue()
    lane.put(lambda: 1, answers.put)
    lane.put(lambda: 1 // 0, answers.put)
    lane.put(lambda: 3, answers.put)
    lane.end()
    assert answers.get(timeout=10) == Done(1)
    failed = answers.get(timeout=10)
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, ZeroDivisionError)
    assert answers.get(timeout=10) == Done(3)


def test_an_error_that_is_kept_holds_nothing_of_the_work() -> None:
    gone = threading.Event()

    def work() -> None:
        held = Held(gone)
        raise RuntimeError(type(held).__name__)

    answers: SimpleQueue[Done[None] | Failed] = SimpleQueue()
    lane = Lane("test")
    lane.put(work, answers.put)
    lane.end()
    kept = answers.get(timeout=10)
    assert isinstance(kept, Failed)
    assert kept.error.__traceback__ is not None
    assert gone.wait(10)


def test_a_question_over_the_network_does_not_wait_for_another() -> None:
    runner = Runner()

    def let() -> bool:
        first.set()
        return True

    first, answers = threading.Event(), SimpleQueue[Done[bool] | Failed]()
    runner.network.put(lambda: first.wait(10), answers.put)
    runner.network.put(let, answers.put)
    runner.end()
    assert [answers.get(timeout=10), answers.get(timeout=10)] == [Done(True), Done(True)]
