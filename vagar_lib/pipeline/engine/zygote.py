"""Where do warm processes come from? One process imports what reports need, and all others are forked from it.

It is the fork server of Python's own multiprocessing. Importing this module is what makes it warm, and so it must leave
nothing behind that a fork can't bear: no threads, nothing drawn, and of data only what is noted by who asks for it, the
settings and the observations. Where fork is not to be had (Windows) or not safe (macOS), new processes are started
instead and import everything for themselves.
"""

from __future__ import annotations

import ast
import builtins
import gc
import multiprocessing
import os
import signal
import sys
import types
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from vagar_lib.pipeline.engine.kernel import skip_slow_imports, without

FORKS = sys.platform == "linux" and os.environ.get("VAGAR_START") != "spawn"
"""Whether new processes are forks of a warm one. ``VAGAR_START=spawn`` has them started instead on Linux too."""

# What a kernel and a page need, and what pandas, altair and others import only when they are first used.
_WARM = (
    "IPython.core.application", "IPython.core.completer", "IPython.core.completerlib", "IPython.core.debugger",
    "IPython.core.logger", "IPython.core.oinspect", "ipykernel.ipkernel", "ipykernel.debugger", "nbclient", "papermill",
    "pdb", "sqlite3", "tornado.platform.asyncio", "nbconvert.exporters.templateexporter",
    "vagar_lib.pipeline.engine.engine", "vagar_lib.pipeline.engine.execute", "vagar_lib.pipeline.engine.forked",
    "vagar_lib.pipeline.engine.streams",
    "vagar_lib.pipeline.page.render", "vl_convert",
    "pyarrow.parquet", "pyarrow.dataset", "pyarrow.compute", "pyarrow.acero", "pyarrow.pandas_compat",
    "pandas.core.arrays.arrow.extension_types", "pandas.core.reshape.reshape", "pandas.io.parquet",
    "pandas.io.formats.string", "babel.dates", "geopandas", "shapely.ops", "scipy.special", "statistics",
)  # fmt: skip


def prepare(notebooks: Iterable[Path]) -> None:
    """Have what some notebooks import from the library imported before the first fork.

    The process that is forked from is started with the first other one, and once only: later calls change nothing.
    """
    if FORKS:
        names = {name for notebook in notebooks for name in imported(notebook)}
        multiprocessing.set_forkserver_preload([__name__, *sorted(names)])


def started(run: Callable[..., Any], *arguments: Any) -> Any:
    """A process that runs a function of a module with some arguments, forked from the warm one where that can be."""
    os.environ.update(calm())
    how = multiprocessing.get_context("forkserver" if FORKS else "spawn")
    process = how.Process(target=_begin, args=(run, dict(os.environ), *arguments))
    with no_main():
        process.start()
    return process


def _begin(run: Callable[..., Any], environment: dict[str, str], *arguments: Any) -> None:
    os.environ.clear()
    os.environ.update(environment)
    if FORKS:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _share_the_server()
        gc.freeze()  # what is shared with the server is never garbage, and to look at it would copy its memory
    gc.set_threshold(50_000, 20, 100)  # cells make much and drop little: looks at what they made find nothing
    run(*arguments)


def is_running() -> bool:
    """Whether this process has started the one that is forked from."""
    from multiprocessing import forkserver

    return FORKS and forkserver._forkserver._forkserver_pid is not None


def _share_the_server() -> None:
    """Let a process that was forked ask the same server for more, instead of starting one of its own.

    Its documentation says that it does so by itself; up to Python 3.13 it does not.
    """
    from multiprocessing import forkserver

    server = forkserver._forkserver
    if getattr(server, "_forkserver_address", None) and getattr(server, "_forkserver_pid", 0) is None:
        server.ensure_running = lambda: None


def calm() -> dict[str, str]:
    """Environment in which libraries start no threads of their own."""
    return {
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "JE_ARROW_MALLOC_CONF": "background_thread:false",
    }


@contextmanager
def no_main() -> Iterator[None]:
    """Keep what is started now from importing the program that starts it, which multiprocessing has children do."""
    program = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = program


def imported(notebook: Path) -> set[str]:
    """Modules of the library that a notebook's code imports; also names that may turn out to be no modules."""
    from vagar_lib.pipeline.parameters import cells

    found: set[str] = set()
    for cell in cells(notebook):
        if cell["cell_type"] != "code":
            continue
        try:
            nodes = list(ast.walk(ast.parse(cell["source"])))
        except SyntaxError:  # a magic, or a mistake that the run will tell of
            continue
        for node in nodes:
            if isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in found if name.split(".")[0] == "vagar_lib"}


@contextmanager
def _as_in_a_kernel() -> Iterator[None]:
    """Some libraries ask when they are imported whether they are in a notebook."""
    builtins.get_ipython = lambda: types.SimpleNamespace(kernel=True)  # type: ignore[attr-defined]
    try:
        yield
    finally:
        del builtins.get_ipython  # type: ignore[attr-defined]


def warm() -> None:
    """Import everything, in the process that is forked from, or in one that is started before it is needed."""
    skip_slow_imports()
    with _as_in_a_kernel():
        import altair
        import pandas
    with without("debugpy", "boto3"):
        for name in _WARM:
            __import__(name)
    pandas.set_option("mode.string_storage", "python")  # in small tables quicker than Arrow's, and the same to see
    altair.Chart(pandas.DataFrame({"x": [1.0]})).mark_point().encode(altair.X("x", type="quantitative")).to_dict()


def read_data() -> None:
    """Read once what nearly every report asks for, and who asks notes it. What is wrong with it is told by a fork."""
    from vagar_lib.megatrends import megatrends
    from vagar_lib.sources import store

    for read in (megatrends, store.hold):  # with the megatrends the register and the strategy
        with suppress(Exception):
            read()


def is_server() -> bool:
    """Whether this process is the one that is forked from: its program is a line that multiprocessing writes."""
    return FORKS and any(word.startswith("from multiprocessing.forkserver import main") for word in sys.orig_argv)


if is_server():
    warm()
    read_data()
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # it ends with the last process that was forked from it
elif FORKS:
    prepare([])
