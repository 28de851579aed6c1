"""When scheduled uploads are due, over simulated days (feature A11; reliability F31, F32, R9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from agent.domain.due import NOTICED, SLACK, Past
from agent.domain.errors import TryLater, UsageError
from agent.domain.retry import pause
from agent.domain.schedule import LATEST_START, LONGER, Quiet, Schedule, checked
from agent.domain.schedule_words import clock, quiet, rhythm, times
from agent.jobs.uploads import LATE as LATE_RUN
from tests.agent.simulated import STEP, Days

Run = tuple[float, datetime]
HOUR = 3600.0
DAY = 24 * HOUR
BEGIN = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
WAKING = 65.0
LATE = LATEST_START.total_seconds() + WAKING + STEP + 5

HALF_HOUR = Schedule(every=30)
NIGHTS = Quiet(time(20), time(6))
TWICE = Schedule(daily=(time(7), time(12, 30)))
JUMPS = st.one_of(
    st.integers(-3 * 3600, 3 * 3600),
    st.sampled_from([3600, -3600, 86400, -86400, 10 * 365 * 86400, -10 * 365 * 86400, -56 * 365 * 86400, 1, -1]),
)
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Asia/Kathmandu")


@given(jumps=st.lists(st.tuples(st.integers(60, 5400), JUMPS), min_size=1, max_size=6), every=st.integers(5, 90))
@settings(max_examples=25)
def test_F31_however_the_clock_is_set_an_interval_stays_an_interval(jumps: list[tuple[int, int]], every: int) -> None:
    days = Days.begin(Schedule(every=every), BEGIN)
    uploads = days.start()
    days.runs.append((days.ticks, days.wall))
    for seconds, jump in jumps:
        days.live(uploads, seconds)
        days.set_clock(timedelta(seconds=jump))
    days.live(uploads, 3 * 60 * every)
    assert len(days.runs) >= 3
    assert min(days.pauses) >= every * 60 - NOTICED.total_seconds()
    assert max(days.pauses) <= every * 60 * (1 + LONGER) + NOTICED.total_seconds() + STEP + WAKING


@pytest.mark.parametrize("years", [-56, -10, 10])
def test_F31_a_program_that_starts_with_records_of_another_time_makes_one_run_and_goes_on(years: int) -> None:
    days = Days.begin(HALF_HOUR, BEGIN)
    days.past = Past(BEGIN.replace(year=BEGIN.year + years))
    days.live(days.start(), 4 * HOUR)
    assert 7 <= len(days.runs) <= 8
    assert days.runs[0][0] - 1e6 <= WAKING + STEP
    assert min(days.pauses) >= 1799


def test_F31_after_the_clock_went_back_an_hour_a_restart_does_not_upload_twice() -> None:
    days = Days.begin(HALF_HOUR, BEGIN)
    days.set_clock(timedelta(hours=-1))
    days.live(days.start(), 40 * 60)
    assert len(days.runs) == 1
    assert days.runs[0][0] - 1e6 >= 1799


@given(asleep=st.integers(4 * 60, 5 * 86400), after=st.integers(0, 4000), schedule=st.sampled_from([HALF_HOUR, TWICE]))
@example(asleep=94865, after=4000, schedule=TWICE).via("the computer wakes four minutes before a daily upload")
@settings(max_examples=30)
def test_F32_one_run_makes_up_for_a_sleep_however_long(asleep: int, after: int, schedule: Schedule) -> None:
    days = Days.begin(schedule, BEGIN)
    uploads = days.start()
    days.live(uploads, after)
    due = planned_next(days)
    ran = len(days.runs)
    days.pass_by(asleep)
    woken = days.ticks
    overdue = days.wall >= due
    days.live(uploads, WAKING + STEP)
    made = days.runs[ran:]
    assert len(made) <= 1 or (len(made) == 2 and comes_as_planned(schedule, *made))
    if overdue:
        assert made
        assert made[0][0] - woken <= WAKING + STEP
        late = made[0][1] - timedelta(seconds=3) - due
        assert [one.result for one in days.missed] == ["missed"] * (late > LATE_RUN)
    days.live(uploads, schedule.interval.total_seconds() - WAKING - STEP - 60 if schedule is HALF_HOUR else HOUR)
    assert len(days.runs) <= ran + 1 + (schedule is TWICE)


def comes_as_planned(kept: Schedule, earlier: Run, later: Run) -> bool:
    """Whether `later` is the next daily upload after `earlier`, by a clock that nobody set between them. `earlier` met
    no daily time of its own, then, where the two are closer than these are: it made up for one."""
    (ticks, wall), (later_ticks, later_wall) = earlier, later
    late = later_wall - kept.following(wall, UTC, "an office")
    set_by = later_wall - wall - timedelta(seconds=later_ticks - ticks)
    return -NOTICED < late < NOTICED + timedelta(seconds=STEP) and abs(set_by) < NOTICED + timedelta(seconds=5)


def planned_next(days: Days) -> datetime:
    """When the next upload is planned."""
    found = days.plan().next
    assert found is not None
    return found


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(("month", "first"), [(3, 7), (3, 28), (4, 4), (9, 4), (10, 3), (10, 24), (10, 31)])
def test_F31_summer_time_both_ways_meets_each_daily_time_once(zone: str, month: int, first: int) -> None:
    """On the Sunday after these days, some zone sets its clock."""
    kept = Schedule(daily=(time(0, 30), time(1, 30), time(2, 30), time(12)))
    begin = datetime(2026, month, first, 12, 30, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    days = Days.begin(kept, begin, zone)
    days.live(days.start(), 2 * DAY)
    wanted = {
        datetime.combine(begin.astimezone(days.zone).date() + timedelta(days=day), one, days.zone).astimezone(UTC)
        for day in range(4)
        for one in kept.daily
    }
    met = sorted(one for one in wanted if begin < one <= days.wall - LATEST_START)
    assert 6 <= len(met) <= len(days.runs) <= len(met) + 1
    for slot, (_, ran) in zip(met, days.runs, strict=False):
        assert timedelta(0) <= ran - slot <= LATEST_START + timedelta(seconds=STEP + 3)


@given(
    since=st.times(),
    length=st.integers(5, 23 * 60),
    every=st.integers(5, 240),
    zone=st.sampled_from(ZONES),
    seed=st.text(max_size=4),
)
@settings(max_examples=12)
def test_A11_no_upload_starts_in_the_quiet_hours_and_one_soon_after(
    since: time, length: int, every: int, zone: str, seed: str
) -> None:
    begin = since.replace(second=0, microsecond=0, fold=0)
    until = (datetime.combine(BEGIN, begin) + timedelta(minutes=length)).time()
    kept = checked(Schedule(every=every, quiet=Quiet(begin, until)))
    days = Days.begin(kept, BEGIN, zone, seed)
    days.runs.append((days.ticks, days.wall))
    days.live(days.start(), 2 * DAY)
    for _, wall in days.runs[1:]:
        started = (wall - timedelta(seconds=3)).astimezone(days.zone).time()
        assert not Quiet(begin, until).holds(started), started
    assert max(days.pauses) <= kept.seconds * (1 + LONGER) + LATE


def test_A11_a_daily_time_in_the_quiet_hours_waits_for_their_end() -> None:
    kept = checked(Schedule(daily=(time(12), time(21), time(23)), quiet=NIGHTS))
    days = Days.begin(kept, BEGIN)
    days.live(days.start(), 2 * DAY)
    assert [one[:8] for one in days.shown] == ["03-10 12", "03-11 06", "03-11 12", "03-12 06"]
    assert kept.seconds == 18 * HOUR
    assert [one.result for one in days.missed] == ["put off", "put off"]
    assert days.missed[0].detail.startswith("It was due at 2026-03-10 21:0")
    assert "in the quiet hours" in days.missed[0].detail


@given(jumps=st.lists(st.tuples(st.integers(60, 86400), JUMPS), min_size=1, max_size=3))
@example(jumps=[(12680, -9907)]).via("the clock shows the second upload at the very moment of the first")
@example(jumps=[(12684, -86), (63081, 86400)]).via("a day is left out, an hour before the next")
@example(jumps=[(286, -6299), (83062, -5923), (7042, -1867)]).via("two hours back, fifty minutes before the next")
@example(jumps=[(583, 1), (86400, -315360000), (10601, -269)]).via("years and a little back, shortly before the next")
@settings(max_examples=12)
def test_F31_daily_uploads_never_wait_longer_than_their_longest_pause_and_never_come_in_pairs(
    jumps: list[tuple[int, int]],
) -> None:
    """A daily time that had no upload, by the clock as it was set, is made up for with one; the next one still comes at
    its time, as it does after a sleep, however soon that is."""
    days = Days.begin(TWICE, BEGIN)
    uploads = days.start()
    days.runs.append((days.ticks, days.wall))
    for seconds, jump in jumps:
        days.live(uploads, seconds)
        days.set_clock(timedelta(seconds=jump))
    days.live(uploads, 2 * DAY)
    assert max(days.pauses) <= TWICE.seconds * SLACK + 2 * HOUR + LATE
    close = [
        pair
        for pair, apart in zip(pairwise(days.runs), days.pauses, strict=True)
        if apart < TWICE.shortest.total_seconds() / 2 - NOTICED.total_seconds()
    ]
    assert [pair for pair in close if not comes_as_planned(TWICE, *pair)] == []
    assert len(close) <= len(jumps)


@pytest.mark.parametrize("minutes", [-2, -60, -110])
def test_F31_a_daily_time_that_came_is_not_met_again_when_the_clock_goes_back(minutes: int) -> None:
    days = Days.begin(TWICE, BEGIN)
    uploads = days.start()
    days.live(uploads, 4 * HOUR)
    days.set_clock(timedelta(minutes=minutes))
    days.live(uploads, 5 * HOUR)
    assert [one[:8] for one in days.shown] == ["03-10 12"]


def test_A11_who_travels_uploads_by_the_clock_on_the_wall_there() -> None:
    days = Days.begin(TWICE, BEGIN, "Europe/Berlin")
    uploads = days.start()
    days.live(uploads, 5 * HOUR)
    days.zone = ZoneInfo("America/New_York")
    days.live(uploads, 24 * HOUR)
    assert [one[:8] for one in days.shown] == ["03-10 07", "03-10 12", "03-11 07"]


def test_A11_failures_are_tried_again_with_growing_pauses_up_to_the_interval() -> None:
    days = Days.begin(HALF_HOUR, BEGIN)
    uploads = days.start()
    days.reachable = False
    days.live(uploads, 8 * HOUR)
    waits = [later - earlier for earlier, later in zip(days.tries, days.tries[1:], strict=False)]
    assert 45 <= waits[0] <= 60 + STEP
    assert waits[3] > 2 * waits[1]
    assert 1350 <= max(waits) <= 1800 + STEP
    assert len(days.tries) < 28
    days.reachable = True
    days.live(uploads, HOUR)
    assert days.runs[0][0] - days.tries[len(days.tries) - len(days.runs) - 1] <= 1800 + STEP
    assert min(days.pauses, default=1800) >= 1799


@pytest.mark.parametrize(("schedule", "at_least"), [(HALF_HOUR, 1800), (TWICE, 17 * HOUR)])
def test_F46_what_needs_a_person_is_not_tried_before_it_would_be_due_anyway(
    schedule: Schedule, at_least: float
) -> None:
    days = Days.begin(schedule, datetime(2026, 3, 10, 12, 40, tzinfo=UTC))
    days.past = replace(days.past, failures=3, tried=days.wall, person=True)
    days.live(days.start(), at_least - 2 * STEP)
    assert days.tries == []
    days.live(days.start(), 3 * HOUR)
    assert len(days.runs) >= 1


def test_A11_the_receiver_is_left_alone_as_long_as_it_asks() -> None:
    days = Days.begin(HALF_HOUR, BEGIN)
    days.past = replace(days.past, failures=1, tried=days.wall, wait=4000)
    days.live(days.start(), 3999)
    assert days.tries == []
    days.live(days.start(), 2 * STEP)
    assert len(days.tries) == 1


def test_A11_where_not_even_a_record_can_be_kept_uploads_do_not_come_one_upon_the_other() -> None:
    days = Days.begin(HALF_HOUR, BEGIN)
    days.noting = False
    days.live(days.start(), 10 * HOUR)
    assert len(days.tries) < 30


def test_A11_offices_that_share_a_schedule_do_not_come_in_the_same_minute() -> None:
    starts = set()
    for office in range(40):
        days = Days.begin(TWICE, BEGIN, seed=f"office {office}")
        days.live(days.start(), 6 * HOUR)
        starts.add(int(days.runs[0][1].timestamp()) // 15)
        assert "12:30" <= days.shown[0][6:] <= "12:36"
    assert len(starts) > 10
    assert len({round(pause(3, 1800, lot / 10)) for lot in range(10)}) == 10


def test_A11_what_was_missed_is_told_with_its_reason() -> None:
    days = Days.begin(HALF_HOUR, BEGIN)
    uploads = days.start()
    days.live(uploads, 600)
    days.pass_by(3 * HOUR)
    days.live(uploads, 300)
    (missed,) = days.missed
    assert missed.detail == "It was due at 09:30, while this computer slept. One upload at 12:10 makes up for it."
    days.pass_by(20 * HOUR)
    days.live(days.start(), 300)
    assert "03-10 12:4" in days.missed[-1].detail
    assert "off, or nothing ran the schedule" in days.missed[-1].detail


BAD = [
    lambda: checked(Schedule(every=0)),
    lambda: checked(Schedule(every=4)),
    lambda: checked(Schedule(every=1441)),
    lambda: checked(Schedule(daily=tuple(time(one // 60, one % 60) for one in range(25)))),
    lambda: checked(Schedule(quiet=Quiet(time(5), time(5)))),
    lambda: checked(Schedule(quiet=Quiet(time(6), time(5, 59)))),
    lambda: checked(Schedule(daily=(time(21), time(3)), quiet=NIGHTS)),
    lambda: clock("25:00"),
    lambda: clock("07:60"),
    lambda: clock("7"),
    lambda: clock("１２:00x"),
    lambda: times("07:00,,12:00"),
    lambda: quiet("20:00"),
    lambda: quiet("20:00-24:00"),
]


@pytest.mark.parametrize("wrong", BAD)
def test_A11_a_schedule_that_can_not_be_kept_is_refused_in_plain_words(wrong: object) -> None:
    assert callable(wrong)
    with pytest.raises(UsageError) as told:
        wrong()
    assert told.value.title
    assert told.value.remedy


def test_A11_what_is_typed_is_read_and_told_again() -> None:
    assert times("12:30, 7:00") == (time(7), time(12, 30))
    assert quiet("20:00–06:00") == NIGHTS
    assert quiet("none") is None
    assert rhythm(Schedule(every=30)) == "every 30 minutes"
    assert rhythm(Schedule(every=60)) == "every hour"
    assert rhythm(Schedule(every=120)) == "every 2 hours"
    assert rhythm(Schedule(every=1440)) == "every day"
    assert rhythm(TWICE) == "daily at 07:00 and 12:30"
    assert (HALF_HOUR.seconds, TWICE.seconds, Schedule(on=False).seconds) == (1800, 66_600, 0)
    assert Schedule(every=30, quiet=NIGHTS).seconds == 10 * 3600 + 1800
    assert TryLater("x", wait=3).wait == 3
