"""Where do the processes of a preview come from? One that has imported what others have written, and nothing of ours.

When the library is edited, a new process is forked from it and imports the library as it is now, which takes a moment
and not the seconds that pandas, altair and the others take. This module imports none of the library.
"""

from __future__ import annotations

import builtins
import gc
import os
import signal
import sys
import types
from multiprocessing.connection import Client, Connection

OTHERS = (
    "altair", "pandas", "pyarrow.parquet", "pyarrow.dataset", "pyarrow.compute", "pandas.io.parquet", "geopandas",
    "shapely.ops", "scipy.special", "statistics", "babel.dates", "pydantic", "yaml", "nbformat",
    "nbconvert.exporters.templateexporter", "IPython.core.interactiveshell", "vl_convert", "lxml.etree", "mistune",
    "xlsxwriter", "networkx", "pandera",
)  # fmt: skip
"""What the library imports of others, here or when it is first used; one that is not there is passed over."""


def main(address: str) -> None:
    """Be the process that others are forked from, until who holds the other end of the connection is gone.

    Parameters
    ----------
    address : str
        Of the socket where every process tells that it is there.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # takes a second, and nothing uses it
    builtins.get_ipython = lambda: types.SimpleNamespace(kernel=True)  # type: ignore[attr-defined]
    for name in OTHERS:
        try:
            __import__(name)
        except ImportError:
            continue
    del builtins.get_ipython  # type: ignore[attr-defined]
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    gc.freeze()
    orders: Connection = Client(address)
    orders.send({"kind": "stem"})
    while True:
        try:
            order = orders.recv()
        except EOFError:
            os._exit(0)
        if os.fork() == 0:
            orders.close()
            from vagar_lib.pipeline.preview import session

            session.live(address, **order)


if __name__ == "__main__":
    main(sys.argv[1])
