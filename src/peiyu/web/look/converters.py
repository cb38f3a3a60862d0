"""Enterprise keys in addresses: 16 hexadecimal digits."""

from __future__ import annotations

from django.urls import register_converter


class KeyConverter:
    """An int64 as its unsigned 16 hexadecimal digits."""

    regex = "[0-9a-f]{16}"

    def to_python(self, value: str) -> int:
        number = int(value, 16)
        return number - 2**64 if number >= 2**63 else number

    def to_url(self, value: int) -> str:
        return f"{value % 2**64:016x}"


def register() -> None:
    """Makes `<key:…>` known to Django."""
    register_converter(KeyConverter, "key")
