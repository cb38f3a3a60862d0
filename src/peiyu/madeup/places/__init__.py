"""The places that can be made up: calendars, industries, schedules; numbers that describe no real place."""

from peiyu.madeup.places.baotou import BAOTOU
from peiyu.madeup.places.model import Place
from peiyu.madeup.places.model_zone import MODEL_ZONE
from peiyu.madeup.places.tianjin import TIANJIN

PLACES: dict[str, Place] = {one.kind: one for one in (TIANJIN, BAOTOU, MODEL_ZONE)}

__all__ = ["PLACES", "Place"]
