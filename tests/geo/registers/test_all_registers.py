"""Every register answers for all documents, for one, and names what it holds."""

from __future__ import annotations

import json

from geo import Atlas
from geo.registers.all_registers import REGISTERS


def test_each_register_is_json_and_has_a_title(atlas: Atlas) -> None:
    for name, make in REGISTERS.items():
        register = make(atlas)
        assert register.name == name
        assert all(register.title)
        assert json.loads(json.dumps(register.body))["version"] == atlas.version
        assert len(make(atlas, frozenset({"lg-press-2022"})).rows) < len(register.rows)
