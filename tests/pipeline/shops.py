"""Places to publish to, each for real: a folder, and servers on this machine for SFTP, WebDAV and S3."""

from __future__ import annotations

import asyncio
import os
import re
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import asyncssh
import httpx
import obstore
import pytest
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from obstore.store import S3Store
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wsgi import get_input_stream
from wsgidav.wsgidav_app import WsgiDAVApp

from vagar_lib.pipeline.publish import edition as publish
from vagar_lib.pipeline.publish.place import Place
from vagar_lib.pipeline.publish.place import place as place_of
from vagar_lib.pipeline.publish.targets import Target

USER, SECRET = "redaktor", "hemligt-ord-7"
FIRST = datetime(2026, 11, 23, 8, tzinfo=UTC)


class Sftp(threading.Thread):
    """An SFTP server that shows a folder; its loop runs in a thread of its own."""

    def __init__(self, folder: Path):
        super().__init__(daemon=True)
        self.folder, self.port, self.ready = folder, 0, threading.Event()
        self.key = asyncssh.generate_private_key("ssh-ed25519")
        self.loop = asyncio.new_event_loop()
        self.met: list[asyncssh.SSHServerConnection] = []

    def run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.acceptor = self.loop.run_until_complete(self._listen())
        self.port = self.acceptor.get_port()
        self.ready.set()
        self.loop.run_forever()

    async def _listen(self) -> asyncssh.SSHAcceptor:
        met = self.met

        class Door(asyncssh.SSHServer):
            def connection_made(self, connection: asyncssh.SSHServerConnection) -> None:
                met.append(connection)

            def begin_auth(self, username: str) -> bool:
                return True

            def password_auth_supported(self) -> bool:
                return True

            def validate_password(self, username: str, password: str) -> bool:
                return (username, password) == (USER, SECRET)

        def shown(channel: asyncssh.SSHServerChannel) -> asyncssh.SFTPServer:
            return asyncssh.SFTPServer(channel, chroot=os.fsencode(self.folder))

        return await asyncssh.listen(
            "127.0.0.1", 0, server_factory=Door, server_host_keys=[self.key], sftp_factory=shown, allow_scp=False
        )

    def known_hosts(self) -> str:
        """The line that says which key the server has."""
        return f"[127.0.0.1]:{self.port} {self.key.export_public_key().decode()}"

    def stop(self) -> None:
        """Close the door and every connection."""
        if not self.is_alive():
            return

        async def close() -> None:
            self.acceptor.close()
            for connection in self.met:
                connection.abort()
            await asyncio.sleep(0.1)

        asyncio.run_coroutine_threadsafe(close(), self.loop).result(5)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.join(5)


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """Say nothing."""


