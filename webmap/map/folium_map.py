"""The Folium map of the page, with all files served from our own static folder.

Why
---
Folium links a dozen files on four other hosts and does not know CSP nonces. So :class:`LocalMap` replaces its lists of
files by Leaflet from our static folder, and the three parts of the figure are rendered separately, so that the page
template can set the nonce of the script. Element names are fixed; Folium's are random, so that every page would differ.

Folium gets no features: the browser fetches ``/map.json`` and draws it. Folium's popups and tooltips execute ``${...}``
in data, so they are not used. Until the layers are drawn, the map element contains the first view
(`webmap.map.first_view`).
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, cast

import folium
from branca.element import MacroElement
from folium.template import Template

from webmap.http.assets import LEAFLET

if TYPE_CHECKING:
    from branca.element import Figure

#: South-west and north-east corner of the first view in degrees (latitude, longitude): the mainland, the airport and
#: the island port; on a phone the mainland alone. They are no planning boundaries.
FRAME = ((30.59, 121.46), (31.12, 122.14))
PHONE_FRAME = ((30.79, 121.47), (31.04, 121.99))
ZOOM_RANGE = (8, 18)
ZOOM_SNAP = 0.25


@dataclass(frozen=True)
class MapParts:
    """The three parts of a rendered Folium figure.

    Attributes
    ----------
    header : str
        The link to the script of Leaflet. Its style sheet is part of ours, see `webmap.http.assets.styles`.
    opening, closing : str
        Start and end tag of the map element; the first view is written between them.
    script : str
        JavaScript without a ``<script>`` element; the template adds one with the nonce.
    """

    header: str
    opening: str
    closing: str
    script: str


class LocalMap(folium.Map):
    """A Folium map that links only files below ``static_root`` and has fixed element names.

    Parameters
    ----------
    static_root : str
        URL of the static folder, without a slash at the end.
    """

    # The header of Folium is left out: its viewport forbids zooming, and its inline styles are in our CSS.
    _template = Template(
        """
        {% macro html(this, kwargs) %}
        <div class="atlas-map" id={{ this.get_name()|tojson }}><!-- inside --></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        const {{ this.get_name() }} = L.map(
            {{ this.get_name()|tojson }},
            {{ this.options|tojavascript }}
        );
        {% endmacro %}
        """
    )

    def __init__(self, static_root: str) -> None:
        super().__init__(tiles=None)
        self._id = "atlas"
        # Set on the instance: the lists of Folium are class attributes, shared by all maps of the process.
        self.default_js = [("leaflet", f"{static_root}/vendor/{LEAFLET}/leaflet.js")]
        self.default_css = []
        # No centre and no zoom: `FirstViewSetter` sets them from the address or the frame.
        self.options = {
            "minZoom": ZOOM_RANGE[0],
            "maxZoom": ZOOM_RANGE[1],
            "zoomSnap": ZOOM_SNAP,
            "zoomControl": False,
            "attributionControl": False,
        }


class FirstViewSetter(MacroElement):
    """Script that sets the first view of the map and stores the map as ``window.lingang.map`` for the modules."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        ((first, map) => {
        if (first.view) map.setView(first.view.center, first.view.zoom);
        else map.fitBounds(first.frame, first.fit);
        first.map = map;
        first.still?.follow(map);
        })(window.lingang, {{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "FirstViewSetter"
        self._id = "atlas"


@lru_cache(maxsize=8)
def map_parts(static_root: str) -> MapParts:
    """Render the map once per static root.

    Parameters
    ----------
    static_root : str
        URL of the static folder, without a slash at the end, e.g. ``/static``.

    Returns
    -------
    MapParts
        Header, body and script of the figure; the same strings on every call.
    """
    atlas_map = LocalMap(static_root)
    atlas_map.add_child(FirstViewSetter())
    figure = cast("Figure", atlas_map.get_root())
    for child in list(figure._children.values()):
        child.render()
    # The charset line of branca is removed: the template declares the charset as its first element.
    figure.header._children.pop("meta_http", None)
    opening, _, closing = _tidy(figure.html.render()).partition("<!-- inside -->")
    return MapParts(
        header=_tidy(figure.header.render()),
        opening=opening,
        closing=closing,
        script=_tidy(figure.script.render()),
    )


def _tidy(text: str) -> str:
    """Remove the indentation and the empty lines of the output of Folium."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
