"""The spatial frameworks: cited, drawn in one frame, their names apart from each other."""

from __future__ import annotations

import re

from geo import Atlas
from geo.screen.frameworks import FRAMEWORKS, WIDTH, framework_list, frameworks, ground


def test_each_framework_is_cited_and_drawn_in_the_same_frame(atlas: Atlas) -> None:
    pictures = frameworks(atlas)
    assert [picture["term_zh"] for picture in pictures] == [framework.term_zh for framework in FRAMEWORKS]
    for picture in pictures:
        assert picture["document"]
        assert picture["section"]
        assert picture["parts"]


def test_every_member_is_a_part_or_unlocated_and_nothing_else_is(atlas: Atlas) -> None:
    members = atlas.tables["framework_members"]
    assert set(members["framework_id"]) == {framework.id for framework in FRAMEWORKS}
    for framework, picture in zip(FRAMEWORKS, frameworks(atlas), strict=True):
        expected = members.loc[members["framework_id"] == framework.id, "place_id"]
        shown = [part["id"] for part in picture["parts"]] + [place["id"] for place in picture["unlocated"]]
        assert sorted(shown) == sorted(expected)
        assert all(atlas.shape_of(place["id"]) is None for place in picture["unlocated"])


def test_the_list_has_the_members_of_the_pictures_in_their_order(atlas: Atlas) -> None:
    for described, picture in zip(framework_list(atlas), frameworks(atlas), strict=True):
        located = [part["id"] for part in described["parts"] if part["located"]]
        assert located == [part["id"] for part in picture["parts"]]
        assert {part["layer"] for part in described["parts"]} == set(picture["layers"])
        assert (described["holder"], described["document"]) == (picture["holder"], picture["document"])


def test_parts_and_names_lie_in_the_frame(atlas: Atlas) -> None:
    frame = ground(atlas)
    assert frame["width"] - WIDTH in (0, 1), "the frame ends on whole pixels"
    for picture in frameworks(atlas):
        for part in picture["parts"]:
            for x, y in (part["name_at_zh"], part["name_at_en"], (part["x"], part["y"])):
                assert 0 <= x <= frame["width"]
                assert 0 <= y <= frame["height"]


def test_a_name_is_shown_without_its_brackets(atlas: Atlas) -> None:
    for picture in frameworks(atlas):
        for part in picture["parts"]:
            assert not re.search("[(（]", part["short_zh"] + part["short_en"])
            assert part["name_zh"].startswith(part["short_zh"])


def test_no_two_chinese_names_of_a_framework_have_one_position(atlas: Atlas) -> None:
    for picture in frameworks(atlas):
        positions = [tuple(part["name_at_zh"]) for part in picture["parts"]]
        assert len(set(positions)) == len(positions)


def test_the_background_is_the_land_of_the_coast(atlas: Atlas) -> None:
    assert ground(atlas)["land"]
    assert all(path.startswith("M") and path.endswith("z") for path in ground(atlas)["land"])
    catalogue = atlas.catalogue.model_copy(
        update={"layer": tuple(layer for layer in atlas.catalogue.layer if layer.id != "coast")}
    )
    assert ground(Atlas(catalogue, atlas.tables, atlas.layers, atlas.version))["land"] == []