class Web(threading.Thread):
    """A web server for an application; it can be told to fail.

    Attributes
    ----------
    asked : list of str
        Method and path of every request.
    fails : callable
        Whether a request, by its number, is answered with 503.
    """

    def __init__(self, application: Callable[..., Any]):
        super().__init__(daemon=True)
        self.application = application
        self.asked: list[str] = []
        self.fails: Callable[[int], bool] = lambda number: False
        self.server = make_server("127.0.0.1", 0, self.answer, threaded=True, request_handler=_Quiet)
        self.server.daemon_threads = True
        self.address = f"127.0.0.1:{self.server.server_port}"

    def answer(self, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        # WsgiDAV reads until the end, which the connection does not tell of.
        environ["wsgi.input"] = get_input_stream(environ)
        self.asked.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
        if self.fails(len(self.asked)):
            start("503 Service Unavailable", [("Content-Length", "0")])
            return [b""]
        return self.application(environ, start)

    def run(self) -> None:
        self.server.serve_forever(0.05)

    def stop(self) -> None:
        """Answer no more."""
        if self.is_alive():
            self.server.shutdown()
            self.server.server_close()
            self.join(5)


class Shop:
    """A place, and how its readers meet it.

    Attributes
    ----------
    target : Target
    server : Sftp or Web or None
        None for a folder.
    look : callable
        Text of a file there by its path; None when there is none.
    """

    def __init__(self, target: Target, server: Sftp | Web | None, look: Callable[[str], str | None], linked: bool):
        self.target, self.server, self.look, self.linked = target, server, look, linked

    @property
    def place(self) -> Place:
        """Met anew."""
        return place_of(self.target)

    def page(self, name: str) -> str | None:
        """What a reader meets at the address of a page."""
        if self.linked:
            return self.look(f"current/{name}")
        met = self.look(name)
        if met is None:
            return None
        led = unquote(re.search(r'content="0; url=([^"]+)"', met)[1])
        there = os.path.normpath(os.path.join(os.path.dirname(name), led))
        return self.look(there)

    def shown(self) -> dict[str, str]:
        """What readers meet, of a few pages that there may be."""
        names = ("index.html", "nulage/23/index.html", "nulage/2303/index.html", "nytt/index.html")
        return {name: met for name in names if (met := self.page(name)) is not None}

    def publish(
        self, site: Path, hour: int = 0, keep: int = 3, progress: Callable[[str], None] | None = None
    ) -> list[str]:
        """Publish, so many hours after the first time; gives the files that were sent, in order of name."""
        place, sent = self.place, []

        def tell(name: str, size: int) -> None:
            sent.append(name)
            if progress:
                progress(name)

        planned = publish.plan(site, place, now=FIRST + timedelta(hours=hour))
        publish.publish(site, place, planned, keep, progress=tell)
        return sorted(sent)


def on_disk(folder: Path) -> Callable[[str], str | None]:
    """A way to look at the files of a folder."""

    def look(name: str) -> str | None:
        path = folder / name
        return path.read_text(encoding="utf-8") if path.is_file() else None

    return look


@contextmanager
def opened(kind: str, folder: Path) -> Iterator[Shop]:
    """A place of a kind: folder, sftp, webdav or s3; its server runs until the end of the block."""
    folder.mkdir()
    if kind == "folder":
        yield Shop(Target("x", str(folder / "webb"), 3, False), None, on_disk(folder / "webb"), True)
        return
    server: Sftp | Web
    endpoint = ""
    if kind == "sftp":
        server = Sftp(folder)
        server.start()
        assert server.ready.wait(10)
        (folder.parent / "known_hosts").write_text(server.known_hosts(), encoding="utf-8")
        url, look = f"sftp://127.0.0.1:{server.port}/webb", on_disk(folder / "webb")
    elif kind == "webdav":
        server = Web(_dav(folder))
        server.start()
        url, look = f"webdav://{server.address}/delat/webb", on_disk(folder / "delat/webb")
    else:
        server = Web(DomainDispatcherApplication(create_backend_app))
        server.start()
        endpoint, bucket = f"http://{server.address}", f"hink-{uuid.uuid4().hex[:8]}"
        httpx.put(f"{endpoint}/{bucket}").raise_for_status()
        url = f"s3://{bucket}/webb"

        def look(name: str) -> str | None:
            try:
                return bytes(met(endpoint, bucket, f"webb/{name}").bytes()).decode()
            except FileNotFoundError:
                return None

    try:
        yield Shop(Target("x", url, 3, True, endpoint), server, look, kind == "sftp")
    finally:
        server.stop()


def met(endpoint: str, bucket: str, path: str) -> obstore.GetResult:
    """An object of a bucket, as the store gives it."""
    options = {"allow_http": True}
    store = S3Store(bucket, endpoint=endpoint, access_key_id=USER, secret_access_key=SECRET, client_options=options)
    return obstore.get(store, path)


def _dav(folder: Path) -> WsgiDAVApp:
    return WsgiDAVApp(
        {
            "provider_mapping": {"/": str(folder)},
            "simple_dc": {"user_mapping": {"*": {USER: {"password": SECRET}}}},
            "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
            "logging": {"enable": False},
            "verbose": 0,
        }
    )


@pytest.fixture
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who we are at every server, in the environment."""
    for name, value in {"USER": USER, "PASSWORD": SECRET, "KNOWN_HOSTS": str(tmp_path / "known_hosts")}.items():
        monkeypatch.setenv(f"VAGAR_PUBLISH_{name}", value)


@pytest.fixture(params=["folder", "sftp", "webdav", "s3"])
def shop(request: pytest.FixtureRequest, tmp_path: Path, known: None) -> Iterator[Shop]:
    """A place of each kind."""
    with opened(request.param, tmp_path / "server") as there:
        yield there


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of two reports."""
    folder = tmp_path / "site"
    write(folder, **{"index.html": "fram", "nulage/23/index.html": "län", "nulage/2303/index.html": "Ragunda"})
    write(folder, **{"nulage/.23.new/index.html": "halv", "assets/style.css": "a {}"})
    return folder


def write(folder: Path, **texts: str) -> None:
    """Write some files into a folder."""
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
