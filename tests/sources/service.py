"""A web service on this machine, for tests: it answers as told, and fails as told."""

from __future__ import annotations

import gzip
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

HTML = b"<html><head><title>404</title><style>p {}</style></head><body><h1>Sidan finns inte</h1></body></html>"


@dataclass
class Asked:
    """A request as it came."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    headers: dict[str, str]
    at: float


@dataclass
class Reply:
    """What is answered, and how it goes wrong: ``wait`` seconds in the middle, ``cut`` before the end."""

    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0
    cut: bool = False

    def bytes(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body, ensure_ascii=False).encode()


# Ways to answer otherwise than well. Each takes the good answer and gives what is sent.
FAULTS: dict[str, Callable[[Reply], Reply]] = {
    "429": lambda good: Reply({"message": "Too many requests"}, 429),
    "429 with Retry-After": lambda good: Reply({"message": "Too many requests"}, 429, {"Retry-After": "0.05"}),
    "500": lambda good: Reply(b"Internal Server Error", 500),
    "503 with HTML": lambda good: Reply(HTML, 503, {"Content-Type": "text/html"}),
    "a time-out in the middle": lambda good: Reply(good.bytes(), wait=1.5),
    "half a JSON": lambda good: Reply(good.bytes()[: len(good.bytes()) // 2]),
    "a broken connection": lambda good: Reply(good.bytes(), cut=True),
    "200 with an error text": lambda good: Reply("Ett fel inträffade. Försök igen senare.".encode()),
    "200 with an error as JSON": lambda good: Reply({"message": "Database is down"}),
    "200 with HTML": lambda good: Reply(HTML, 200, {"Content-Type": "text/html"}),
    "broken gzip": lambda good: Reply(gzip.compress(good.bytes())[:-20], headers={"Content-Encoding": "gzip"}),
}
# Ways to answer well that a reader must cope with.
MANNERS: dict[str, Callable[[Reply], Reply]] = {
    "gzip": lambda good: Reply(gzip.compress(good.bytes()), headers={"Content-Encoding": "gzip"}),
    "latin-1, declared": lambda good: Reply(
        good.bytes().decode().encode("latin-1"), headers={"Content-Type": "application/json; charset=iso-8859-1"}
    ),
    "latin-1, not declared": lambda good: Reply(good.bytes().decode().encode("latin-1")),
    "a byte order mark": lambda good: Reply(b"\xef\xbb\xbf" + good.bytes()),
}
ALL = {**FAULTS, **MANNERS}


class Service:
    """What a test serves: override `answer`. `fault` makes some answers go wrong.

    With ``tagged``, answers have an ETag, and 304 is the answer when it is the one that is asked about.
    """

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.tagged = False
        self.url = ""
        self._faults: list[list[Any]] = []

    def answer(self, asked: Asked) -> Reply:
        """The good answer."""
        return Reply({"path": asked.path})

    def fault(self, name: str | Callable[[Reply], Reply], *, times: int = 1, where: str = "") -> None:
        """Let the next answers to requests whose path contains ``where`` go wrong in this way."""
        self._faults.append([ALL[name] if isinstance(name, str) else name, times, where])

    def reply(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        for fault in self._faults:
            if fault[1] and fault[2] in asked.path:
                fault[1] -= 1
                return fault[0](self.answer(asked))
        return self._tagged(self.answer(asked), asked) if self.tagged else self.answer(asked)

    def _tagged(self, good: Reply, asked: Asked) -> Reply:
        tag = f'"{hashlib.sha256(good.bytes()).hexdigest()[:12]}"'
        if asked.headers.get("If-None-Match") == tag:
            return Reply(b"", 304, {"ETag": tag})
        return Reply(good.bytes(), good.status, {**good.headers, "ETag": tag})


@contextmanager
def serving(service: Service) -> Iterator[Service]:
    """Serve on a free port of this machine, until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._serve(None)

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            self._serve(json.loads(self.rfile.read(length)))

        def _serve(self, body: Any) -> None:
            parts = urlsplit(self.path)
            query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
            asked = Asked(self.command, unquote(parts.path), query, body, dict(self.headers), time.monotonic())
            reply = service.reply(asked)
            data = reply.bytes()
            self.send_response(reply.status)
            for name, value in ({"Content-Type": "application/json"} | reply.headers).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            try:
                if reply.wait or reply.cut:
                    self.wfile.write(data[: len(data) // 2])
                    self.wfile.flush()
                    time.sleep(reply.wait)
                    data = data[len(data) // 2 :]
                if reply.cut:
                    self.close_connection = True
                    return
                self.wfile.write(data)
            except OSError:  # the client has gone
                self.close_connection = True

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    service.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
