"""The project file ``*.lingang.json``: views of the map with titles and notes, and the reader's own shapes.

::

    {"type": "lingang-project", "schema": 1, "data_version": "…", "title": "…", "created": "2026-11-29T08:00:00Z",
     "views": [{"title": "…", "note": "…", "state": "map=11.5/30.9/121.9&layers=scopes,parks",
                "extent": [121.7, 30.8, 122.0, 31.0], "drawing": "d1"}],
     "drawings": [{"id": "d1", "shapes": {"type": "FeatureCollection", "features": [
         {"type": "Feature", "geometry": {…}, "properties": {"name": "…", "note": "…"}}]}}]}

``state`` is what an address of the map page has after ``#``. What a stranger sends is counted before it is built, keys
that nobody knows are told and left out, and a text is a text: control characters become blanks.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from geo import words
from geo.errors import TOO_LARGE, Fault, ParameterError
from geo.readers.project.view_state import SHAPES_PART, ViewState, address_of, read_state
from geo.readers.sound_shapes import require_sound
from geo.readers.vector_file import as_parameter_errors, parse_geojson

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shapely.geometry.base import BaseGeometry

TYPE, SCHEMA = "lingang-project", 1
#: Most bytes of a file, and of the parts of one; ``static/js/project/project_file.js`` has the same.
MOST_BYTES = 4 * 1024 * 1024
#: As slides, each view takes some 30 MB while they are set.
MOST_VIEWS, MOST_DRAWINGS, MOST_SHAPES, MOST_VERTICES = 24, 24, 500, 50_000
LONGEST_TITLE, LONGEST_NOTE, LONGEST_STATE = 80, 600, 2000
#: Objects and lists of the text: a list takes fifty times the memory of its two characters.
_MOST_OBJECTS = 200_000
_MOST_TOLD = 12

_Title = Annotated[str, StringConstraints(max_length=LONGEST_TITLE)]
_Note = Annotated[str, StringConstraints(max_length=LONGEST_NOTE)]
_Degrees = Annotated[float, Field(allow_inf_nan=False)]


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="allow", frozen=True)

    @field_validator("title", "note", "state", "id", "drawing", "created", "data_version", check_fields=False)
    @classmethod
    def _plain(cls, text: str | None) -> str | None:
        return None if text is None else plain_text(text)


class _ViewPart(_Part):
    title: _Title
    note: _Note = ""
    state: Annotated[str, StringConstraints(max_length=LONGEST_STATE)]
    extent: Annotated[list[_Degrees], Field(min_length=4, max_length=4)] | None = None
    drawing: Annotated[str, StringConstraints(max_length=40)] | None = None

    @field_validator("extent")
    @classmethod
    def _in_degrees(cls, extent: list[float] | None) -> list[float] | None:
        if extent is not None:
            west, south, east, north = extent
            if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
                msg = "west, south, east, north in degrees"
                raise ValueError(msg)
        return extent


class _DrawingPart(_Part):
    id: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    shapes: dict[str, Any]


class _FilePart(_Part):
    type: Literal["lingang-project"]
    schema_: Annotated[Literal[1], Field(alias="schema")]
    data_version: Annotated[str, StringConstraints(max_length=80)] = ""
    title: _Title = ""
    created: Annotated[str, StringConstraints(max_length=40)] = ""
    views: Annotated[list[_ViewPart], Field(max_length=MOST_VIEWS)]
    drawings: Annotated[list[_DrawingPart], Field(max_length=MOST_DRAWINGS)] = []


@dataclass(frozen=True)
class OwnShape:
    """A shape of the reader in degrees (WGS84), with its name and its note, empty without one."""

    shape: BaseGeometry
    name: str = ""
    note: str = ""


@dataclass(frozen=True)
class Drawing:
    """Shapes that are shown together.

    Attributes
    ----------
    id : str
    shapes : tuple of OwnShape
    document : mapping
        The shapes as GeoJSON, as the file has them.
    """

    id: str
    shapes: tuple[OwnShape, ...]
    document: Mapping[str, Any]


@dataclass(frozen=True)
class View:
    """A view of the map.

    Attributes
    ----------
    title, note : str
    state : ViewState
    extent : tuple of float or None
        West, south, east, north in degrees of what the reader saw.
    drawing : Drawing or None
    """

    title: str
    note: str
    state: ViewState
    extent: tuple[float, float, float, float] | None = None
    drawing: Drawing | None = None


@dataclass(frozen=True)
class Note:
    """What a reader should know of a project, with the number of its view (from 1), 0 for the whole file."""

    text_zh: str
    text_en: str
    view: int = 0


@dataclass(frozen=True)
class Project:
    """A project that was read.

    Attributes
    ----------
    title, created, data_version : str
        Empty where the file does not say.
    views : tuple of View
    drawings : tuple of Drawing
    notes : tuple of Note
        What of the file was left out.
    """

    title: str
    created: str
    data_version: str
    views: tuple[View, ...]
    drawings: tuple[Drawing, ...] = ()
    notes: tuple[Note, ...] = field(default=())

    def document(self) -> dict[str, Any]:
        """Return the project as a file holds it."""
        return {
            "type": TYPE,
            "schema": SCHEMA,
            "data_version": self.data_version,
            "title": self.title,
            "created": self.created,
            "views": [_view_document(view) for view in self.views],
            "drawings": [{"id": one.id, "shapes": dict(one.document)} for one in self.drawings],
        }


def read_project(text: str | bytes) -> Project:
    """Read a project file.

    Parameters
    ----------
    text : str or bytes
        JSON in UTF-8.

    Returns
    -------
    Project

    Raises
    ------
    ParameterError
        If it is no project, or larger than a project may be.
    GeometryError
        If an outline crosses itself or a coordinate is impossible.
    """
    data = _loaded(text)
    if not isinstance(data, dict) or data.get("type") != TYPE:
        fault = Fault("no project", f'a JSON file with "type": "{TYPE}"', "file", "choose a file *.lingang.json")
        raise ParameterError(fault)
    if data.get("schema") != SCHEMA:
        remedy = "open it with the atlas it was made with"
        raise ParameterError(Fault(f"schema {str(data.get('schema'))[:20]}", f"schema {SCHEMA}", "file", remedy))
    try:
        file = _FilePart.model_validate(data)
    except ValidationError as error:
        raise ParameterError([_fault(one) for one in error.errors(include_url=False)[:_MOST_TOLD]]) from error
    drawings = _drawings(file)
    views = tuple(_view(one, at, drawings) for at, one in enumerate(file.views))
    notes = tuple(_left_out(file))
    return Project(file.title, file.created, file.data_version, views, tuple(drawings.values()), notes)


def plain_text(text: str) -> str:
    """Return a text with a blank for each control character, mark of direction and half character; lines stay."""
    return "".join(char if char.isprintable() or char == "\n" else " " for char in text).strip()


def _loaded(text: str | bytes) -> Any:
    if len(text) > MOST_BYTES:
        expected = f"at most {MOST_BYTES // 1024 // 1024} MB"
        raise ParameterError(Fault(f"{len(text)} bytes", expected, "file", "leave out large drawings", TOO_LARGE))
    try:
        whole = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        if whole.count("{") + whole.count("[") > _MOST_OBJECTS:
            fault = Fault("too many objects and lists", f"at most {_MOST_OBJECTS}", "file", "leave some out", TOO_LARGE)
            raise ParameterError(fault)
        return json.loads(whole)
    except ParameterError:
        raise
    except (ValueError, RecursionError) as error:
        raise ParameterError(Fault(str(error)[:200], "JSON in UTF-8", "file", "choose a project file")) from error


def _fault(error: Any) -> Fault:
    """Return a fault of the form in our words: where, what was found, what was expected."""
    where = ".".join(str(part) for part in error["loc"])[:80]
    rule = TOO_LARGE if error["type"] in {"too_long", "string_too_long"} else ""
    return Fault(f"{str(error.get('input'))[:40]!r}", error["msg"][:160], where, "mend the file", rule)


def _drawings(file: _FilePart) -> dict[str, Drawing]:
    """Read the shapes of all drawings, by id."""
    out: dict[str, Drawing] = {}
    count = 0
    for at, part in enumerate(file.drawings):
        where = f"drawings.{at}"
        features = part.shapes.get("features")
        if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
            raise ParameterError(
                Fault("no list of features", "a FeatureCollection", f"{where}.shapes", "mend the file")
            )
        count += len(features)
        if count > MOST_SHAPES:
            found = f"more than {MOST_SHAPES} shapes"
            raise ParameterError(Fault(found, f"at most {MOST_SHAPES}", where, "leave some out", TOO_LARGE))
        if part.id in out:
            raise ParameterError(Fault(f"{part.id!r} twice", "each drawing once", where, "rename one of them"))
        out[part.id] = _drawing(part.id, features, where)
    return out


def _drawing(name: str, features: list[dict[str, Any]], where: str) -> Drawing:
    kept = [_feature(one) for one in features]
    document = {"type": "FeatureCollection", "features": kept}
    with as_parameter_errors():
        frame = parse_geojson(json.dumps(document), where)
        require_sound(frame.geometry.dropna().to_numpy(), where, most=MOST_VERTICES)
    shapes = (
        OwnShape(shape, one["properties"]["name"], one["properties"]["note"])
        for shape, one in zip(frame.geometry, kept, strict=True)
        if shape is not None and not shape.is_empty
    )
    return Drawing(name, tuple(shapes), document)


def _feature(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return a feature with what a project keeps of it."""
    about, geometry = given.get("properties"), given.get("geometry")
    about = about if isinstance(about, dict) else {}
    attributes = about.get("attributes")
    properties = {
        "name": _text(about, "name", LONGEST_TITLE),
        "note": _text(about, "note", LONGEST_NOTE),
        "surveyed": about.get("surveyed") is True,
        **({"attributes": attributes} if isinstance(attributes, dict) else {}),
    }
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _text(row: Mapping[Any, Any], key: str, longest: int) -> str:
    value = row.get(key)
    return plain_text(value)[:longest] if isinstance(value, str) else ""


