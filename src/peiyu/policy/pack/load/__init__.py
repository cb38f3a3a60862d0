"""Finding and reading packs."""

from peiyu.policy.pack.load.load import Loading, load_pack, read_pack
from peiyu.policy.pack.load.registry import PackRegistry, carried

__all__ = ["Loading", "PackRegistry", "carried", "load_pack", "read_pack"]
