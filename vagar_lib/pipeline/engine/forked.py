"""How does a notebook run in a forked process? In IPython's own kernel, whose messages go through a pipe.

Everything but the sockets, and the thread that they need, is ipykernel's: the shell, the streams, the display hooks,
and the handling of each request.
"""

from __future__ import annotations

import asyncio
import logging
import os
import random
import signal
import sys
import threading
from multiprocessing.connection import Connection
from types import SimpleNamespace
from typing import Any

from vagar_lib import reads
from vagar_lib.pipeline.engine import zygote

SHELL, IOPUB = "shell", "iopub"


def serve(pipe: Connection) -> None:
    """Be a kernel for who holds the other end of the pipe, until it is closed; meant to be the whole of a process."""
    _alone()
    reads.watch()
    if not zygote.FORKS:
        zygote.warm()
    asyncio.run(_main(pipe))


class PipeSocket:
    """What ipykernel takes for a socket: sends each message through the pipe, with the name of its channel."""

    closed = False

    def __init__(self, pipe: Connection, lock: threading.Lock, name: str, context: Any):
        self._pipe, self._lock, self._name, self.context = pipe, lock, name, context

    def send_multipart(self, parts: list[Any], **_: Any) -> None:
        """Send a message that has been serialised."""
        with self._lock:
            self._pipe.send((self._name, [bytes(part) for part in parts]))

    def flush(self, *_: Any) -> None:
        """All is sent at once."""

    def close(self) -> None:
        """The pipe is closed with the process."""


def session() -> Any:
    """What turns messages into bytes and back; unsigned, as nobody else can reach the pipe."""
    from jupyter_client.session import Session

    made = Session(key=b"pipe")
    made.auth = None
    return made


async def _main(pipe: Connection) -> None:
    import zmq
    from tornado.ioloop import IOLoop

    from vagar_lib.pipeline.engine.streams import Publisher

    lock, context = threading.Lock(), zmq.Context()
    messages = session()
    thread = Publisher(PipeSocket(pipe, lock, IOPUB, context), session=messages)
    thread.start()
    kernel = _kernel(messages, thread, PipeSocket(pipe, lock, SHELL, context))
    kernel.io_loop = IOLoop.current()
    requests: asyncio.Queue[list[bytes]] = asyncio.Queue()
    reader = threading.Thread(target=_read, args=(pipe, asyncio.get_running_loop(), requests), daemon=True)
    reader.start()
    with lock:
        pipe.send(("ready", []))
    while True:
        request = await requests.get()
        await kernel.dispatch_shell([zmq.Message(part) for part in request])


def _kernel(messages: Any, thread: Any, shell: PipeSocket) -> Any:
    """The kernel with its streams, set up as ipykernel's own program does it."""
    from ipykernel.displayhook import ZMQDisplayHook
    from ipykernel.ipkernel import IPythonKernel
    from IPython.core import debugger
    from traitlets import Any as Anything
    from traitlets.config import Config

    from vagar_lib.pipeline.engine.streams import Stream

    class Kernel(IPythonKernel):
        """IPython's kernel, which takes one request after the other from a pipe."""

        shell_stream = Anything()
        _supports_kernel_subshells = False

        def _abort_queues(self, *_: Any) -> None:
            """Who runs the notebook decides whether to go on after an error."""

    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    sys.stdout = Stream(messages, thread, "stdout")
    sys.stderr = Stream(messages, thread, "stderr")
    sys.displayhook = hook = ZMQDisplayHook(messages, thread.background_socket)
    config = Config()
    config.HistoryManager.hist_file = ":memory:"
    config.Kernel._execute_sleep = 0  # ipykernel gives its thread half a millisecond to send what a cell has shown
    kernel = Kernel.instance(
        config=config,
        log=logging.getLogger(__name__),
        session=messages,
        iopub_thread=thread,
        iopub_socket=thread.background_socket,
        shell_stream=shell,
        shell_channel_thread=SimpleNamespace(parent_thread=threading.main_thread()),
        user_ns=None,
    )
    hook.get_execution_count = lambda: kernel.execution_count
    if sys.path[:1] != [""]:
        sys.path.insert(0, "")
    import pdb

    pdb.Pdb = debugger.Pdb = debugger.InterruptiblePdb
    pdb.set_trace = debugger.set_trace
    return kernel


def _read(pipe: Connection, loop: asyncio.AbstractEventLoop, requests: asyncio.Queue[list[bytes]]) -> None:
    """Take requests until the other end is closed; there is nothing to finish then."""
    while True:
        try:
            request = pipe.recv()
        except (EOFError, OSError):
            os._exit(0)
        if isinstance(request, dict):  # the environment of who is to use a kernel that was started beforehand
            os.environ.update(request)
            continue
        loop.call_soon_threadsafe(requests.put_nowait, request)


def _alone() -> None:
    """Be a process of its own: not reached by Ctrl-C, silent, and with luck of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "setpgrp"):
        os.setpgrp()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115
    random.seed()
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()
