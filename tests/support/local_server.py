"""A web server on this machine, in place of the public one from which the course downloads."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Server(ThreadingHTTPServer):
    """Answers through a `LocalHandler`; `asked` holds what was asked for."""

    daemon_threads = True

    def __init__(self, handler: type[LocalHandler], path: str = ""):
        super().__init__(("127.0.0.1", 0), handler)
        self.asked: list = []
        self.url = f"http://127.0.0.1:{self.server_port}/{path}"

    @contextmanager
    def running(self) -> Iterator[Server]:
        with self:
            threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()
            yield self
            self.shutdown()


class LocalHandler(BaseHTTPRequestHandler):
    """Says nothing in the terminal."""

    def answer(self, body: bytes, *, sent: bytes | None = None, kind: str = "application/octet-stream") -> None:
        """Answer with `body`; where `sent` is given, that is what really comes, and the length is still the body's."""
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body if sent is None else sent)
        self.close_connection = True

    def log_message(self, *args):
        pass
