"""Worker processes that are given one piece of work at a time, and can be stopped at any moment."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from typing import Any

from vagar_lib.pipeline.engine import zygote

_STOP_SECONDS = 5


class Crashed(Exception):
    """A worker process died (killed, or out of memory) while it did a piece of work."""


def each(
    work: Callable[[Any], Any], items: Iterable[Any], workers: int, started: Callable[[Any], None]
) -> Iterator[tuple[Any, Any]]:
    """Do a piece of work for each item, several at a time, and give the results as they come.

    Unlike ``concurrent.futures``, a worker that dies takes only its own item with it, and leaving the loop early
    (Ctrl-C) stops what is going on.

    Parameters
    ----------
    work : callable
        A function of a module, which is imported in the worker. It is expected not to raise.
    items : iterable
        Given to ``work`` one by one; must pickle.
    workers : int
        At most so many processes.
    started : callable
        Called here with each item when its work begins.

    Yields
    ------
    tuple
        The item and what ``work`` returned, or `Crashed`.
    """
    waiting = deque(items)
    busy: dict[Connection, tuple[Any, Any]] = {}
    idle = [_start(work) for _ in range(min(workers, len(waiting)))]
    try:
        while waiting or busy:
            while waiting and idle:
                process, pipe = idle.pop()
                item = waiting.popleft()
                started(item)
                busy[pipe] = (process, item)
                with suppress(OSError):  # a worker that is dead already is found out below
                    pipe.send(item)
            for pipe in wait(list(busy)):
                process, item = busy.pop(pipe)
                try:
                    result = pipe.recv()
                    idle.append((process, pipe))
                except (EOFError, OSError):
                    process.join()
                    result = Crashed(f"the process that ran it died (exit code {process.exitcode})")
                    if waiting:
                        idle.append(_start(work))
                yield item, result
    finally:
        _stop([process for process, _ in [*idle, *busy.values()]])


def once(work: Callable[..., Any], *arguments: Any) -> Any:
    """What a function of a module returns, or raises; called where everything is imported, if there is such a process.

    Raises
    ------
    Crashed
        That process died.
    """
    if not zygote.is_running():
        return work(*arguments)
    [(_, came)] = each(_tried, [(work, arguments)], 1, lambda _: None)
    if isinstance(came, Exception):
        raise came
    return came


def _tried(task: tuple[Callable[..., Any], tuple[Any, ...]]) -> Any:
    work, arguments = task
    try:
        return work(*arguments)
    except Exception as error:
        return error


def _start(work: Callable[[Any], Any]) -> tuple[Any, Connection]:
    ours, theirs = multiprocessing.Pipe()
    with _ignoring_interrupts():
        process = zygote.started(serve, work, theirs)
    theirs.close()
    return process, ours


@contextmanager
def _ignoring_interrupts() -> Iterator[None]:
    """Children inherit that Ctrl-C is ignored: the parent is the one to act on it, and tells them.

    A process that is forked from the warm one inherits nothing from here, and to wait for that one to be warm takes
    seconds in which Ctrl-C must work.
    """
    if zygote.FORKS or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def serve(work: Callable[[Any], Any], pipe: Connection) -> None:
    """Do the work for each item that comes, and send what it returns, until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "setpgrp"):
        os.setpgrp()  # nbclient handles Ctrl-C by itself, whatever is said above; so it must not come here
    while True:
        try:
            pipe.send(work(pipe.recv()))
        except (EOFError, BrokenPipeError):  # the parent has gone, or is done
            return
        gc.collect()  # a piece of work leaves much that refers to itself, which would pile up from one to the next


def _stop(processes: list[Any]) -> None:
    """End idle workers; those in the midst of a notebook end its kernel first."""
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(_STOP_SECONDS)
        if process.is_alive():
            process.kill()
            process.join()
