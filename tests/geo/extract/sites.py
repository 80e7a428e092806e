"""Sites of several tests, as west, south, east and north in degrees."""

from __future__ import annotations

#: About the middle and north of 东方芯港.
CHIP_PORT_BOX = (121.836, 30.892, 121.9, 30.9795)
#: In the west of the city, far from the New Area.
FAR_WEST = (121.2, 31.3, 121.22, 31.32)
