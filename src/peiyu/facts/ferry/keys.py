"""Keys: Ed25519 (RFC 8032). An office has one of its own, and trusts those that it was handed."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from peiyu.problems import InputError, Problem, Text

PUBLIC = "peiyu-public-"
PRIVATE = "peiyu-private-"
LENGTH = 32


@dataclass(frozen=True, slots=True)
class PublicKey:
    """By which a package is known to be somebody's. `raw`: 32 bytes."""

    raw: bytes

    @property
    def text(self) -> str:
        """As people hand it on: one line."""
        return PUBLIC + _written(self.raw)

    @property
    def fingerprint(self) -> str:
        """What two people read to each other on the telephone: 16 digits in fours (`3f9a 77c1 …`)."""
        digest = hashlib.sha256(self.raw).hexdigest()[:16]
        return " ".join(digest[at : at + 4] for at in range(0, 16, 4))

    def fits(self, signature: bytes, signed: bytes) -> bool:
        """Whether a signature is this key's over these bytes."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, signed)
        except InvalidSignature:
            return False
        return True

    @classmethod
    def parse(cls, text: str) -> PublicKey:
        """The key that `text` gave. InputError `ferry-key-unreadable`."""
        return cls(_read(text, PUBLIC))


@dataclass(frozen=True, slots=True, repr=False)
class SigningKey:
    """An office's own key; whoever has it speaks for the office. Not shown where values are printed."""

    raw: bytes

    @classmethod
    def new(cls) -> SigningKey:
        return cls(Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def parse(cls, text: str) -> SigningKey:
        """The key that `text` gave. InputError `ferry-key-unreadable`."""
        return cls(_read(text, PRIVATE))

    @property
    def text(self) -> str:
        """As it is kept in a file that only the installation reads."""
        return PRIVATE + _written(self.raw)

    @property
    def public(self) -> PublicKey:
        return PublicKey(Ed25519PrivateKey.from_private_bytes(self.raw).public_key().public_bytes_raw())

    def sign(self, given: bytes) -> bytes:
        """64 bytes."""
        return Ed25519PrivateKey.from_private_bytes(self.raw).sign(given)


def _written(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _read(text: str, kind: str) -> bytes:
    plain = "".join(text.split())
    try:
        raw = base64.b64decode(plain.removeprefix(kind) + "=", altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        raw = b""
    if not plain.startswith(kind) or len(raw) != LENGTH:
        raise InputError(
            Problem(
                "ferry-key-unreadable",
                Text("这不是摆渡密钥", "this is no key for packages"),
                found=text.strip()[:24] if kind == PUBLIC else "",
                accepted=Text(f"以 {kind} 开头的一行", f"one line that begins with {kind}"),
                next_step=Text("向对方重新索取公钥，整行粘贴", "ask for the public key again and paste the whole line"),
            )
        )
    return raw
