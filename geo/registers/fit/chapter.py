"""The chapter of an extract that answers a question of ``/fit`` for its site: each condition with its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.registers.fit.answer import answer, answers_of
from geo.registers.fit.question import link_of
from geo.registers.fit.ranking import score
from geo.registers.fit.site import answers_of_site
from geo.words import both

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.atlas.atlas import Atlas
    from geo.registers.fit.conditions import Condition
    from geo.registers.fit.site import Drawn


def chapter(atlas: Atlas, conditions: Sequence[Condition], place_id: str | None, site: Drawn | None) -> dict[str, Any]:
    """Answer a question for the site of an extract.

    Parameters
    ----------
    atlas : Atlas
        As of the day of the extract.
    conditions : sequence of Condition
    place_id : str or None
        The place, None for a site that is none.
    site : Drawn or None
        What is known of that site.

    Returns
    -------
    dict
        ``conditions`` and ``answers``, one for each, as in ``/fit.json``; ``certain``, ``possible`` and ``most``;
        ``rank`` and ``tied``, None for a site that is not ranked; ``ranked`` and ``asked``, the number of places;
        ``left_out``, the number of the hard condition that leaves it out, or None; ``standing`` and ``rules`` in both
        languages; ``link``, the address of the page below the root of the service.

    Raises
    ------
    ParameterError
        If a condition names what does not exist, or two ask the same.
    """
    found = answer(atlas, conditions)
    if site is not None:
        answers = answers_of_site(atlas, conditions, site)
    else:
        answers = answers_of(atlas, str(place_id), conditions)
    certain, possible = score(conditions, answers)
    scores = {"certain": certain, "possible": possible, "most": found["most"]}
    standing, said = _standing(found, place_id)
    zh, en = said
    more_zh, more_en = both("fit_standing.score", **scores)
    rules_zh, rules_en = both("fit_file.rules")
    return {
        "conditions": found["conditions"],
        "answers": [one.record() for one in answers],
        **scores,
        **standing,
        "standing_zh": f"{zh}{more_zh}",
        "standing_en": f"{en} {more_en}",
        "rules_zh": rules_zh,
        "rules_en": rules_en,
        "link": link_of(conditions),
    }


def _standing(found: Mapping[str, Any], place_id: str | None) -> tuple[dict[str, Any], tuple[str, str]]:
    """Return where a place stands among those a question is put to, and the sentence that says it."""
    counts = {"ranked": len(found["places"]), "asked": len(found["places"]) + len(found["left_out"])}
    empty = {"rank": None, "tied": None, "left_out": None, **counts}
    row = next((one for one in found["places"] if one["place"]["id"] == place_id), None)
    if row:
        key = "fit_standing.tied" if row["tied"] else "fit_standing.ranked"
        return {**empty, "rank": row["rank"], "tied": row["tied"]}, both(key, rank=row["rank"], **counts)
    out = next((one for one in found["left_out"] if one["place"]["id"] == place_id), None)
    if out:
        titles = found["conditions"][out["condition"]]
        named = (titles["title_zh"], titles["title_en"])
        verdict = both(f"fit_answer.{out['answer']['answer']}")
        said = both("fit_standing.left_out", condition=named, answer=verdict)
        return {**empty, "left_out": out["condition"]}, said
    return empty, both("fit_standing.apart", **counts)
