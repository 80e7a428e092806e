"""The map document: all layers in one JSON document, so that a map is drawn after a single request.

The background (the context layers) ends somewhere. The edge mask covers what lies beyond in a plain colour, so that
it does not look like open sea. It fades in steps toward the end of the background. A blur would be smoother, but takes
half of the time of each frame.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from geo.atlas.added.own_layers import GROUP, stored_entries
from geo.atlas.cells import none_if_missing
from geo.atlas.looks.names import name_style, name_symbology
from geo.atlas.symbology import BLANK, SHAPES, style_of, symbology
from geo.places.profile import OWN_KIND
from geo.screen.layer_styles import LayerStyle, layer_styles
from geo.screen.svg import SCREEN_DECIMALS, screen_shape, shape_kind
from geo.screen.tiles.layer_columns import layer_fields
from geo.screen.tiles.layer_level import MOST_SIMPLIFIED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shapely.geometry.base import BaseGeometry

    from geo.atlas.added.stored_layer import StoredLayer
    from geo.atlas.atlas import Atlas
    from geo.atlas.schema import Group, Layer
    from geo.atlas.symbology import Shape

#: Decimal places of a degree for the position of a name: 1e-4° is about 10 m.
_LABEL_DECIMALS = 4
#: Length of a degree of longitude at 31° N as a share of one of latitude.
_COS_LATITUDE = float(np.cos(np.radians(31.0)))

#: Order of the edge mask among the layers.
_MASK_ORDER = 9
#: Steps of the mask: distance inside the end of the background as a share of its size, and opacity there.
_MASK_STEPS = ((0.03, 0.16), (0.024, 0.2), (0.018, 0.25), (0.012, 0.33), (0.006, 0.5), (0.0, 1.0))
#: Distance by which the mask reaches beyond the background, in sizes of the background.
_MASK_REACH = 20

#: Kinds of shapes of a layer that has one.
_SHAPES_OF: dict[str, tuple[Shape, ...]] = {"polygon": ("area",), "line": ("line",), "point": ("point",)}
#: Kinds of columns (`geo.atlas.added.stored_layer.StoredField`) by the type of their values in tiles.
_FIELD_KINDS = {"Number": "number", "Boolean": "boolean"}
_PROPERTIES = ["name_zh", "name_en", "kind", "grade", "accuracy_m", "area_km2", "stated_area_km2"]


def map_document(atlas: Atlas, *, tiled: bool = True) -> dict[str, Any]:
    """Return the catalogue with the features of every layer.

    Parameters
    ----------
    atlas : Atlas
    tiled : bool
        Whether a layer of the reader's own with many features is left to its tiles (`tiled_entry`); false where no
        service answers.

    Returns
    -------
    dict
        The body of ``/map.json``: ``version``, ``groups``, ``sheet`` (`edge_mask`), ``names`` (table of the styles of
        names, `geo.atlas.looks.names`) and ``layers`` in tree order, each with its style, its simplest attributes under
        ``looks`` (`geo.atlas.symbology.symbology`), what the map draws under ``styles`` (`geo.screen.layer_styles`,
        `geo.atlas.looks.paint`) and its features. Coordinates are in degrees, rounded for the screen; areas in km² at
        full precision; ``label`` is the longitude and latitude of the name of a feature (`label_point`), ``labels``
        those of its areas in turn if it has several, ``name_style`` the style of its name, and ``same_shape`` the id of
        the first place drawn with the same shape, if there are several. Stored layers (`stored_entry`) follow the
        reader's own.
    """
    same = shared_shapes(atlas)
    own = [layer for layer in atlas.catalogue.layer if layer.group == GROUP.id]
    others = [layer for layer in atlas.catalogue.layer if layer.group != GROUP.id]
    return {
        "version": atlas.version,
        "names": name_symbology(),
        "groups": [group.model_dump() for group in _groups(atlas)],
        "sheet": edge_mask(atlas),
        "layers": [
            *(
                tiled_entry(atlas, layer) if tiled and is_large(atlas, layer) else _layer(atlas, layer, same)
                for layer in own
            ),
            *(stored_entry(atlas.stored[name], entry) for name, entry in stored_entries(atlas).items()),
            *(_layer(atlas, layer, same) for layer in others),
        ],
    }


def stored_entry(layer: StoredLayer, entry: Layer) -> dict[str, Any]:
    """Return the entry of a stored layer in the map document: the map draws it from its tiles.

    Parameters
    ----------
    layer : StoredLayer
    entry : Layer
        Of `geo.atlas.added.own_layers.stored_entries`.

    Returns
    -------
    dict
        As the entry of another layer, without features and with the group of the reader's own; ``stored`` is true,
        ``count``, ``bounds`` (west, south, east, north in degrees, or None), ``fields`` with ``name`` and ``kind`` of
        each own column, ``version``, and ``tiles``, the address of the TileJSON below the root of the service.
    """
    count = layer.count()
    return {
        **entry.model_dump(),
        "looks": symbology(entry),
        "styles": _plain_styles(entry),
        "stored": True,
        "count": count,
        "located": count,
        "bounds": None if layer.bounds is None else list(layer.bounds),
        "fields": [{"name": name, "kind": field.kind} for name, field in layer.fields.items()],
        "tiles": f"/tiles/{entry.id}.json",
        "version": layer.version,
        "features": [],
    }


def is_large(atlas: Atlas, layer: Layer) -> bool:
    """Return whether a layer of the reader's own has more features than a map draws from one document."""
    return layer.role == "workspace" and len(atlas.layers[layer.id]) > MOST_SIMPLIFIED


