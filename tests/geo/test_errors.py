"""The error tree: builtin classes a caller may catch, a rule for each fault, one message for all faults."""

from __future__ import annotations

import pytest

from geo import errors
from geo.errors import (
    AtlasError,
    CRSError,
    Fault,
    GeometryError,
    NotFoundError,
    ParameterError,
    SchemaError,
    UnknownLayerError,
    one_of,
)

CLASSES = [error for error in vars(errors).values() if isinstance(error, type) and issubclass(error, AtlasError)]


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (Fault("a"), "a"),
        (Fault("a", "b"), "a; expected b"),
        (Fault("a", "b", "f.csv, row 2", "mend it"), "f.csv, row 2: a; expected b; mend it"),
        (Fault("a", where="f.csv", remedy="mend it"), "f.csv: a; mend it"),
    ],
)
def test_a_fault_is_a_sentence_of_the_parts_it_has(fault: Fault, text: str) -> None:
    assert str(fault) == text


def test_an_error_holds_all_faults_and_fills_in_its_rule_where_a_fault_has_none() -> None:
    error = SchemaError([Fault("a"), Fault("b", rule="G001")])
    assert [fault.rule for fault in error.faults] == ["S002", "G001"]
    assert str(error) == "a\nb"
    assert ParameterError(Fault("a")).faults == [Fault("a", rule="P002")]


def test_names_like_the_unknown_one_come_first_and_the_list_has_an_end() -> None:
    names = [f"layer-{number}" for number in range(100)]
    assert one_of("park", ["coast", "roads", "parks"]) == "one of parks, coast, roads"
    assert one_of("ws-lots", [*names, "ws-plots"], 4) == "one of ws-plots, layer-0, layer-1, layer-2 and 97 more"
    assert one_of("parks", []) == "none: there is none"


@pytest.mark.parametrize(
    ("error", "builtin"),
    [
        (SchemaError, ValueError),
        (GeometryError, ValueError),
        (CRSError, ValueError),
        (ParameterError, ValueError),
        (NotFoundError, LookupError),
        (UnknownLayerError, LookupError),
    ],
)
def test_an_error_is_the_builtin_a_caller_would_catch(error: type[AtlasError], builtin: type[Exception]) -> None:
    with pytest.raises(builtin):
        raise error(Fault("a"))


def test_every_class_has_a_rule_of_its_own_and_its_place_in_the_tree_of_the_docstring() -> None:
    rules = [error.rule for error in CLASSES]
    assert len(set(rules)) == len(rules)
    assert all(error.__name__ in (errors.__doc__ or "") for error in CLASSES)
