"""Strict reading of the query: an address declares its options, and every other option is refused.

A view says what it reads and gets the parsed values as keyword arguments::

    bp = strict_blueprint("tables")

    @bp.get("/tables/<layer>.json")
    @options(FILTER, sort=word(200, "Column to order by."), digits=whole(9, "Decimal places of areas."))
    def table_json(layer: str, place_filter: PlaceFilter, sort: str, digits: int | None) -> Response: ...

Why: an option that is passed over answers something else than was asked. ``?knd=park`` must not answer all places.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from flask import Blueprint, current_app, request

from geo.errors import Fault, ParameterError
from webmap.http.option import REMEDY, Option, short
from webmap.i18n import follow_browser

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask import Flask
    from werkzeug.datastructures import MultiDict

_View = TypeVar("_View", bound="Callable[..., Any]")

#: Every address takes these: the language of the answer, and a mark of the data version that browsers cache by.
_EVERYWHERE = {
    "lang": Option(
        "Language of the answer; without it a page follows the browser and anything else is Chinese.",
        "zh or en; anything else counts as zh",
        str,
    ),
    "v": Option("Version of the answer: a browser keeps for good one whose address names its version.", "a text", str),
}
#: What messengers add to the address of a page that somebody shares.
_SHARING = ("from", "isappinstalled")
_SHARING_PREFIX = "utm_"


@dataclass(frozen=True)
class OptionGroup:
    """Options that make one value together.

    Attributes
    ----------
    name : str
        Name of the view's argument.
    options : mapping of str to Option
    make : callable
        Makes the value of a mapping of option to parsed value.
    """

    name: str
    options: Mapping[str, Option]
    make: Callable[[dict[str, Any]], Any]


@dataclass(frozen=True)
class PathOptions:
    """Options that only some paths of an address take: those whose layer has columns of its own.

    Attributes
    ----------
    name : str
        Name of the view's argument: a dict of option to value; an option that is missing and has no default is not in
        it.
    find : callable
        Returns the options for the values in the path. One with the name of a declared option is not read.
    """

    name: str
    find: Callable[[Mapping[str, Any]], Mapping[str, Option]]

    def values(self, more: Mapping[str, Option], args: MultiDict[str, str]) -> dict[str, dict[str, Any]]:
        """Return the argument of the view."""
        read = {name: option.value(name, args.get(name)) for name, option in more.items()}
        return {self.name: {name: value for name, value in read.items() if value is not None}}


@dataclass(frozen=True)
class _Declared:
    """What a view reads of the query."""

    single: Mapping[str, Option] = field(default_factory=dict)
    groups: tuple[OptionGroup, ...] = ()
    of_path: PathOptions | None = None
    #: Whether it is a page, whose address people share.
    is_page: bool = False

    @cached_property
    def options(self) -> dict[str, Option]:
        """All options by name."""
        grouped = {name: option for group in self.groups for name, option in group.options.items()}
        return {**grouped, **self.single}

    def values(self, args: MultiDict[str, str]) -> dict[str, Any]:
        """Return the arguments of the view."""
        read = {name: option.value(name, args.get(name)) for name, option in self.single.items()}
        for group in self.groups:
            read[group.name] = group.make(
                {name: option.value(name, args.get(name)) for name, option in group.options.items()}
            )
        return read


_DECLARED: WeakKeyDictionary[Callable[..., Any], _Declared] = WeakKeyDictionary()


class _StrictBlueprint(Blueprint):
    """A blueprint that reads the query of its views."""

    common: Mapping[str, Option]


def strict_blueprint(
    name: str, *, url_prefix: str | None = None, common: Mapping[str, Option] | None = None
) -> Blueprint:
    """Return a blueprint whose views take the options they declare and no other.

    Parameters
    ----------
    name : str
    url_prefix : str, optional
        What the addresses of all views begin with.
    common : mapping of str to Option, optional
        Options every view of the blueprint takes beside ``lang`` and ``v``. They are checked; no view gets them.
    """
    bp = _StrictBlueprint(name, __name__, url_prefix=url_prefix)
    bp.common = {**_EVERYWHERE, **(common or {})}

    @bp.url_value_preprocessor
    def read_query(endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values is not None:
            declaration = _DECLARED.get(current_app.view_functions[str(endpoint)], _Declared())
            if declaration.is_page:
                follow_browser()
            values.update(_values(declaration, bp.common, values))

    return bp


def options(*groups: OptionGroup | PathOptions, **single: Option) -> Callable[[_View], _View]:
    """Declare the options of a view; it gets their values as keyword arguments.

    Parameters
    ----------
    *groups : OptionGroup or PathOptions
        Options that make one value together; at most one `PathOptions`.
    **single : Option
        Options by name.
    """
    return _declare(_declared(single, groups))


def page_options(*groups: OptionGroup | PathOptions, **single: Option) -> Callable[[_View], _View]:
    """Declare the options of a page, as `options` does.

    A page passes over what messengers add to a shared address: ``utm_…``, ``from``, ``isappinstalled``.
    """
    return _declare(replace(_declared(single, groups), is_page=True))


def is_sharing_mark(name: str) -> bool:
    """Return whether an option is one that messengers add to the address of a page."""
    return name in _SHARING or name.startswith(_SHARING_PREFIX)


def takes(endpoint: str | None, name: str) -> bool:
    """Return whether the view of an endpoint declares an option of its own."""
    view = current_app.view_functions.get(endpoint or "")
    return view is not None and name in _DECLARED.get(view, _Declared()).options


def declared(app: Flask) -> dict[str, dict[str, Option]]:
    """List the options of every address, for documentation.

    Returns
    -------
    dict
        ``"GET /tables/<layer>.json"`` to options by name, those common to all addresses last. Static files are left
        out, and so are views of a blueprint that is not strict.
    """
    out = {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        bp = app.blueprints.get(rule.endpoint.rpartition(".")[0])
        if not isinstance(bp, _StrictBlueprint):
            continue
        own = _DECLARED.get(app.view_functions[rule.endpoint], _Declared()).options
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            out[f"{method} {rule.rule}"] = {**own, **bp.common}
    return out


def _declared(single: Mapping[str, Option], groups: tuple[OptionGroup | PathOptions, ...]) -> _Declared:
    fixed = tuple(group for group in groups if isinstance(group, OptionGroup))
    return _Declared(single, fixed, next((group for group in groups if isinstance(group, PathOptions)), None))


def _declare(declaration: _Declared) -> Callable[[_View], _View]:
    names = {*declaration.single, *(group.name for group in declaration.groups)}
    names |= {declaration.of_path.name} if declaration.of_path else set()

    def attach(view: _View) -> _View:
        missing = names - set(inspect.signature(view).parameters)
        if missing:
            msg = f"{view.__name__} takes no argument {', '.join(sorted(missing))}"
            raise TypeError(msg)
        _DECLARED[view] = declaration
        return view

    return attach


def _values(declaration: _Declared, common: Mapping[str, Option], path: Mapping[str, Any]) -> dict[str, Any]:
    """Check the query of the request and return the arguments of its view."""
    of_path = declaration.of_path
    known = {**common, **declaration.options}
    more = {name: option for name, option in of_path.find(path).items() if name not in known} if of_path else {}
    known |= more
    for name in sorted(request.args):
        if declaration.is_page and is_sharing_mark(name):
            continue
        if name not in known:
            expected = "one of " + ", ".join(sorted(set(known) - {"v"}))
            raise ParameterError(Fault(f"option {short(name)!r}", expected, "query", REMEDY))
        if len(request.args.getlist(name)) > 1:
            raise ParameterError(Fault(f"option {name!r} more than once", "each option once", "query", "leave one out"))
    for name, option in common.items():
        option.value(name, request.args.get(name))
    own = of_path.values(more, request.args) if of_path else {}
    return {**declaration.values(request.args), **own}
