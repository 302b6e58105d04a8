"""The kernel that report notebooks run in: IPython's own, for this very interpreter, started a little quicker."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


def skip_slow_imports() -> None:
    """Spare each process the 0.8 s in which jsonschema compiles a grammar for web addresses that nothing here uses."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


@contextmanager
def without(*packages: str) -> Iterator[None]:
    """Have what is imported meanwhile do without some packages, as if they were not installed.

    ipykernel takes 0.3 s to import debugpy, for a debugger that nobody is at, and papermill 0.2 s boto3.
    """
    hidden = [name for name in packages if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


def main() -> None:
    """Serve one notebook; the connection file is given on the command line."""
    skip_slow_imports()
    with without("debugpy"):
        import ipykernel.debugger  # noqa: F401
    warnings.filterwarnings("ignore", "IProgress not found")  # a progress bar that no page needs
    from ipykernel.kernelapp import launch_new_instance

    from vagar_lib import reads

    reads.watch()
    launch_new_instance()


if __name__ == "__main__":
    main()
