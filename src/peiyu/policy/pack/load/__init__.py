"""Finding and reading packs and their cases."""

from peiyu.policy.pack.load.cases import read_cases
from peiyu.policy.pack.load.load import Loading, load_pack, read_pack
from peiyu.policy.pack.load.registry import PackRegistry, carried
from peiyu.policy.pack.load.subjects import criteria_of

__all__ = ["Loading", "PackRegistry", "carried", "criteria_of", "load_pack", "read_cases", "read_pack"]
