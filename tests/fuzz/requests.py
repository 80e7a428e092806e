"""Random requests: a grammar over every route and option of the service, with sound values and broken ones.

The same seed makes the same requests, as long as routes and options stay.
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask

from tests.answers.questions import LINE, POINTS_FILE, SQUARE
from webmap.http.option import Option
from webmap.http.query import declared

#: What somebody may send where a word or a number is expected.
JUNK = (
    "",
    "0",
    "-1",
    "1e309",
    "nan",
    "9" * 5000,
    "99999999999",
    "٣",
    "a" * 300,
    "龘" * 100,
    "\u202eabc",
    "\x00",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "../../etc/passwd",
    "%2e%2e%2f",
    "'; drop table places; --",
    "<script>alert(1)</script>",
    "${7*7}{{7*7}}",
    "=1+1",
    ",,,,",
    ":::",
    "parks:use:area",
    "parks:" + "x" * 150,
    "121,30,122",
    "-180,-90,180,90",
    "122,31,121,30",
    "inf,inf,inf,inf",
    "EPSG:4326",
    "EPSG:999999",
    "+proj=utm +zone=51",
    "+init=/etc/passwd",
    "zh",
    "en\r\nX: y",
    "\ufeff",
)
_ACCEPTS = (
    "",
    "*/*",
    "text/html",
    "application/json",
    "text/html;q=0.1,application/json",
    ";;;",
    "a/b" * 500,
    "image/*",
)
_LANGUAGES = ("", "en-US,en;q=0.9", "zh", "x" * 2000, "*;q=nan")
_TYPES = (
    "",
    "application/json",
    "application/geo+json",
    "text/plain",
    "text/plain; charset=gbk",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded",
    "application/json; charset=utf-99",
)
#: Addresses whose answer takes seconds of work: one request in so many goes there.
HEAVY = ("/sheet.", "/report", "/export/", "/stats.xlsx", "/uploads")
_HEAVY_ONE_IN = 60
#: Levels from which on a value is not changed again: what makes and writes it goes into each by recursion.
_DEEP_ENOUGH = 60
_FILE_NAMES = (
    "a.geojson",
    "a.zip",
    "a.kml",
    "a.gpkg",
    "a.dxf",
    "a.txt",
    "a.parquet",
    "a.exe",
    "../a.kml",
    "a" * 300,
    "",
)


@dataclass(frozen=True)
class FuzzedRequest:
    """One request."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def is_heavy(self) -> bool:
        """Whether the address draws or writes a file."""
        return any(word in self.path.partition("?")[0] for word in HEAVY)

    def __str__(self) -> str:
        """Return the request as one line, its body cut."""
        return f"{self.method} {self.path[:200]} {dict(self.headers)!s:.200} {self.body[:200]!r}"


def requests(app: Flask, seed: int, only: str = "") -> Iterator[FuzzedRequest]:
    """Make requests without end.

    Parameters
    ----------
    app : flask.Flask
    seed : int
    only : str
        Keeps the routes whose rule contains this text.
    """
    rng = random.Random(seed)  # noqa: S311  not for secrets
    routes = [(key.split(" ", 1), options) for key, options in declared(app).items() if only in key]
    light = [route for route in routes if not any(word in route[0][1] for word in HEAVY)] or routes
    pool = _Pool(app, rng)
    while True:
        chosen = routes if rng.randrange(_HEAVY_ONE_IN) == 0 else light
        (method, rule), options = rng.choice(chosen)
        yield pool.request(method, rule, options)


