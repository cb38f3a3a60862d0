"""The platforms for which a bundle is made: which wheels fit, and what conditions of the lock hold there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

GLIBC = 28
"""glibc 2.28: the oldest that 麒麟 V10 and 统信 20 have. Wheels that need a newer one do not fit."""

OLD_NAMES = ("manylinux2014", "manylinux2010", "manylinux1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A platform. tags: what pip calls it, the newest first; machine: what conditions call its processor."""

    name: str
    tags: tuple[str, ...]
    windows: bool
    machine: str

    def environment(self, python: str) -> Mapping[str, str]:
        """What conditions of a requirement are decided by (python: 3.11)."""
        return {
            "implementation_name": "cpython",
            "implementation_version": f"{python}.0",
            "os_name": "nt" if self.windows else "posix",
            "platform_machine": self.machine,
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": "Windows" if self.windows else "Linux",
            "platform_version": "",
            "python_full_version": f"{python}.0",
            "python_version": python,
            "sys_platform": "win32" if self.windows else "linux",
            "extra": "",
        }


def linux(machine: str) -> tuple[str, ...]:
    """Every manylinux tag that fits."""
    new = tuple(f"manylinux_2_{minor}_{machine}" for minor in range(GLIBC, 4, -1))
    return (*new, *(f"{name}_{machine}" for name in OLD_NAMES), f"linux_{machine}")


PLATFORMS: Mapping[str, Platform] = {
    one.name: one
    for one in (
        Platform(name="windows-x64", tags=("win_amd64",), windows=True, machine="AMD64"),
        Platform(name="linux-x64", tags=linux("x86_64"), windows=False, machine="x86_64"),
        Platform(name="linux-arm64", tags=linux("aarch64"), windows=False, machine="aarch64"),
    )
}
