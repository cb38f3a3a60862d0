"""Tables as the YAML that packs are written in: no anchors, Chinese as it is, short tables on one line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

WIDTH = 118


class _Plain(yaml.SafeDumper):
    """Without anchors, which packs refuse; every scalar is a word, so none is quoted to be told from a number."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Plain.yaml_implicit_resolvers = {}


def yaml_text(content: Mapping[str, Any], *, heading: str) -> str:
    """A file with a comment at its head."""
    body = yaml.dump(
        _words(content), Dumper=_Plain, allow_unicode=True, sort_keys=False, width=WIDTH, default_flow_style=None
    )
    return "".join(f"# {line}\n" for line in heading.splitlines()) + body


def _words(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _words(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_words(one) for one in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
