"""The Folium map of the page, with every asset served by ourselves.

Why
---
Folium links a dozen files from four foreign hosts and knows no CSP nonce. Its class lists are therefore replaced (an
instance of :class:`LocalMap` links Leaflet from our own static folder and nothing else) and the three parts of its
figure are rendered one by one, so that the page template can put the nonce on the script. Element names are
fixed, because Folium's random ones would make every page differ from the last.

No feature goes through Folium: the browser fetches ``/map.json`` and draws it. Folium's popups and tooltips execute
``${...}`` found in data, so they are not used at all. Until the layers are drawn, the element of the map holds a still
of the first view (`webmap.map.first_view`).
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

# What the map shows before the browser knows the layers: the frame of the page, not a planning boundary.
# South-west and north-east corner in degrees (latitude, longitude): the mainland, the airport and the island port.
FRAME = ((30.60, 121.46), (31.14, 122.15))
ZOOM_RANGE = (8, 18)
ZOOM_SNAP = 0.5


@dataclass(frozen=True)
class MapParts:
    """The three parts of a rendered Folium figure.

    Attributes
    ----------
    header : str
        Links to Leaflet's script. Its style sheet is part of ours, see `webmap.http.assets.styles`.
    opening, closing : str
        The element the map is drawn into; between them goes what it holds until the layers are drawn.
    script : str
        Plain JavaScript without a ``<script>`` element around it; the template adds one with the nonce.
    """

    header: str
    opening: str
    closing: str
    script: str


class LocalMap(folium.Map):
    """A Folium map that links only files under ``static_root`` and has the same names on every render.

    Parameters
    ----------
    static_root : str
        URL of the static folder, without a slash at the end.
    """

    # Folium's own header sets a viewport that forbids zooming the page, and inline styles; both belong to our CSS.
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
        # Set on the instance: Folium's lists are class attributes that every map of the process shares.
        self.default_js = [("leaflet", f"{static_root}/vendor/{LEAFLET}/leaflet.js")]
        self.default_css = []
        # No centre and no zoom: the first view is set once, by the frame or by the address.
        self.options = {
            "minZoom": ZOOM_RANGE[0],
            "maxZoom": ZOOM_RANGE[1],
            "zoomSnap": ZOOM_SNAP,
            "zoomControl": False,
            "attributionControl": False,
        }


class Handover(MacroElement):
    """Set the first view of the map and pass the map to the ES modules as ``window.lingang.map``."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        ((first, map) => {
        if (first.view) map.setView(first.view.center, first.view.zoom);
        else map.fitBounds(first.frame);
        first.map = map;
        first.still?.follow(map);
        })(window.lingang, {{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Handover"
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
    atlas_map.add_child(Handover())
    figure = cast("Figure", atlas_map.get_root())
    for child in list(figure._children.values()):
        child.render()
    # Drop branca's http-equiv charset line: the template declares the charset first, as HTML asks.
    figure.header._children.pop("meta_http", None)
    opening, _, closing = _tidy(figure.html.render()).partition("<!-- inside -->")
    return MapParts(
        header=_tidy(figure.header.render()),
        opening=opening,
        closing=closing,
        script=_tidy(figure.script.render()),
    )


def _tidy(text: str) -> str:
    """Strip the indentation and the empty lines Folium leaves behind."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