def tiled_entry(atlas: Atlas, layer: Layer) -> dict[str, Any]:
    """Return the entry of a large layer of the reader's own, which the map draws from its tiles.

    Returns
    -------
    dict
        As the entry of another layer, without features and with ``bounds``, ``fields`` and ``tiles`` as a stored layer
        has them (`stored_entry`).
    """
    frame, own = atlas.layers[layer.id], atlas.own[layer.id]
    kinds = {name: kind for name, kind in layer_fields(atlas, layer.id).items() if name in own}
    return {
        **layer.model_dump(),
        "looks": symbology(layer),
        "styles": _plain_styles(layer),
        "count": len(frame),
        "located": int(frame.geometry.notna().sum()),
        "bounds": [round(float(side), SCREEN_DECIMALS) for side in frame.total_bounds],
        "fields": [{"name": name, "kind": _FIELD_KINDS.get(kind, "text")} for name, kind in kinds.items()],
        "tiles": f"/tiles/{layer.id}.json",
        "features": [],
    }


def _plain_styles(layer: Layer) -> list[dict[str, Any]]:
    """Return how each kind of shape of a layer is drawn, without features."""
    styles = [(shape, style_of(layer, shape, None)) for shape in _SHAPES_OF.get(layer.geometry, SHAPES)]
    without: dict[str, Any] = {"features": [], "drawn": [], "stops": [], "heads": []}
    empty = (LayerStyle(f"{layer.id}-{style.number}-{shape}", style, shape, (), (), ()) for shape, style in styles)
    return [_style(style) | without for style in empty]


def _groups(atlas: Atlas) -> list[Group]:
    known = list(atlas.catalogue.group)
    return [GROUP, *known] if atlas.stored and GROUP not in known else known


def shared_shapes(atlas: Atlas) -> dict[str, str]:
    """Find the places that are drawn with one shape.

    Parameters
    ----------
    atlas : Atlas

    Returns
    -------
    dict
        Id of the first place with the shape, by the id of each place whose shape another one has too.
    """
    found: dict[bytes, dict[str, None]] = {}
    for layer in atlas.catalogue.layer:
        if layer.role == "planning":
            for place_id, geometry in atlas.layers[layer.id].geometry.items():
                if geometry is not None:
                    found.setdefault(shapely.to_wkb(geometry), {})[str(place_id)] = None
    return {place: next(iter(places)) for places in found.values() if len(places) > 1 for place in places}


def label_points(geometry: BaseGeometry) -> list[tuple[float, float]]:
    """Compute the position of a name in each area of a shape.

    Parameters
    ----------
    geometry : shapely geometry
        In degrees.

    Returns
    -------
    list of tuple of float
        `label_point` of each part, in the order of the parts.
    """
    return [label_point(part) for part in shapely.get_parts(geometry)]