class _Pool:
    """Values to choose from."""

    def __init__(self, app: Flask, rng: random.Random) -> None:
        atlas = app.extensions["atlas"]
        self.rng = rng
        self.layers = list(atlas.layer_ids)
        self.places = list(atlas.places.index)
        self.known = {
            "kind": sorted(set(atlas.places["kind"])),
            "layer": self.layers,
            "by": [*self.layers, "parks:kind", "scopes:grade"],
            "zones": self.layers,
            "layers": self.layers,
            "order": self.layers,
            "place": self.places,
            "at": self.places,
            "ids": self.places,
            "document": sorted(atlas.tables["documents"]["doc_id"]),
            "bbox": ["121.8,30.8,122,31", "121.9,30.9,121.95,30.95", "121.4,30.6,122.1,31.2"],
            "q": ["芯片", "dfxg", "chip", "滴水湖", "121.9,30.9", "REITs"],
            "crs": ["EPSG:4529", "EPSG:4490", "EPSG:3857"],
        }

    def request(self, method: str, rule: str, options: Mapping[str, Option]) -> FuzzedRequest:
        if self.rng.random() < 0.02:
            method = self.rng.choice(["PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "POST", "GET"])
        query = urlencode(list(self._query(options)), errors="surrogatepass")
        headers = {
            "Accept": self.rng.choice(_ACCEPTS),
            "Accept-Language": self.rng.choice(_LANGUAGES),
            "If-None-Match": self.rng.choice(["", '"x"', "*", 'W/"' + "y" * 500]),
            "Range": self.rng.choice(["", "", "", "bytes=0-9", "bytes=9-0", "x"]),
        }
        kept = {name: value for name, value in headers.items() if value and self.rng.random() < 0.5}
        body = b""
        if method in {"POST", "PUT", "PATCH"}:
            kind, body = self._upload() if "uploads" in rule else (self.rng.choice(_TYPES), self._body())
            kept |= {"Content-Type": kind} if kind else {}
        return FuzzedRequest(method, self._path(rule) + (f"?{query}" if query else ""), kept, body)

    def _path(self, rule: str) -> str:
        parts = rule.replace(">", "<").split("<")
        # Every second part is a variable: its name, perhaps with a converter before it.
        return "".join(part if at % 2 == 0 else quote(self._variable(part), safe="") for at, part in enumerate(parts))

    def _variable(self, variable: str) -> str:
        converter, _, name = variable.rpartition(":")
        if self.rng.random() < 0.1:
            return self.rng.choice([junk for junk in JUNK if junk])
        if converter.startswith("any("):
            return self.rng.choice(converter[4:-1].split(","))
        if converter == "number":
            return str(self.rng.choice([0, 1, 9, 12, 22, 429, 6867, 2**31, self.rng.randrange(10**9)]))
        if name in {"layer_id", "layer", "zones"}:
            return self.rng.choice(self.layers)
        if name == "kind":
            return self.rng.choice(["geojson", "csv", "gpkg", "txt", "kml", "fgb", "parquet", "xlsx", "shp", "dxf"])
        return self.rng.choice(self.places)

    def _query(self, options: Mapping[str, Option]) -> Iterator[tuple[str, str]]:
        for name, option in options.items():
            if self.rng.random() < 0.35:
                yield name, self._value(name, option)
        if self.rng.random() < 0.03:
            yield self.rng.choice(["knd", "utm_source", "from", "", "lang", "digits", "\x00"]), self.rng.choice(JUNK)

    def _value(self, name: str, option: Option) -> str:
        if self.rng.random() < 0.2:
            return self.rng.choice(JUNK)
        if name in self.known:
            return ",".join(self.rng.sample(self.known[name], self.rng.choice([1, 1, 2])))
        schema = option.schema
        if "enum" in schema:
            return str(self.rng.choice(schema["enum"]))
        if schema.get("type") == "integer":
            least, most = schema.get("minimum", 0), schema.get("maximum", 100)
            return str(self.rng.choice([least, most, most + 1, self.rng.randint(least, most)]))
        return self.rng.choice(["a", "area_km2", "-area_km2", "parks:40", *JUNK])

    def _body(self) -> bytes:
        choice = self.rng.random()
        if choice < 0.1:
            return self.rng.randbytes(self.rng.randrange(200))
        if choice < 0.2:
            encoding = self.rng.choice(["utf-8", "gb18030", "utf-16"])
            return _broken_text(POINTS_FILE, self.rng).encode(encoding, "replace")
        value = json.loads(self.rng.choice([SQUARE, LINE]))
        value = self.rng.choice([_bare, _feature, _collection])(value)
        for _ in range(self.rng.choice([0, 1, 1, 2, 5])):
            value = _mutated(value, self.rng)
        text = json.dumps(value, ensure_ascii=self.rng.random() < 0.5)
        return (_broken_text(text, self.rng) if self.rng.random() < 0.1 else text).encode("utf-8", "surrogatepass")

    def _upload(self) -> tuple[str, bytes]:
        name = self.rng.choice(_FILE_NAMES)
        field_name = self.rng.choice(["file", "file", "file", "f"])
        head = f'--x\r\nContent-Disposition: form-data; name="{field_name}"; filename="{name}"\r\n\r\n'
        body = head.encode("utf-8", "replace") + self._body() + b"\r\n--x--\r\n"
        return "multipart/form-data; boundary=x", body


def _bare(shape: Any) -> Any:
    return shape


def _feature(shape: Any) -> Any:
    return {"type": "Feature", "geometry": shape, "properties": {"name": "a", "use": "b"}}


def _collection(shape: Any) -> Any:
    return {"type": "FeatureCollection", "features": [_feature(shape), _feature(copy.deepcopy(shape))]}


#: Values that may stand in the place of any other.
_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 1e308, -1e308, 10**400, float("nan"), float("inf"), "", "a", "Polygon",
    "GeometryCollection", [], {}, [[]], [[[]]], [None], {"a": None}, [0, 0], [[0, 0]], [1, 2, 3, 4, 5], "\x00",
    "\ud800",
)  # fmt: skip
_KEYS = (
    "type",
    "coordinates",
    "geometry",
    "geometries",
    "properties",
    "features",
    "crs",
    "bbox",
    "id",
    "name",
    "a" * 300,
)


def _mutated(value: Any, rng: random.Random) -> Any:
    """Return a JSON value in which one place, however deep, was changed; a very deep one stays as it is."""
    if _depth(value) > _DEEP_ENOUGH:
        return value
    places = list(_places(value))
    parent, key = rng.choice(places) if places else (None, None)
    changes: list[Callable[[], Any]] = [
        lambda: rng.choice(_VALUES),
        lambda: copy.deepcopy(value),
        lambda: _deep(rng),
    ]
    change = rng.choice(changes)
    if parent is None:
        return change()
    if isinstance(parent, dict) and rng.random() < 0.3:
        parent[rng.choice(_KEYS)] = change()
    elif rng.random() < 0.2:
        del parent[key]
    else:
        parent[key] = change()
    return value


def _depth(value: Any) -> int:
    depth, level = 0, [value]
    while level := [
        part
        for one in level
        if isinstance(one, dict | list)
        for part in (one.values() if isinstance(one, dict) else one)
    ]:
        depth += 1
    return depth


def _deep(rng: random.Random) -> Any:
    value: Any = 0
    for _ in range(rng.choice([3, 40, 200])):
        value = [value]
    return value


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from _places(value[key])


def _broken_text(text: str, rng: random.Random) -> str:
    """Return a text of which a piece was cut, doubled or replaced."""
    start, end = sorted((rng.randrange(len(text) + 1), rng.randrange(len(text) + 1)))
    return text[:start] + rng.choice(["", text[start:end] * 2, rng.choice(JUNK)]) + text[end:]
