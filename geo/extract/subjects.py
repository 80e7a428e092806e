"""What an extract has to place: each place of the themes, and each statement tied to places, with its sources.

A subject is listed in every extract, in one of the three lists. A place carries its statements (claims), which are
rows of their own where it applies.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from geo import words
from geo.atlas.cells import split_list
from geo.atlas.per_atlas import per_atlas
from geo.atlas.rows_by_id import rows_of
from geo.documents.measures import places_of_measures
from geo.documents.targets import has_passed, rows_of_targets
from geo.documents.wordings import in_both
from geo.extract.cited import Texts, cited, document_texts
from geo.extract.kept_row import KeptRow
from geo.extract.themes import THEMES, theme_of_layer
from geo.registers.register import figure_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.atlas.atlas import Atlas


@dataclass(frozen=True)
class Subject:
    """A place or a statement.

    Attributes
    ----------
    theme : str
    place_ids : tuple of str
        Itself, or the places it is tied to; empty if a document names none.
    row : KeptRow
        What an extract prints of it, but for its reach: ``theme``, ``kind``, ``id``, ``what_zh`` …
    statements : tuple of KeptRow
        Of a place: the rows of its claims.
    """

    theme: str
    place_ids: tuple[str, ...]
    row: KeptRow
    statements: tuple[KeptRow, ...] = ()


def known_day(atlas: Atlas, day: date) -> date:
    """Return the last day of the year, or of the first year after all that the documents set.

    What is past changes with the year only, and no more once all is past: so few days are ever looked at.
    """
    return date(min(day.year, _last_year(atlas) + 1), 12, 31)


@per_atlas
def _last_year(atlas: Atlas) -> int:
    cells = [*atlas.tables["indicators"]["year"], *atlas.tables["documents"]["term_to"]]
    return max(int(year) for cell in cells for year in split_list(cell))


@per_atlas
def subjects(atlas: Atlas, on: date) -> tuple[Subject, ...]:
    """List all subjects of an atlas, in the order of the themes, then of the tables.

    Parameters
    ----------
    atlas : Atlas
    on : datetime.date
        Of `known_day`: it tells which documents and targets are past.
    """
    listed = [*_places(atlas, on), *_industries(atlas, on), *_links(atlas, on)]
    listed += [*_indicators(atlas, on), *_measures(atlas, on), *_land_rules(atlas, on)]
    rank = {theme.id: at for at, theme in enumerate(THEMES)}
    return tuple(sorted(listed, key=lambda subject: rank[subject.theme]))


def _row(
    atlas: Atlas,
    on: date,
    head: tuple[str, str, str],
    sources: Sequence[Mapping[Any, Any]],
    *,
    what: Texts,
    detail: Texts,
    **own: Texts | None,
) -> KeptRow:
    """Make the row of a subject: theme, kind and id; status, term and office are its own or those of its document."""
    theme, kind, key = head
    cells = {
        name: own.get(name) or document_texts(atlas, on, sources, name) or (None, None)
        for name in ("status", "term", "office")
    }
    texts = {"what": what, "detail": detail, **cells}
    named = {
        f"{name}_{lang}": text for name, pair in texts.items() for lang, text in zip(words.LANGUAGES, pair, strict=True)
    }
    return KeptRow({"theme": theme, "kind": kind, "id": key, **named, "sources": cited(sources)})


def _places(atlas: Atlas, on: date) -> Iterator[Subject]:
    for row in atlas.tables["places"].to_dict("records"):
        place, theme = str(row["place_id"]), theme_of_layer(str(row["layer"]))
        if theme is None:
            continue
        claims = rows_of(atlas, "claims", "place_id", place)
        naming = [*claims, *rows_of(atlas, "annex_parks", "place_id", place)]
        naming += [tie for tie in rows_of(atlas, "relations", "place_id", place) if tie["basis"] == "stated"]
        naming += [tie for tie in rows_of(atlas, "relations", "other_id", place) if tie["basis"] == "stated"]
        count = len(claims)
        printed = _row(
            atlas,
            on,
            (theme, "place", place),
            naming,
            what=(row["name_zh"], row["name_en"]),
            detail=words.both("extract.statements", count=count),
        )
        yield Subject(theme, (place,), printed, tuple(_claim(atlas, on, theme, claim) for claim in claims))


def _claim(atlas: Atlas, on: date, theme: str, claim: Mapping[str, Any]) -> KeptRow:
    zh, en = (_claim_head(claim, lang) for lang in words.LANGUAGES)
    what = (zh, en)
    detail = (claim["summary_zh"], claim["summary_en"])
    status = words.both(f"extract_status.{claim['status']}") if claim["status"] else None
    return _row(atlas, on, (theme, "claim", claim["claim_id"]), [claim], what=what, detail=detail, status=status)


def _claim_head(claim: Mapping[str, Any], lang: str) -> str:
    kind, terms = words.say(f"claim_type.{claim['type']}", lang), _listed(claim[f"term_{lang}"], lang)
    return words.say("extract.claim", lang, kind=kind, terms=terms) if terms else kind


def _industries(atlas: Atlas, on: date) -> Iterator[Subject]:
    for tie in atlas.tables["industry_places"].to_dict("records"):
        industry = rows_of(atlas, "industries", "industry_id", tie["industry_id"])[0]
        key = f"{tie['industry_id']}/{tie['place_id']}/{tie['doc_id']}"
        row = _row(
            atlas,
            on,
            ("industries", "industry", key),
            [tie],
            what=(industry["name_zh"], industry["name_en"]),
            detail=words.both(f"basis.{tie['basis']}"),
        )
        yield Subject("industries", (tie["place_id"],), row)


def _links(atlas: Atlas, on: date) -> Iterator[Subject]:
    """List what belongs to an industry at a place; what belongs to no place says nothing of any site."""
    for link in atlas.tables["industry_links"].to_dict("records"):
        places = tuple(split_list(link["place_ids"]))
        if not places:
            continue
        industry = rows_of(atlas, "industries", "industry_id", link["industry_id"])[0]
        kind, name = words.both(f"link_kind.{link['kind']}"), (industry["name_zh"], industry["name_en"])
        row = _row(
            atlas,
            on,
            ("industries", "industry_link", link["link_id"]),
            [link],
            what=(link["term_zh"], link["term_en"]),
            detail=words.both("extract.of_industry", industry=name, kind=kind),
        )
        yield Subject("industries", places, row)


def _indicators(atlas: Atlas, on: date) -> Iterator[Subject]:
    for record in atlas.tables["indicators"].to_dict("records"):
        figure = {str(column): cell for column, cell in record.items()}
        ties = rows_of_targets(atlas).get(figure["indicator_id"], [])
        over = [place for tie in ties for place in split_list(tie["measured_over"])]
        value = (figure_text(figure, "zh"), figure_text(figure, "en"))
        qualified = (_listed(figure["qualifier_zh"], "zh"), _listed(figure["qualifier_en"], "en"))
        key = "extract.figure_qualified" if qualified[0] else "extract.figure"
        passed = has_passed(figure["year"], on) if figure["kind"] == "target" else None
        row = _row(
            atlas,
            on,
            ("targets", figure["kind"], figure["indicator_id"]),
            [figure],
            what=(figure["name_zh"], figure["name_en"]),
            detail=words.both(key, value=value, qualifier=qualified),
            status=words.both("target.passed") if passed else words.both(f"indicator_kind.{figure['kind']}"),
            term=(figure["year_zh"] or figure["year"], figure["year"]) if figure["year"] else None,
        )
        yield Subject("targets", tuple(dict.fromkeys((figure["place_id"], *over))), row)


def _measures(atlas: Atlas, on: date) -> Iterator[Subject]:
    for measure in atlas.tables["measures"].to_dict("records"):
        row = _row(
            atlas,
            on,
            ("measures", "measure", measure["measure_id"]),
            [measure],
            what=(measure["title_zh"], measure["title_en"]),
            detail=(measure["summary_zh"], measure["summary_en"]),
            term=_printed(atlas, "time", measure["deadline"]),
            office=_printed(atlas, "actor", measure["lead"]),
        )
        yield Subject("measures", tuple(place for place, _ in places_of_measures(atlas)[measure["measure_id"]]), row)


def _land_rules(atlas: Atlas, on: date) -> Iterator[Subject]:
    for rule in atlas.tables["land_rules"].to_dict("records"):
        row = _row(
            atlas,
            on,
            ("land_rules", "land_rule", rule["rule_id"]),
            [rule],
            what=words.both(f"land_topic.{rule['topic']}"),
            detail=(rule["rule_zh"], rule["rule_en"]),
        )
        yield Subject("land_rules", tuple(split_list(rule["place_ids"])), row)


def _printed(atlas: Atlas, use: Any, cell: str) -> Texts | None:
    """Return printed words in both languages; None for an empty cell."""
    listed = in_both(atlas, use, cell)
    if not listed:
        return None
    printed = ";".join(str(word["zh"]) for word in listed)
    english = ";".join(str(word["en"] or word["zh"]) for word in listed)
    return _listed(printed, "zh"), _listed(english, "en")


def _listed(cell: str, lang: str) -> str:
    return words.say("list.separator", lang).join(split_list(cell))
