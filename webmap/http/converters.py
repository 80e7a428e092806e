"""Parts of an address: numbers of a bounded length."""

from __future__ import annotations

from werkzeug.routing import IntegerConverter


class NumberConverter(IntegerConverter):
    """A whole number of at most nine digits: what is longer is no address, and is never made a number."""

    regex = r"\d{1,9}"
