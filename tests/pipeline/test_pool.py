"""Workers: a dead one takes only its own piece of work with it."""

import os
import signal
import time
import weakref

import pytest

from vagar_lib.pipeline.engine import zygote
from vagar_lib.pipeline.run import pool


def double_or_die(number):
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid(), 2 * number


MADE = weakref.WeakSet()


class Page:
    """Something that refers to itself, as notebooks and parsed pages do."""

    def __init__(self):
        self.itself = self
        MADE.add(self)


def make_a_page(_):
    left = len(MADE)
    Page()
    return left


def sleep(seconds):
    time.sleep(seconds)


def test_results_come_with_their_items_and_a_dead_worker_is_told_of():
    begun = []
    results = dict(pool.each(double_or_die, [1, 2, 3, 4, 5], 2, begun.append))
    assert begun == [1, 2, 3, 4, 5]
    assert {n: results[n][1] for n in (1, 2, 4, 5)} == {1: 2, 2: 4, 4: 8, 5: 10}
    assert isinstance(results[3], pool.Crashed)
    assert "exit code -9" in str(results[3])
    assert len({results[n][0] for n in (1, 2, 4, 5)}) <= 3, "processes are used again"


def test_nothing_piles_up_in_a_worker_from_one_piece_of_work_to_the_next():
    """The first result is 0 whatever is done; without a look for garbage they would be 0, 1, 2 and 3."""
    assert [left for _, left in pool.each(make_a_page, range(4), 1, lambda _: None)] == [0, 0, 0, 0]


def test_leaving_early_stops_what_is_going_on():
    work = pool.each(sleep, [0, 600], 2, lambda _: None)
    next(work)
    before = time.monotonic()
    work.close()
    assert time.monotonic() - before < 60, "far from the ten minutes that the other would sleep"


def test_once_gives_what_a_function_returns_or_raises_wherever_it_is_called():
    assert pool.once(max, 3, 4) == 4
    with pytest.raises(ZeroDivisionError):
        pool.once(divmod, 1, 0)
    list(pool.each(abs, [-1], 1, lambda _: None))  # now there is a process to fork from, where there can be one
    assert pool.once(os.getpid) != os.getpid() or not zygote.FORKS
    with pytest.raises(ZeroDivisionError):
        pool.once(divmod, 1, 0)
