"""Whether JSON answers keep the schemas the service itself publishes at ``/openapi.json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.errors import Fault, ParameterError

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

    from webmap.conform.visit import Visit

#: Addresses and the path of the description they are answers of.
ASKED = (
    ("healthz", "/healthz"),
    ("places.json?kind=park", "/places.json"),
    ("search?q=lg", "/search"),
    ("tables/parks.json", "/tables/{layer}.json"),
    ("stats/scopes.json", "/stats/{zones}.{kind}"),
    ("stats/scopes.json?by=parks", "/stats/{zones}.{kind}"),
)
#: One place in so many is asked for.
_EVERY = 12


def check(visit: Visit) -> None:
    """Read the description, and hold answers against it.

    Raises
    ------
    ParameterError
        If the extra ``conform`` is not installed.
    """
    description = visit.ask("openapi.json").json
    is_one = isinstance(description, dict) and "paths" in description and "components" in description
    if not visit.expect(is_one, "schema", "/openapi.json", "no description", "an OpenAPI 3.1 document"):
        return
    for address, path in ASKED:
        _hold(visit, description, address, path)
    listed = (visit.ask("places.json").json or {}).get("places", [])
    for row in listed[::_EVERY]:
        _hold(visit, description, f"places/{row['id']}.json", "/places/{place_id}.json")


def _hold(visit: Visit, description: dict[str, Any], address: str, path: str) -> None:
    answer = visit.ask(address, headers={"Accept": "application/json"})
    if not visit.expect(answer.status == 200, "schema", f"/{address}", answer.status, "200"):
        return
    operation = description["paths"].get(path, {}).get("get", {})
    schema = operation.get("responses", {}).get("200", {}).get("content", {}).get("application/json", {}).get("schema")
    if not visit.expect(schema, "schema", f"/{address}", f"no schema of {path}", "a schema of the answer"):
        return
    whole = {**schema, "components": description["components"]}
    for error in list(_validator(whole).iter_errors(answer.json))[:3]:
        where = "/".join(str(part) for part in error.absolute_path) or "the body"
        visit.expect(False, "schema", f"/{address}", f"{where}: {error.message}", f"the schema of {path}")


def _validator(schema: dict[str, Any]) -> Draft202012Validator:
    try:
        from jsonschema import Draft202012Validator  # noqa: PLC0415  of the extra
    except ImportError as error:
        remedy = "pip install 'lingang-atlas[conform]'"
        raise ParameterError(Fault("jsonschema is not installed", "the extra conform", "conform", remedy)) from error
    return Draft202012Validator(schema)
