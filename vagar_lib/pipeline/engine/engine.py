"""How does papermill run a notebook in a warm process? An engine of its own, registered as ``vagar``.

papermill and nbclient do all they do with their own engine; only the kernel is another: a fork of a process that has
imported the library already. Each notebook has its own, and nothing is left of it afterwards.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import queue
import signal
import threading
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.util import Finalize
from typing import Any

from jupyter_client.client import KernelClient
from jupyter_client.session import Session
from nbclient.exceptions import DeadKernelError
from papermill.engines import NBClientEngine

from vagar_lib.pipeline.engine import forked, zygote

_STOP_SECONDS = 5


class ForkEngine(NBClientEngine):
    """papermill's engine with kernels that are forks: ``papermill --engine vagar in.ipynb out.ipynb``."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **kwargs: Any) -> Any:
        """Run the cells of a notebook; as papermill's own engine, but for the kernel.

        Raises
        ------
        DeadKernelError
            When the kernel's process died; tells how.
        """
        kernel = _next_kernel()
        try:
            return super().execute_managed_notebook(nb_man, kernel_name, km=kernel, **kwargs)
        except DeadKernelError:
            raise DeadKernelError(kernel.obituary()) from None
        finally:
            kernel.close()


_ready: list[Kernel] = []


def _next_kernel() -> Kernel:
    """A kernel for one notebook. Where forks are not to be had the next one is started already, to be warm by then."""
    if zygote.FORKS:
        return Kernel()
    kernel = _ready.pop() if _ready else Kernel()
    kernel.hand_over(dict(os.environ))
    _ready.append(spare := Kernel())
    Finalize(spare, spare.close, exitpriority=0)  # else the end of this process waits for it to end
    return kernel


class Kernel:
    """A kernel in a process of its own; what nbclient asks of a kernel manager."""

    has_kernel = True
    kernel_id = "fork"

    def __init__(self) -> None:
        ours, theirs = multiprocessing.Pipe()
        self._process = zygote.started(forked.serve, theirs)
        theirs.close()
        self._client = Client(ours)

    def hand_over(self, environment: dict[str, str]) -> None:
        """Let a kernel that was started beforehand have the environment of now."""
        self._client.hand_over(environment)

    def client(self) -> Client:
        """Who talks to it."""
        return self._client

    async def interrupt_kernel(self) -> None:
        """Do as Ctrl-C would."""
        os.kill(self._process.pid, signal.SIGINT)

    def close(self) -> None:
        """End its process, whatever it does."""
        self._process.kill()
        self._process.join(_STOP_SECONDS)
        self._client.close()

    def obituary(self) -> str:
        """How its process died."""
        if self._client.problem:
            return f"Kernel died: {self._client.problem}"
        self._process.join(_STOP_SECONDS)
        code = self._process.exitcode
        if code is not None and code < 0:
            name = signal.Signals(-code).name
            why = ", as the system does when memory runs out" if name == "SIGKILL" else ""
            return f"Kernel died: it was killed by {name}{why}"
        return f"Kernel died: its process ended with status {code}"


class Channel:
    """Messages that go to or come from a kernel on one channel."""

    def __init__(self, pipe: Connection, session: Session):
        self._pipe, self._session = pipe, session
        self._come: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    def send(self, message: dict[str, Any]) -> None:
        """Send a request."""
        with suppress(OSError):  # a kernel that is dead is found out by who waits for its answer
            self._pipe.send(self._session.serialize(message))

    def put(self, message: dict[str, Any]) -> None:
        """Let a message that came be found."""
        self._come.put_nowait(message)

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        """The next message, or ``queue.Empty`` after so many seconds."""
        try:
            return await asyncio.wait_for(self._come.get(), timeout)
        except TimeoutError:
            raise queue.Empty from None


class Client(KernelClient):
    """What nbclient asks of a kernel client, with a pipe in the place of sockets."""

    shell_channel: Any = None
    iopub_channel: Any = None

    def __init__(self, pipe: Connection):
        super().__init__(session=forked.session())
        self._pipe = pipe
        self.ended, self.problem = False, ""
        self.shell_channel = Channel(pipe, self.session)
        self.iopub_channel = Channel(pipe, self.session)

    def hand_over(self, environment: dict[str, str]) -> None:
        """Send an environment, before the first request."""
        self._pipe.send(environment)

    def start_channels(self, *_: Any, **__: Any) -> None:
        """Begin to take messages."""
        loop = asyncio.get_running_loop()
        self._ready = asyncio.Event()
        threading.Thread(target=self._read, args=(loop,), daemon=True).start()

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel takes requests."""
        try:
            await asyncio.wait_for(self._ready.wait(), timeout)
        except TimeoutError:
            raise RuntimeError(f"Kernel didn't respond in {timeout} seconds") from None
        if self.ended:
            raise DeadKernelError("Kernel died before it was ready")

    async def is_alive(self) -> bool:
        """Whether the other end of the pipe is open, which is so as long as the kernel's process lives."""
        return not self.ended

    def stop_channels(self) -> None:
        """The pipe is closed with the process."""

    def close(self) -> None:
        """No more is to be said."""
        self._pipe.close()

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        channels = {forked.SHELL: self.shell_channel, forked.IOPUB: self.iopub_channel}
        with suppress(RuntimeError):  # the loop is closed when the program ends
            try:
                while True:
                    name, parts = self._pipe.recv()
                    if name in channels:
                        _, parts = self.session.feed_identities(parts)
                        loop.call_soon_threadsafe(channels[name].put, self.session.deserialize(parts))
                    else:
                        loop.call_soon_threadsafe(self._ready.set)
            except (EOFError, OSError):
                pass
            except ValueError as error:  # a cell has broken what makes messages
                self.problem = f"it sent what is no message ({error})"
            self.ended = True
            loop.call_soon_threadsafe(self._ready.set)
