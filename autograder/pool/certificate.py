"""The file that lets machines into a cluster: a certificate and its key, for scheduler, workers and head alike."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

from autograder.gradebook.folder import FolderError

DAYS = 365
INSTALL = "Install them with `python3 -m course setup --extra cluster`, or `pip install distributed cryptography`."


def write(path: Path) -> None:
    """Write a new certificate, which nobody but this user may read.

    Raises
    ------
    FolderError
        There is such a file already, or cryptography is not installed.
    """
    try:
        content = _made()
    except ImportError:
        raise FolderError(f"Certificates are made by the package cryptography, which is not here. {INSTALL}") from None
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
    except OSError as error:
        raise FolderError(
            f"{path} was not written: {error.strerror}. A certificate is never written over another, which may still "
            "be in use: name another file, or remove this one first."
        ) from None


def _made() -> bytes:
    """One that vouches for itself, with what OpenSSL asks of an authority: key, then certificate, as PEM."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "autograder")])
    now = datetime.datetime.now(datetime.UTC)
    uses = dict.fromkeys(
        (
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))  # clocks differ
        .not_valid_after(now + datetime.timedelta(days=DAYS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(digital_signature=True, key_cert_sign=True, **uses), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM)
