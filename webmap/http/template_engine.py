"""The engine of the templates, quicker where a page asks most: it calls macros and reads dictionaries by the thousand.

Jinja asks of whatever is called whether it takes the context, and of whatever has a dot whether it has an attribute of
that name, which for a dictionary ends in an error that is caught. Both answers are known for the types seen here.
"""

from __future__ import annotations

from functools import partial
from types import FunctionType
from typing import TYPE_CHECKING, Any

from flask.templating import Environment
from jinja2.runtime import Context, Macro
from jinja2.utils import internalcode

if TYPE_CHECKING:
    from flask import Flask

#: A name among these is the method of a dictionary, though it may have a key of that name.
_METHODS = frozenset(dir(dict))


class _Context(Context):
    @internalcode
    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls, as `jinja2.runtime.Context.call` does."""
        kind = type(called)
        if kind is Macro:
            args = (self.eval_ctx, *args)
        elif kind is not partial and (kind is not FunctionType or called.__dict__):  # marks of what it takes
            return super().call(called, *args, **kwargs)
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        return called(*args, **kwargs)


class _Environment(Environment):
    context_class = _Context

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return what a dot in a template means, as `jinja2.Environment.getattr` does."""
        if type(obj) is not dict or attribute in _METHODS:
            return super().getattr(obj, attribute)
        try:
            return obj[attribute]
        except KeyError:
            return self.undefined(obj=obj, name=attribute)


def init_app(app: Flask) -> None:
    """Let an application use this engine; call it before anything looks at its templates."""
    app.jinja_environment = _Environment
