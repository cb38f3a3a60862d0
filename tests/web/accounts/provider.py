"""A small OpenID provider for tests: the authorization code flow over HTTP, tokens signed with a key of its own."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "peiyu", "a secret of at least so many letters"


class Provider(ThreadingHTTPServer):
    """Whoever comes is `user`. Every code serves once, for the address that asked. `signs_with`, `says_nonce`: for
    tokens that should not be believed."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.user = "office"
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.signs_with = self.key
        self.says_nonce: str | None = None
        self.codes: dict[str, dict[str, str]] = {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def table(self) -> str:
        """[oidc] of an installation that trusts this provider."""
        ends = {"authorization": "authorize", "token": "token", "user": "user", "jwks": "keys"}
        given = {"client_id": CLIENT, "client_secret": SECRET}
        given |= {f"{name}_endpoint": f"{self.address}/{path}" for name, path in ends.items()}
        return "[oidc]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in given.items())

    def authorize(self, asked: dict[str, str]) -> str:
        """Back to who asked, with a code."""
        assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT), asked
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, asked: dict[str, str]) -> dict[str, Any] | None:
        """The tokens for a code; None where secret, code or address are not right."""
        held = self.codes.pop(asked.get("code", ""), None)
        right = asked.get("client_secret") == SECRET and asked.get("grant_type") == "authorization_code"
        if held is None or not right or asked.get("redirect_uri") != held["redirect_uri"]:
            return None
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "sub": "1", "iat": now, "exp": now + 300,
                  "nonce": self.says_nonce or held.get("nonce")}  # fmt: skip
        signed = jwt.encode(claims, self.signs_with, algorithm="RS256", headers={"kid": "one"})
        return {"access_token": "access", "token_type": "Bearer", "id_token": signed, "expires_in": 300}

    def keys(self) -> dict[str, Any]:
        numbers = self.key.public_key().public_numbers()
        parts = {
            name: number.to_bytes((number.bit_length() + 7) // 8)
            for name, number in (("n", numbers.n), ("e", numbers.e))
        }
        told = {name: base64.urlsafe_b64encode(part).rstrip(b"=").decode() for name, part in parts.items()}
        return {"keys": [{"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "one", **told}]}


class Answer(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/authorize":
            self.send_response(302)
            self.send_header("Location", self.server.authorize({k: v[0] for k, v in parse_qs(parts.query).items()}))
            self.end_headers()
        elif parts.path == "/keys":
            self.tell(self.server.keys())
        elif parts.path == "/user" and self.headers["Authorization"] == "Bearer access":
            self.tell({"sub": "1", "preferred_username": self.server.user})
        else:
            self.tell(None)

    def do_POST(self) -> None:
        given = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.tell(self.server.token({key: values[0] for key, values in parse_qs(given).items()}))

    def tell(self, said: dict[str, Any] | None) -> None:
        body = json.dumps(said or {"error": "refused"}).encode()
        self.send_response(400 if said is None else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing of it is told."""


@contextmanager
def provider() -> Iterator[Provider]:
    """One that answers until the end of the block."""
    with Provider() as held:
        answering = threading.Thread(target=held.serve_forever)
        answering.start()
        try:
            yield held
        finally:
            held.shutdown()
            answering.join()
