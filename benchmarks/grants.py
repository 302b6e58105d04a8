"""How long does it take to read the grants files? In a process of its own; prints seconds as JSON."""

from __future__ import annotations

import json
import time


def main() -> None:
    """Measure the imports and the reading."""
    start = time.perf_counter()
    from vagar_lib.sources import grants_read, provenance

    seconds = {"imports": time.perf_counter() - start}
    start = time.perf_counter()
    grants_read.read_all(provenance.grant_files())
    seconds["read"] = time.perf_counter() - start
    print(json.dumps(seconds))


if __name__ == "__main__":
    main()
