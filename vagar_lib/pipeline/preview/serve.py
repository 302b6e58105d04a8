"""How does the browser follow? A server for this machine only, whose pages load themselves anew when they change."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from vagar_lib.errors import BadInput
from vagar_lib.pipeline.page.style import environment

FIRST, PORTS = 8010, 50
"""The port that is tried first, and how many."""
LIVE, EVENTS = "/.preview/live.js", "/.preview/events"
SCRIPT = f"""const shown = new URL(document.currentScript.src).search;
new EventSource("{EVENTS}" + shown).addEventListener("page", () => location.reload());
"""
_ALIVE = 10
"""Seconds after which a browser that has heard nothing is told that the server is there."""
_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")')


class State:
    """What the browser is shown.

    Parameters
    ----------
    folders : sequence of Path
        Sites; a file is that of the first that has it.
    page : str
        The page of the preview, by its path in the site.
    """

    def __init__(self, folders: Sequence[Path], page: str):
        self.folders, self.page = [folder.resolve() for folder in folders], page
        self.error: dict[str, Any] | None = None
        self.version, self.open = 0, True
        self.changed = threading.Condition()

    def show(self, error: dict[str, Any] | None) -> None:
        """There is a new page, or an error in its place."""
        with self.changed:
            self.error, self.version = error, self.version + 1
            self.changed.notify_all()

    def close(self) -> None:
        """Let everyone go who waits for a change."""
        with self.changed:
            self.open = False
            self.changed.notify_all()

    def wait(self, known: int) -> int:
        """The version that is shown, as soon as it is another than is known, or after a while."""
        with self.changed:
            self.changed.wait_for(lambda: self.version != known or not self.open, _ALIVE)
            return self.version

    def file(self, name: str) -> Path | None:
        """The file of a path of the site; None when there is none."""
        for folder in self.folders:
            path = (folder / name).resolve()
            path = path / "index.html" if path.is_dir() else path
            if path.is_file() and path.is_relative_to(folder):
                return path
        return None


def injected(html: str, version: int) -> str:
    """A page with the script that follows it from the version that it is; the file is not touched.

    Examples
    --------
    >>> injected('<meta http-equiv="Content-Security-Policy" content="default-src \\'none\\'"></head>', 3)
    '<meta http-equiv="Content-Security-Policy" content="connect-src \\'self\\'; default-src \\'none\\'"><script src="/.preview/live.js?3" defer></script></head>'
    """  # noqa: E501
    html = _POLICY.sub(r"\1connect-src 'self'; ", html, count=1)
    return html.replace("</head>", f'<script src="{LIVE}?{version}" defer></script></head>', 1)


def server(state: State, port: int | None) -> ThreadingHTTPServer:
    """A server on a port of this machine: that which is asked for, or the next that is free.

    Raises
    ------
    BadInput
        When the port that is asked for is taken, or none is free.
    """
    tried = range(FIRST, FIRST + PORTS) if port is None else [port]
    for one in tried:
        try:
            return _Server(("127.0.0.1", one), _handler(state))
        except OSError:
            continue
    ports = f"port {port} is" if port else f"ports {tried[0]} to {tried[-1]} are"
    raise BadInput(f"{ports} taken; choose another with --port")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = False


def _handler(state: State) -> type[SimpleHTTPRequestHandler]:
    class Handler(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            path = unquote(asked.path)
            if self.headers.get("Host", "").rpartition(":")[0] not in ("127.0.0.1", "localhost"):
                self._send(HTTPStatus.FORBIDDEN, "text/plain", b"only for this machine")
            elif path == LIVE:
                self._send(HTTPStatus.OK, "text/javascript", SCRIPT.encode())
            elif path == EVENTS:
                self._events(int(asked.query) if asked.query.isdecimal() else state.version)
            else:
                self._site(path.lstrip("/"))

        do_HEAD = do_GET

        def _site(self, name: str) -> None:
            name = f"{name}index.html" if name.endswith("/") or not name else name
            version = state.version  # read before the page is, so that no change is missed between the two
            if name == state.page and (state.error or state.version == 0):
                page = environment().get_template("preview.html.j2").render(root="../../", error=state.error)
                self._send(HTTPStatus.OK, "text/html; charset=utf-8", injected(page, version).encode())
                return
            file = state.file(name)
            if file is None:
                self._send(HTTPStatus.NOT_FOUND, "text/plain", b"there is no such file")
            elif file.name == "index.html" and not name.endswith("index.html"):
                self.send_response(HTTPStatus.MOVED_PERMANENTLY)
                self.send_header("Location", f"/{name}/")
                self.send_header("Content-Length", "0")
                self.end_headers()
            elif file.suffix == ".html":
                page = injected(file.read_text("utf-8"), version)
                self._send(HTTPStatus.OK, "text/html; charset=utf-8", page.encode())
            else:
                self._send(HTTPStatus.OK, self.guess_type(file), file.read_bytes())

        def _send(self, status: HTTPStatus, kind: str, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        def _events(self, known: int) -> None:
            """Tell the browser of each change since a version, for as long as it listens."""
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Cache-Control", "no-store")
            self.send_header("Connection", "close")
            self.end_headers()
            self.close_connection = True
            while state.open:
                now = state.wait(known)
                event = f"event: page\ndata: {now}\n\n" if now != known else ": alive\n\n"
                known = now
                try:
                    self.wfile.write(event.encode())
                    self.wfile.flush()
                except OSError:
                    return

        def log_message(self, *_: Any) -> None:
            """Say nothing of each request."""

    return Handler
