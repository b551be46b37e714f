"""The connection to a scheduler: by TLS with a certificate, or plain where nothing leaves this machine."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from autograder.gradebook.folder import FolderError
from autograder.pool.certificate import INSTALL

if TYPE_CHECKING:
    from distributed import Client

PATIENCE = 15  # seconds for a scheduler to answer
PLAIN = (
    "{} would be reached without encryption, and whoever can reach it too could run programs as its user and change "
    "scores. Nothing was sent. Make a certificate with `python -m autograder certificate FILE`, give it to scheduler "
    "and workers (docs/scale.md shows how), and use tls:// with --certificate FILE. On this machine alone, start the "
    "scheduler with `dask scheduler --host 127.0.0.1`."
)


def connect(address: str, certificate: Path | None) -> Client:
    """A client of the scheduler at `address`: tls:// with a certificate, or tcp:// on this machine alone.

    Raises
    ------
    FolderError
        The address is none of these, nobody answers, or Dask is not installed.
    """
    scheme, host = _parts(address)
    if scheme == "tcp" and not _is_loopback(host):
        raise FolderError(PLAIN.format(address))
    if scheme == "tls" and (certificate is None or not certificate.is_file()):
        raise FolderError(
            f"{address} asks for a certificate, and "
            + (f"{certificate} is no file." if certificate else "none was named.")
            + " Add --certificate FILE with the file that the scheduler was started with."
        )
    try:
        from distributed import Client, Security
    except ImportError:
        raise FolderError(f"--scheduler needs Dask distributed, which is not installed. {INSTALL}") from None
    security = None
    if scheme == "tls":
        own = str(certificate)
        security = Security(tls_ca_file=own, tls_client_cert=own, tls_client_key=own, require_encryption=True)
    try:
        client = Client(address, security=security, timeout=PATIENCE, set_as_default=False, direct_to_workers=False)
    except (OSError, TimeoutError, ValueError) as error:
        why = str(error).splitlines()[0][:300] if str(error) else type(error).__name__
        raise FolderError(
            f"No scheduler answers at {address} ({why}). Start one with `dask scheduler`, or look whether address and "
            "certificate are those it was started with. Nothing was graded."
        ) from None
    try:
        refuse_plain([client.scheduler_info()["address"]])
    except BaseException:
        client.close()
        raise
    return client


def refuse_plain(addresses: Iterable[str]) -> None:
    """FolderError where one of these machines of a cluster is reached without TLS, and is not this one."""
    for address in addresses:
        scheme, host = _parts(address, among=("tcp", "tls", "inproc"))
        if scheme == "tcp" and not _is_loopback(host):
            raise FolderError(PLAIN.format(address))


def _parts(address: str, among: tuple[str, ...] = ("tcp", "tls")) -> tuple[str, str]:
    with suppress(ValueError):
        found = urlsplit(address)
        if found.scheme in among and (found.scheme == "inproc" or (found.hostname and found.port)):
            return found.scheme, found.hostname or ""
    raise FolderError(
        f"{address!r} is no address of a scheduler. It is tls://HOST:PORT, or tcp://127.0.0.1:PORT on this machine; "
        "`dask scheduler` prints its own."
    )


def _is_loopback(host: str) -> bool:
    """Whether every address of a host is this machine's own."""
    try:
        found = {each[4][0] for each in socket.getaddrinfo(host, None)}
    except OSError:
        return False
    return bool(found) and all(ipaddress.ip_address(str(each).partition("%")[0]).is_loopback for each in found)