def _view(part: _ViewPart, at: int, drawings: Mapping[str, Drawing]) -> View:
    if part.drawing is not None and part.drawing not in drawings:
        expected = "the id of one of its drawings"
        raise ParameterError(Fault(repr(part.drawing), expected, f"views.{at}.drawing", "leave it out"))
    extent = None if part.extent is None else (part.extent[0], part.extent[1], part.extent[2], part.extent[3])
    drawing = None if part.drawing is None else drawings[part.drawing]
    return View(part.title, part.note, read_state(part.state), extent, drawing)


def _view_document(view: View) -> dict[str, Any]:
    out: dict[str, Any] = {"title": view.title, "note": view.note, "state": address_of(view.state)}
    if view.extent is not None:
        out["extent"] = list(view.extent)
    if view.drawing is not None:
        out["drawing"] = view.drawing.id
    return out


def _left_out(file: _FilePart) -> Iterator[Note]:
    """List what of a file is not kept: keys nobody knows, and shapes that stand in an address."""
    parts: list[tuple[int, _Part]] = [(0, file), *enumerate(file.views, 1), *((0, one) for one in file.drawings)]
    for view, part in parts:
        unknown = sorted(part.model_extra or {})
        if unknown:
            named = ", ".join(plain_text(name)[:40] for name in unknown[:_MOST_TOLD])
            yield Note(*words.both("project.unknown_keys", keys=named), view)
    for view, one in enumerate(file.views, 1):
        if SHAPES_PART in read_state(one.state).parts:
            yield Note(*words.both("project.draw_in_state"), view)
