"""The option --store, and the address it names."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import click

from webmap.cli.common import USAGE, or_stop, stop

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas

#: What --store is without a value.
_DEFAULT = "(default)"
_VARIABLE = "LINGANG_STORE"
_SCHEMES = ("postgresql", "postgres")


def without_password(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Refuse an address with a password on the command line, where every user of the machine sees it (``ps``)."""
    name = str(parameter.name)
    if value is None or context.get_parameter_source(name) is not click.core.ParameterSource.COMMANDLINE:
        return value
    try:
        parts = urlsplit(value)
        is_secret = parts.scheme in _SCHEMES and (parts.password is not None or "password" in parse_qs(parts.query))
    except ValueError:  # no address; the reader of addresses says what is wrong
        return value
    if is_secret:
        where = f"LINGANG_{name.upper()}, ~/.pgpass, or a service of pg_service.conf (postgresql:///?service=NAME)"
        stop(
            f"--{name}: a password on the command line is seen by every user of this machine; put it into {where}",
            USAGE,
        )
    return value


#: Option of the commands that read or write a store.
STORE = click.option(
    "--store",
    metavar="[DIR_OR_DSN]",
    is_flag=False,
    flag_value=_DEFAULT,
    envvar=_VARIABLE,
    callback=without_password,
    help="The store: a folder, or postgresql://user@host/database (with a password: in LINGANG_STORE; or that in "
    "~/.pgpass); without a value that of LINGANG_STORE, else that of this user.",
)


def store_or_default(named: str | None) -> str:
    """Return the address of a store; that of LINGANG_STORE, else that of this user, if none is named."""
    named = os.environ.get(_VARIABLE) if named in (None, _DEFAULT) else named
    if named:
        return named
    from geo.store.store_folder import default_folder  # noqa: PLC0415  its libraries take half a second

    return str(default_folder())


def beside_store(atlas: Atlas, store: str | None) -> Atlas:
    """Return the atlas with the layers of a store beside its own; end as `stop_with` if the store cannot be read."""
    if store is None:
        return atlas
    from geo.store.open_store import open_store, with_store  # noqa: PLC0415  its libraries take half a second

    def opened() -> Atlas:
        layers = open_store(store_or_default(store))
        len(layers)  # so that every command ends alike where a database refuses or does not answer
        return with_store(atlas, layers)

    return or_stop(opened)  # type: ignore[no-any-return]


def printable(store: str) -> str:
    """Return the address of a store without user and password."""
    if not store.startswith(tuple(f"{scheme}://" for scheme in _SCHEMES)):
        return store
    from geo.readers.postgis import printable_address  # noqa: PLC0415  an extra: only a database needs it

    return printable_address(store)
