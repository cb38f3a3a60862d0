"""摆渡: signed packages between networks that do not meet.

A package carries named parts (bytes) from one office to another on a disk. It is sealed with the sender's key and
opened only where that key is trusted; what was changed on the way is refused whole. The same contents give the same
package, byte for byte, so that what comes twice is known to have come.
"""

from peiyu.facts.ferry.keys import PublicKey, SigningKey
from peiyu.facts.ferry.package import Package, Sealed, open_sealed, seal

__all__ = ["Package", "PublicKey", "Sealed", "SigningKey", "open_sealed", "seal"]
