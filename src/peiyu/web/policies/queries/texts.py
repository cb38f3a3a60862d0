"""Reads of packs' texts, of the territory's choice and of locked definitions; what the bridge asks of the office."""

from __future__ import annotations

from collections.abc import Mapping

from peiyu.policy.pack.load.registry import carried
from peiyu.policy.pack.model import Pack
from peiyu.web import bridge
from peiyu.web.bridge.office import PackKey
from peiyu.web.bridge.registry import text_hash
from peiyu.web.policies.models import DefinitionLock, PackText, Territory

STANDARDS = ("cn-gradient", "cn-hnte", "cn-tech-sme-2017", "cn-size-2011")
"""National packs and ladders by which every enterprise is judged."""


class Decisions:
    """What the bridge asks of the office (`bridge.office.Office`)."""

    def released(self) -> tuple[PackKey, ...]:
        texts = PackText.objects.filter(state="released").order_by("released_at", "pk").values_list("pack", "hash")
        return tuple(PackKey(pack, hash_) for pack, hash_ in dict(texts).items())

    def text(self, hash_: str) -> tuple[PackKey, Mapping[str, str]]:
        found = PackText.objects.filter(hash=hash_).order_by("pk").values_list("pack", "files").first()
        if found is None:
            raise LookupError(hash_)
        return PackKey(found[0], hash_), found[1]

    def locked(self) -> Mapping[str, str]:
        return dict(DefinitionLock.objects.filter(until=None).order_by("pk").values_list("definition", "option"))


def territory_id() -> str:
    """The id of the territory's pack, '' before the office has chosen one."""
    return Territory.objects.order_by("-pk").values_list("pack", flat=True).first() or ""


def territory() -> Pack | None:
    """The territory's pack as it holds: its released text, else the carried one."""
    id_ = territory_id()
    return bridge.pack_of(id_) if id_ else None


def standards() -> tuple[str, ...]:
    """By what every enterprise is judged: the national packs, and the territory's."""
    id_ = territory_id()
    return (*STANDARDS, *((id_,) if id_ and id_ not in STANDARDS else ()))


def files_that_hold(pack: str) -> tuple[str, Mapping[str, str]]:
    """The files of a pack as it holds, with the hash over them: of the released text, else of the carried pack; nothing
    for a pack that there is not yet."""
    released = next((one for one in Decisions().released() if one.pack == pack), None)
    if released is not None:
        return released.hash, Decisions().text(released.hash)[1]
    folder = carried() / pack
    files = {one.name: one.read_text("utf-8") for one in sorted(folder.glob("*")) if one.is_file()}
    return text_hash(pack, files), files
