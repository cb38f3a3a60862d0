"""The list of parts as CycloneDX JSON: every wheel with its version, hash and licence."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable
from email.message import Message
from email.parser import Parser
from pathlib import Path
from typing import Any


def sbom(wheels: Iterable[Path], *, name: str, version: str) -> str:
    """CycloneDX 1.5; the same wheels give the same text."""
    parts = [part(one) for one in sorted(wheels)]
    whole = {"type": "application", "name": name, "version": version, "bom-ref": f"pkg:pypi/{name}@{version}"}
    return json.dumps(
        {
            "bomFormat": "CycloneDX",
            "specVersion": "1.5",
            "version": 1,
            "metadata": {"component": whole},
            "components": parts,
        },
        ensure_ascii=False,
        indent=1,
    )


def part(wheel: Path) -> dict[str, Any]:
    """One wheel."""
    told = metadata(wheel)
    name, version = told["Name"].lower().replace("_", "-"), told["Version"]
    address = f"pkg:pypi/{name}@{version}"
    found: dict[str, Any] = {
        "type": "library",
        "name": name,
        "version": version,
        "purl": address,
        "bom-ref": address,
        "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(wheel.read_bytes()).hexdigest()}],
        "properties": [{"name": "file", "value": wheel.name}],
    }
    if licence := licence_of(told):
        found["licenses"] = [licence]
    return found


def metadata(wheel: Path) -> Message:
    """What a wheel says of itself."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(one for one in archive.namelist() if one.endswith(".dist-info/METADATA"))
        return Parser().parsestr(archive.read(name).decode("utf-8"))


def licence_of(told: Message) -> dict[str, Any] | None:
    """Its licence: an SPDX expression, else its words, else its classifier."""
    if expression := told.get("License-Expression"):
        return {"expression": expression}
    kinds = [one.rpartition("::")[2].strip() for one in told.get_all("Classifier", []) if one.startswith("License ::")]
    words = told.get("License", "").strip().splitlines()
    said = kinds[0] if kinds else words[0] if words else ""
    return {"license": {"name": said[:120]}} if said else None
