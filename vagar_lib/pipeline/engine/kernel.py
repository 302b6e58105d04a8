"""The kernel that report notebooks run in: IPython's own, for this very interpreter, started a little quicker."""

from __future__ import annotations

import sys
import warnings


def skip_slow_imports() -> None:
    """Spare each process the 0.8 s in which jsonschema compiles a grammar for web addresses that nothing here uses."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def main() -> None:
    """Serve one notebook; the connection file is given on the command line."""
    skip_slow_imports()
    warnings.filterwarnings("ignore", "IProgress not found")  # a progress bar that no page needs
    from ipykernel.kernelapp import launch_new_instance

    from vagar_lib.sources import reads

    reads.watch()
    launch_new_instance()


if __name__ == "__main__":
    main()
