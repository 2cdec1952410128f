"""Servers on loopback: a folder of tiles that can be made to fail, and QGIS Server."""

import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from qgis.core import QgsDataSourceUri

_ports = set()


def _on_a_new_port(handler):
    """Start a server on a port that none had before: QGIS caches tiles by address across servers."""
    while True:
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        if server.server_port not in _ports:
            _ports.add(server.server_port)
            return server
        server.server_close()


class TileServer:
    """Serves a folder of z/x/y.png. ``answer(path)`` may return (status, content type, body) instead.

    ``requests`` counts requests by path, ``most`` is the largest number of concurrent requests.
    """

    def __init__(self, folder, answer=lambda path: None):
        self.folder, self.answer = Path(folder), answer
        self.requests, self.most, self._now = Counter(), 0, 0
        self._lock = threading.Lock()
        self._closing = threading.Event()

    def __enter__(self):
        tiles = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                status, kind, body = tiles._reply(self.path.partition("?")[0])
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with suppress(ConnectionError):  # the client has stopped waiting
                    self.wfile.write(body)

            def log_message(self, *_):
                pass

        self._http = _on_a_new_port(Handler)
        self._http.daemon_threads = True
        self.port = self._http.server_port
        threading.Thread(target=self._http.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._closing.set()
        self._http.shutdown()
        self._http.server_close()

    def _reply(self, path):
        with self._lock:
            self.requests[path] += 1
            self._now += 1
            self.most = max(self.most, self._now)
        try:
            time.sleep(0.01)  # long enough for concurrent requests to overlap
            answer = self.answer(path)
            if answer is not None:
                return answer
            file = self.folder / path.lstrip("/")
            return (200, "image/png", file.read_bytes()) if file.is_file() else (404, "text/plain", b"")
        finally:
            with self._lock:
                self._now -= 1

    def hang(self, _path):
        """Answer when the server stops, not before."""
        self._closing.wait()
        return 200, "image/png", b""

    def source(self, zmax=13, query="", user=""):
        return xyz_source(self.port, zmax, query, user)


def xyz_source(port, zmax=13, query="", user=""):
    """Return a source of XYZ tiles at a port of this machine as this QGIS writes it: 3.40 takes no %3A."""
    uri = QgsDataSourceUri()
    uri.setParam("type", "xyz")
    uri.setParam("zmin", "10")
    uri.setParam("zmax", str(zmax))
    uri.setParam("url", f"http://{user}127.0.0.1:{port}/{{z}}/{{x}}/{{y}}.png{query}")
    return bytes(uri.encodedUri()).decode()


def closed_port():
    """Return a port where nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def qgis_server(raster, folder):
    """Give the address of a QGIS Server with the raster as layer 'image'; skip the test without one."""
    script = str(Path(__file__).with_name("qgis_server.py"))
    process = subprocess.Popen(
        [sys.executable, script, str(raster), str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        port = process.stdout.readline().strip()
        if port == "MISSING":
            pytest.skip("QGIS Server is not installed: apt-get install qgis-server")
        yield f"http://127.0.0.1:{int(port)}/"
    finally:
        process.kill()
        process.wait()
