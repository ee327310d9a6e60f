from bot.telegram.sending.schedule import Job, Limits, Rank, Schedule, Window

ANNA, BEN, GROUP = 1, 2, -3
WIDE = Limits(chat=(100, 1.0), group=(100, 60.0), all=(100, 1.0))


def _order(schedule: Schedule, *, now: float) -> list[Job]:
    """The jobs as they go, each ending at once."""
    went: list[Job] = []
    while job := schedule.next(now):
        schedule.done(job, now)
        went.append(job)
    return went


def test_a_window_opens_again_when_its_oldest_request_is_long_enough_over() -> None:
    window = Window(2, 10.0)
    opened = []
    for moment in (0.0, 4.0):
        opened.append(window.opens(moment))
        window.start()
        window.end(moment)
    assert [*opened, window.opens(5.0), window.opens(10.0)] == [0.0, 4.0, 10.0, 10.0]


def test_a_window_that_requests_under_way_fill_opens_when_one_ends() -> None:
    window = Window(1, 10.0)
    window.start()
    full = window.opens(3.0)
    window.end(3.0)
    assert (full, window.opens(4.0)) == (None, 13.0)


def test_a_request_that_telegram_refused_does_not_count() -> None:
    window = Window(1, 10.0)
    window.start()
    window.end(1.0, counted=False)
    assert (window.opens(2.0), window.is_empty(2.0)) == (2.0, True)


def test_jobs_of_equal_rank_go_in_the_order_in_which_they_came() -> None:
    schedule = Schedule(WIDE)
    jobs = [Job(chat, Rank.PLAIN) for chat in (ANNA, BEN, ANNA, GROUP)]
    for job in jobs:
        schedule.add(job)
    assert _order(schedule, now=0.0) == jobs


def test_an_answer_goes_before_everything_that_waits() -> None:
    schedule = Schedule(WIDE)
    status, note, answer = Job(ANNA, Rank.STATUS), Job(BEN, Rank.PLAIN), Job(ANNA, Rank.ANSWER)
    for job in (status, note, answer):
        schedule.add(job)
    assert _order(schedule, now=0.0) == [answer, note, status]


def test_one_request_a_chat_is_under_way_at_a_time() -> None:
    schedule = Schedule(WIDE)
    first, second, elsewhere = Job(ANNA, Rank.PLAIN), Job(ANNA, Rank.PLAIN), Job(BEN, Rank.PLAIN)
    for job in (first, second, elsewhere):
        schedule.add(job)
    started = [schedule.next(0.0), schedule.next(0.0), schedule.next(0.0)]
    asleep = schedule.wake(0.0)
    schedule.done(first, 0.5)
    assert (started, asleep, schedule.next(0.5)) == ([first, elsewhere, None], None, second)


def test_a_chat_gets_one_message_a_second_after_the_end_of_the_last_one() -> None:
    schedule = Schedule(Limits())
    first, second = Job(ANNA, Rank.PLAIN), Job(ANNA, Rank.PLAIN)
    schedule.add(first)
    schedule.add(second)
    schedule.next(0.0)
    schedule.done(first, 0.25)
    assert (schedule.next(1.2), schedule.wake(1.2), schedule.next(1.25)) == (None, 1.25, second)


def test_a_group_gets_twenty_messages_a_minute() -> None:
    schedule = Schedule(Limits(all=(100, 1.0)))
    for _ in range(21):
        schedule.add(Job(GROUP, Rank.PLAIN))
    moments: list[float] = []
    now: float | None = 0.0
    while now is not None:
        moments += [now] * len(_order(schedule, now=now))
        now = schedule.wake(now)
    assert moments == [*map(float, range(20)), 60.0]


def test_all_chats_together_get_thirty_messages_a_second() -> None:
    schedule = Schedule(Limits())
    for chat in range(1, 41):
        schedule.add(Job(chat, Rank.PLAIN))
    at_once = _order(schedule, now=0.0)
    later = schedule.wake(0.0)
    assert (len(at_once), later, len(_order(schedule, now=1.0))) == (30, 1.0, 10)


def test_a_chat_that_was_told_to_wait_holds_up_itself_alone() -> None:
    schedule = Schedule(WIDE)
    told, next_one, elsewhere = Job(ANNA, Rank.PLAIN), Job(ANNA, Rank.ANSWER), Job(BEN, Rank.PLAIN)
    schedule.add(told)
    schedule.next(0.0)
    schedule.again(told, 0.0, seconds=5.0)
    schedule.add(next_one)
    schedule.add(elsewhere)
    meanwhile = _order(schedule, now=1.0)
    held = (schedule.is_held(ANNA, 1.0), schedule.is_held(BEN, 1.0), schedule.wake(1.0))
    assert (meanwhile, held, _order(schedule, now=5.0)) == ([elsewhere], (True, False, 5.0), [next_one, told])


def test_of_two_edits_of_one_message_the_newer_one_goes_in_the_place_of_the_older() -> None:
    schedule = Schedule(WIDE)
    older, other, newer = Job(ANNA, Rank.STATUS, "text of 7"), Job(ANNA, Rank.STATUS), Job(ANNA, Rank.STATUS, "text of 7")
    superfluous = [schedule.add(older), schedule.add(other), schedule.add(newer)]
    assert (superfluous, _order(schedule, now=0.0)) == ([None, None, older], [newer, other])


def test_an_edit_that_is_less_urgent_than_the_waiting_one_is_superfluous() -> None:
    schedule = Schedule(WIDE)
    answer, status = Job(ANNA, Rank.ANSWER, "text of 7"), Job(ANNA, Rank.STATUS, "text of 7")
    schedule.add(answer)
    assert (schedule.add(status), _order(schedule, now=0.0)) == (status, [answer])


def test_a_waiting_job_can_be_withdrawn_and_one_under_way_cannot() -> None:
    schedule = Schedule(WIDE)
    running, waiting = Job(ANNA, Rank.PLAIN), Job(ANNA, Rank.PLAIN)
    schedule.add(running)
    schedule.add(waiting)
    schedule.next(0.0)
    withdrawn = [schedule.withdraw(running), schedule.withdraw(waiting), schedule.withdraw(waiting)]
    assert (withdrawn, len(schedule)) == ([False, True, False], 1)


def test_chats_with_nothing_left_to_wait_for_are_forgotten() -> None:
    schedule = Schedule(Limits(chat=(1, 1.0), group=(20, 60.0), all=(10_000, 1.0)))
    for second in range(500):
        schedule.add(Job(second + 1, Rank.PLAIN))
        _order(schedule, now=float(second))
    assert schedule.chats == 1
