"""How long does Kolada take? All key figures of the register for all places, from a service on this machine.

The service answers after 5 ms with made-up values; the rate at which it may be asked is that of a real fetch. Prints as
JSON the seconds, how many questions were asked, what the rate alone would take, and the memory at most.
"""

from __future__ import annotations

import csv
import json
import multiprocessing
import os
import resource
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from urllib.parse import parse_qs, unquote, urlsplit

DELAY = 0.005  # seconds


def main() -> None:
    """Serve in a process of its own, fetch in this one."""
    here, there = multiprocessing.get_context("spawn").Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(there,), daemon=True)
    server.start()
    os.environ["VAGAR_KOLADA_URL"] = f"http://127.0.0.1:{here.recv()}"

    from datetime import date

    from vagar_lib import indicators
    from vagar_lib.pipeline.live import fetch
    from vagar_lib.sources.fetch.source import Order
    from vagar_lib.sources.kolada import Kolada

    started = time.perf_counter()
    result = fetch.fetch([Kolada()], Order(indicators.register(), date.today()))
    seconds = time.perf_counter() - started
    here.send("how many")
    questions = here.recv()
    server.terminate()
    (outcome,) = result.outcomes
    if outcome.failed:
        sys.exit("; ".join(map(str, outcome.findings[:3])))
    print(
        json.dumps(
            {
                "seconds": seconds,
                "questions": questions,
                "by the rate alone": questions / fetch.RATE,
                "rows": sum(landed.rows for landed in outcome.tables.values()),
                "MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6,
            }
        )
    )


def serve(pipe: Connection) -> None:
    """Tell the port, and when asked how many questions there were."""
    from vagar_lib import indicators, paths, regions

    with (paths.raw() / indicators.CATALOGUE).open(encoding="utf-8", newline="") as lines:
        titles = {row["id"]: row["title"] for row in csv.DictReader(lines)}
    lists = {
        "kpi": [
            {"id": id, "title": title, "is_divided_by_gender": True, "municipality_type": "A"}
            for id, title in titles.items()
        ],
        "municipality": [
            {"id": one.kolada, "title": one.name, "type": "K"} for one in map(regions.region, regions.codes())
        ],
        "municipality_groups": [],
    }
    asked = 0

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            nonlocal asked
            asked += 1
            time.sleep(DELAY)
            parts = urlsplit(self.path)
            path = unquote(parts.path).strip("/")
            page = int(parse_qs(parts.query).get("page", ["1"])[0])
            values = lists[path] if path in lists else _values(*path.split("/")[2::2])
            more = len(values) > page * 5000
            link = f"http://{self.headers['Host']}/{path}?page={page + 1}" if more else None
            body = json.dumps({"values": values[(page - 1) * 5000 : page * 5000], "next_url": link}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    service = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    pipe.send(service.server_port)
    threading.Thread(target=service.serve_forever, daemon=True).start()
    pipe.recv()
    pipe.send(asked)
    time.sleep(10)


def _values(ids: str, places: str, years: str) -> list[dict]:
    values = [{"gender": sex, "count": 1, "status": "", "value": 12.5, "isdeleted": False} for sex in "TKM"]
    return [
        {"kpi": id, "municipality": place, "period": int(year), "values": values}
        for id in ids.split(",")
        for place in places.split(",")
        for year in years.split(",")
    ]


if __name__ == "__main__":
    main()
