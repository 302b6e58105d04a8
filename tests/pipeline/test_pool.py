"""Workers: a dead one takes only its own piece of work with it."""

import os
import signal
import subprocess
import sys
import time

import pytest

from vagar_lib.pipeline.run import pool


def double_or_die(number):
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid(), 2 * number


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


def test_leaving_early_stops_what_is_going_on():
    work = pool.each(sleep, [0, 600], 2, lambda _: None)
    next(work)
    before = time.monotonic()
    work.close()
    assert time.monotonic() - before < 60, "far from the ten minutes that the other would sleep"


@pytest.mark.skipif(sys.platform != "linux", reason="forks")
def test_the_register_that_is_read_before_the_fork_counts_as_read_by_each_worker():
    opened = "__import__('vagar_lib.sources.reads', fromlist=['reads']).opened()"
    program = f"from vagar_lib.pipeline.run import pool\nprint(*pool.each(eval, [{opened!r}], 1, id), sep='\\n')"
    environment = {name: value for name, value in os.environ.items() if name not in ("VAGAR_ROOT", "VAGAR_START")}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, check=True, capture_output=True, text=True, timeout=60
    )
    assert "parameters/indicators.yml" in done.stdout
    assert "parameters/vocabulary.yml" in done.stdout