def label_point(geometry: BaseGeometry) -> tuple[float, float]:
    """Compute the position of the name of a shape.

    Parameters
    ----------
    geometry : shapely geometry
        In degrees.

    Returns
    -------
    tuple of float
        Longitude and latitude: the point of the largest polygon that is farthest from its edge; else the middle of the
        longest line; else the first point.
    """
    isotropic = shapely.transform(geometry, lambda xy: xy * [_COS_LATITUDE, 1.0])
    part = max(shapely.get_parts(isotropic), key=lambda one: (one.area, one.length))
    if part.area > 0:
        point = shapely.get_point(shapely.maximum_inscribed_circle(part, tolerance=0.002), 0)
    elif part.length > 0:
        point = part.interpolate(0.5, normalized=True)
    else:
        point = part
    return round(point.x / _COS_LATITUDE, _LABEL_DECIMALS), round(point.y, _LABEL_DECIMALS)


def edge_mask(atlas: Atlas) -> dict[str, Any] | None:
    """Compute the edge mask around the background.

    Parameters
    ----------
    atlas : Atlas

    Returns
    -------
    dict or None
        ``order`` among the layers, ``fill``, and ``fades``: ``opacity`` and the boxes ``outer`` and ``inner`` (west,
        south, east, north, degrees) between which it is drawn. None if no context layer has an area.
    """
    context = [atlas.layers[layer.id].geometry for layer in atlas.catalogue.layer if layer.role == "context"]
    shapes = pd.concat(context).to_numpy() if context else np.array([])
    areas = shapes[shapely.get_dimensions(shapes) == 2]
    if not len(areas):
        return None
    bounds = shapely.total_bounds(areas)
    outer = _padded(bounds, _MASK_REACH)
    steps = [{"opacity": opacity, "outer": outer, "inner": _padded(bounds, -inset)} for inset, opacity in _MASK_STEPS]
    return {"order": _MASK_ORDER, "fill": BLANK, "fades": steps}


def _padded(bounds: Any, share: float) -> list[float]:
    west, south, east, north = bounds
    across, down = (east - west) * share, (north - south) * share
    box = (west - across, south - down, east + across, north + down)
    return [round(float(value), SCREEN_DECIMALS) for value in box]


def _layer(atlas: Atlas, layer: Layer, same: Mapping[str, str]) -> dict[str, Any]:
    frame = atlas.layers[layer.id]
    shapes = [_geojson(geometry) for geometry in frame.geometry]
    features = [
        {
            "id": row["place_id"],
            **{key: none_if_missing(row[key]) for key in _PROPERTIES},
            **({"kind": OWN_KIND} if layer.role == "workspace" else {}),
            "label": None if row["geometry"] is None else label_point(row["geometry"]),
            **_name_facts(layer, row, same),
            "geometry": shape,
        }
        for row, shape in zip(frame.to_dict("records"), shapes, strict=True)
    ]
    located = sum(shape is not None for shape in shapes)
    return {
        **layer.model_dump(),
        "looks": symbology(layer),
        "styles": [_style(style) for style in layer_styles(atlas, layer.id) if style.style.paints],
        "count": len(features),
        "located": located,
        "features": features,
    }


def _name_facts(layer: Layer, row: Mapping[Any, Any], same: Mapping[str, str]) -> dict[str, Any]:
    """Return what the map needs to write the name of a feature; nothing for one without a geometry."""
    geometry = row["geometry"]
    if geometry is None:
        return {}
    facts: dict[str, Any] = {"name_style": name_style(layer, shape_kind(geometry), row)}
    if layer.role == "planning" and row["place_id"] in same:
        facts["same_shape"] = same[row["place_id"]]
    if geometry.geom_type == "MultiPolygon":
        facts["labels"] = label_points(geometry)
    return facts


def _style(style: LayerStyle) -> dict[str, Any]:
    look = style.style.look
    return {
        "id": style.id,
        "shape": style.shape,
        "recipe": look.recipe,
        "schematic": style.style.schematic,
        "title_zh": look.title_zh,
        "title_en": look.title_en,
        "ink": look.ink or None,
        "features": style.features,
        "drawn": style.drawn,
        "stops": style.stops,
        "heads": style.heads,
        "paints": [paint.document() for paint in style.style.paints],
    }


def _geojson(geometry: BaseGeometry | None) -> dict[str, Any] | None:
    if geometry is None:
        return None
    document: dict[str, Any] = json.loads(shapely.to_geojson(screen_shape(geometry)))
    return document
