"""Distances from a site to what the catalogue names as destinations: the nearest port, airport, station, motorway.

A distance is that of the nearest points in metres, 0 where the site holds the destination or crosses it. Both ends are
known to some metres only: the ± of a distance is the accuracy of both together. A point stands for the whole of a port
or an airport, and its accuracy says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from geo.atlas.per_atlas import per_atlas
from geo.coordinates.local_plane import to_metres

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geo.atlas.atlas import Atlas
    from geo.atlas.schema import Destination


@dataclass(frozen=True)
class Distance:
    """How far it is to the nearest of a kind.

    Attributes
    ----------
    category, category_zh, category_en : str
        The destination of the catalogue.
    id, name_zh, name_en, layer : str or None
        The nearest; None where the atlas locates none.
    distance_m, pm_m : float or None
        Metres, and the accuracy of both ends.
    """

    category: str
    category_zh: str
    category_en: str
    id: str | None = None
    name_zh: str | None = None
    name_en: str | None = None
    layer: str | None = None
    distance_m: float | None = None
    pm_m: float | None = None


class Targets(NamedTuple):
    """Features to measure to, in the plane of `geo.coordinates.local_plane`, and what is said of each."""

    said: list[dict[str, Any]]
    shapes: NDArray[np.object_]
    accuracy_m: NDArray[np.float64]


def distances(atlas: Atlas, plane: BaseGeometry, accuracy_m: float = 0.0) -> tuple[Distance, ...]:
    """Compute the distances from a shape to the nearest of each destination.

    Parameters
    ----------
    atlas : Atlas
    plane : shapely geometry
        In the plane of `geo.coordinates.local_plane`.
    accuracy_m : float
        How far the shape itself may be off.

    Returns
    -------
    tuple of Distance
        One for each destination of the catalogue, in its order.
    """
    return tuple(_nearest(atlas, one, plane, accuracy_m) for one in atlas.catalogue.destination)


@per_atlas
def distances_of_place(atlas: Atlas, place_id: str) -> tuple[Distance, ...]:
    """Compute the distances of a place, kept for the next question; none for a place without location."""
    feature = atlas.features.loc[place_id]
    if feature["geometry"] is None:
        return ()
    accuracy = float(feature["accuracy_m"]) if feature["accuracy_m"] > 0 else 0.0
    return distances(atlas, to_metres([feature["geometry"]])[0], accuracy)


def nearest_of(targets: Targets, plane: BaseGeometry, accuracy_m: float = 0.0) -> dict[str, Any] | None:
    """Return the nearest of some targets: what is said of it, ``distance_m`` and ``pm_m``; None where there are none.

    Of several that a shape meets, the smallest is the nearest.
    """
    if not len(targets.shapes):
        return None
    distance = shapely.distance(targets.shapes, plane)
    at = min(np.flatnonzero(distance == distance.min()), key=lambda row: float(shapely.area(targets.shapes[row])))
    figures = {"distance_m": float(distance[at]), "pm_m": float(targets.accuracy_m[at]) + accuracy_m}
    return {**targets.said[at], **figures}


@per_atlas
def targets_of_layers(atlas: Atlas, layers: tuple[str, ...]) -> Targets:
    """List the places of planning layers that have a location."""
    features = atlas.features[atlas.features.geometry.notna()]
    return _targets_of_places(atlas, features.index[atlas.places.loc[features.index, "layer"].isin(layers)])


def _nearest(atlas: Atlas, to: Destination, plane: BaseGeometry, accuracy_m: float) -> Distance:
    found = nearest_of(_targets(atlas, to.id), plane, accuracy_m) or {}
    return Distance(to.id, to.title_zh, to.title_en, **{key: value for key, value in found.items() if key != "kind"})


@per_atlas
def _targets(atlas: Atlas, destination: str) -> Targets:
    """List the features of a destination that have a location."""
    to = next(one for one in atlas.catalogue.destination if one.id == destination)
    known = _targets_of_places(atlas, [place for place in to.places if place in atlas.features.index])
    if to.layer is None or to.layer not in atlas.layers:
        return known
    layer = atlas.layers[to.layer]
    layer = layer[layer["kind"].isin(to.kinds) & layer.geometry.notna()]
    said = [
        {"id": str(feature_id), "layer": to.layer, **{key: row[key] for key in ("name_zh", "name_en", "kind")}}
        for feature_id, row in layer.iterrows()
    ]
    drawn = _as_targets(said, layer)
    return Targets(
        known.said + drawn.said,
        np.concatenate((known.shapes, drawn.shapes)),
        np.concatenate((known.accuracy_m, drawn.accuracy_m)),
    )


def _targets_of_places(atlas: Atlas, place_ids: Any) -> Targets:
    features = atlas.features.loc[list(place_ids)]
    features = features[features.geometry.notna()]
    said = [
        {"id": str(place), **{key: str(atlas.places.at[place, key]) for key in ("name_zh", "name_en", "kind", "layer")}}
        for place in features.index
    ]
    return _as_targets(said, features)


def _as_targets(said: list[dict[str, Any]], features: gpd.GeoDataFrame) -> Targets:
    accuracy = np.nan_to_num(features["accuracy_m"].to_numpy(dtype=float))
    return Targets(said, to_metres(features.geometry.to_numpy()), accuracy)
