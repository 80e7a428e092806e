"""What a place inherits from its parents and groups: measures and targets, each through the nearest place."""

from __future__ import annotations

from geo import Atlas
from geo.places.inherited import PARK_KINDS, holders, inherited_measures, inherited_targets
from geo.places.profile import profile


def test_the_parents_and_the_groups_a_document_states_hold_a_place(atlas: Atlas) -> None:
    assert holders(atlas, "nc-jiading") == ["five-new-cities", "shanghai"]
    above = holders(atlas, "nc-nanhui")
    assert {"lg-new-area", "five-new-cities", "shanghai"} <= set(above)
    assert above.index("lg-new-area") < above.index("shanghai")
    assert holders(atlas, "shanghai") == []


def test_a_reading_of_ours_passes_nothing_on(atlas: Atlas) -> None:
    readings = atlas.tables["relations"].query("basis == 'reading' and relation == 'part_of'")
    assert "auto-city" in set(readings["other_id"])
    assert "auto-city" not in holders(atlas, "czp-jiading-10")


def test_the_target_of_a_group_applies_to_each_member_it_names(atlas: Atlas) -> None:
    """The growth of six and eight per cent is that of the other four cities, not of Nanhui (D-14)."""
    for city in ("nc-jiading", "nc-qingpu", "nc-songjiang", "nc-fengxian"):
        found = dict(inherited_targets(atlas, city))
        assert found["t-other4-growth"] == found["t-other4-growth-stretch"] == "five-new-cities"
    nanhui = dict(inherited_targets(atlas, "nc-nanhui"))
    assert "t-other4-growth" not in nanhui
    assert nanhui["t-newcity-talent"] == "five-new-cities"
    assert nanhui["t-lg-output"] == "lg-new-area"


def test_a_target_reaches_the_places_inside_a_member(atlas: Atlas) -> None:
    assert "t-other4-growth" in dict(inherited_targets(atlas, "czp-qingpu-04"))
    assert "t-other4-growth" not in dict(inherited_targets(atlas, "czp-nanhui-05"))


def test_every_measure_of_the_new_cities_reaches_each_of_them(atlas: Atlas) -> None:
    """No measure of the scheme misses Nanhui (D-15)."""
    measures = atlas.tables["measures"]
    wanted = set(measures.loc[measures["doc_id"] == "new-cities-2021", "measure_id"])
    for city in ("nc-jiading", "nc-nanhui"):
        record = profile(atlas, city)
        assert wanted <= {row["measure_id"] for row in (*record["measures"], *record["inherited"]["measures"])}


def test_what_bears_on_the_place_itself_is_not_inherited_too(atlas: Atlas) -> None:
    for place in ("lg-new-area", "nc-nanhui", "hqc-nanhui", "caohejing"):
        record = profile(atlas, place)
        own = {row["measure_id"] for row in record["measures"]}
        inherited = [row["measure_id"] for row in record["inherited"]["measures"]]
        assert not own & set(inherited)
        assert len(inherited) == len(set(inherited))


def test_measures_for_the_parks_of_the_city_bear_on_parks_only(atlas: Atlas) -> None:
    assert atlas.places.at["caohejing", "kind"] in PARK_KINDS
    assert "shanghai" in dict(inherited_measures(atlas, "caohejing")).values()
    assert inherited_measures(atlas, "node-pvg") == []
    assert "shanghai" not in dict(inherited_targets(atlas, "caohejing")).values()


def test_an_inherited_entry_says_through_which_place(atlas: Atlas) -> None:
    record = profile(atlas, "fa-frontier")["inherited"]
    assert {row["through"]["id"] for row in record["measures"]} == {"lg-new-area"}
    first = record["targets"][0]
    assert first["through"]["name_zh"] == atlas.name_of("lg-new-area", "zh")
    assert first["document"]["short_zh"]
    assert "passed" in first
    assert profile(atlas, "shanghai")["inherited"] == {"targets": [], "measures": []}
