"""Both catalogues are complete: no key is missing, none is left over, every vocabulary of the data has its words."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

import webmap
from geo import Atlas, words
from geo.atlas import document_schema, schema
from webmap.i18n import HTML_LANG, LANGUAGES, catalogue, current_lang, number, pick, t, term

ROOT = Path(webmap.__file__).parent
KEYS = set(catalogue("zh"))
NAMESPACES = {key.split(".")[0] for key in KEYS}
QUOTED = re.compile(r"""["'`]([a-z][a-z_0-9]*\.[A-Za-z_0-9.]+)["'`]""")
FILE_NAME = re.compile(r"\.(html|json|js|css|csv|xlsx|geojson)$")
# term("kind", …), t(`topic.${…}`) and t("unit." ~ …) use every key that begins so.
PREFIXES = [
    re.compile(r"""\bterm\(\s*["'`]([a-z_]+)["'`]"""),
    re.compile(r"""\bt(?:erm)?\(\s*[a-z_.]*(?:\?|`)?\s*`?([a-z_]+)\.\$\{"""),
    re.compile(r"""\bt\(\s*["']([a-z_]+)\.["']\s*~"""),
]
# term(`relation_${direction}`, …) in JavaScript, term("relation_" ~ direction, …) in templates.
DIRECTIONS = re.compile(r"""\bterm\(\s*["'`](relation_)""")
VOCABULARIES = {
    "kind": schema.KINDS,
    "claim": schema.CLAIM_TYPES,
    "method": schema.METHODS,
    "grade": schema.GRADES,
    "indicator_kind": document_schema.INDICATOR_KINDS,
    "theme": document_schema.THEMES,
    "instrument": document_schema.INSTRUMENTS,
    "land_topic": document_schema.LAND_TOPICS,
    "strength": document_schema.STRENGTHS,
    "target_kind": document_schema.TARGET_KINDS,
    "document_field": document_schema.DOCUMENT_FIELDS,
    "link_kind": schema.LINK_KINDS,
    "basis": schema.BASES,
    "role": schema.CLAIM_ROLES,
    "status": schema.CLAIM_STATUSES,
    "industry_group": schema.INDUSTRY_GROUPS,
    "relation_out": schema.RELATIONS,
    "relation_in": schema.RELATIONS,
    "verdict": ["within", "outside"],
    "standing": ["inside", "outside", "partly", "within the band"],
}


def number_cases() -> list[dict[str, str]]:
    """The cases `tests/browser/test_shared_rules.py` holds the scripts to."""
    with (Path(__file__).parents[1] / "data" / "number_cases.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sources() -> Iterator[tuple[str, str]]:
    for pattern in ("**/*.py", "templates/**/*.html", "static/js/**/*.js"):
        for path in sorted(ROOT.glob(pattern)):
            yield path.name, path.read_text(encoding="utf-8")


def used_keys(text: str) -> set[str]:
    """Keys that stand as a literal in a source."""
    return {key for key in QUOTED.findall(text) if key.split(".")[0] in NAMESPACES and not FILE_NAME.search(key)}


def used_prefixes(text: str) -> set[str]:
    found = {name for pattern in PREFIXES for name in pattern.findall(text)}
    return found | ({"relation_out", "relation_in"} if DIRECTIONS.search(text) else set())


def test_both_languages_have_the_same_keys() -> None:
    assert set(catalogue("en")) == KEYS


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_is_empty(lang: str) -> None:
    assert not [key for key, text in catalogue(lang).items() if not text.strip()]


def test_both_languages_have_the_same_slots() -> None:
    slots = {
        lang: {key: set(re.findall(r"\{(\w+)\}", text)) for key, text in catalogue(lang).items()} for lang in LANGUAGES
    }
    assert slots["zh"] == slots["en"]


def test_every_key_in_use_is_in_the_catalogue(app: Flask) -> None:
    # Views are named in the same form.
    known = KEYS | set(app.view_functions)
    missing = {f"{name}: {key}" for name, text in sources() for key in used_keys(text) if key not in known}
    assert not missing


def test_every_key_of_the_catalogue_is_in_use() -> None:
    texts = [text for _, text in sources()]
    literal = set().union(*(used_keys(text) for text in texts))
    prefixes = set().union(*(used_prefixes(text) for text in texts))
    assert not {key for key in KEYS - literal if key.split(".")[0] not in prefixes}


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_every_value_of_a_vocabulary_has_words(vocabulary: str) -> None:
    missing = [value for value in VOCABULARIES[vocabulary] if f"{vocabulary}.{value}" not in KEYS]
    assert not missing


def test_chinese_is_the_language_unless_asked_otherwise(app: Flask) -> None:
    with app.test_request_context("/"):
        assert current_lang() == "zh"
    with app.test_request_context("/?lang=en"):
        assert current_lang() == "en"
    with app.test_request_context("/?lang=fr"):
        assert current_lang() == "zh"


def test_outside_a_request_the_language_is_chinese() -> None:
    assert current_lang() == "zh"


def test_chinese_sentences_say_square_kilometres_in_words(atlas: Atlas) -> None:
    """The sign stands beside a figure and at the end of a table head only."""
    texts = [text for texts in (catalogue("zh"), words.catalogue("zh")) for text in texts.values()]
    for table in atlas.tables.values():
        texts += [cell for column in table.columns if str(column).endswith("_zh") for cell in table[column]]
    signed = [text for text in texts if isinstance(text, str) and "km²" in text and not text.endswith("km²")]
    assert not [text for text in signed if re.search("[\u4e00-\u9fff]", text)]
    assert not [text for text in texts if isinstance(text, str) and re.search("[，。；].*km²", text)]


def test_slots_are_filled() -> None:
    assert t("map.more_here", lang="en", count=2) == "2 more here"


def test_an_unknown_key_is_an_error_and_an_unknown_value_shows_itself() -> None:
    with pytest.raises(KeyError):
        t("no.such.key")
    assert term("kind", "lighthouse") == "lighthouse"
    assert term("kind", None) == ""


def test_a_missing_translation_falls_back_to_the_other_language() -> None:
    assert pick({"name_zh": "滴水湖", "name_en": None}, "name", lang="en") == "滴水湖"
    assert pick({"name_zh": None, "name_en": None}, "name", lang="en") == ""


@pytest.mark.parametrize("row", number_cases(), ids=lambda row: f"{row['value']} {row['unit']}")
def test_figures_are_written_by_size_and_unit(row: dict[str, str]) -> None:
    value = float(row["value"]) if row["value"] else None
    shown = number(value, row["unit"], signed=row["signed"] == "yes", about=row["about"] == "yes")
    assert shown == row["text"]


@pytest.mark.parametrize(
    ("asked", "lang"),
    [
        ("en-US,en;q=0.9", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("zh-TW", "zh"),
        ("de,en;q=0.5,zh;q=0.4", "en"),
        ("fr", "zh"),
        ("", "zh"),
    ],
)
def test_a_page_follows_the_browser_until_a_language_is_chosen(client: FlaskClient, asked: str, lang: str) -> None:
    headers = {"Accept-Language": asked, "Accept": "text/html"}
    other = "en" if lang == "zh" else "zh"
    for path in ("/", "/places/park-frontier", "/tables/parks", "/search?q=x", "/nothing"):
        answer = client.get(path, headers=headers)
        assert f'<html lang="{HTML_LANG[lang]}">' in answer.text, path
        assert "Accept-Language" in answer.vary, path
        # The language one has anyway is not spelled out, the other is; so a switch is kept from page to page.
        assert f"lang={other}" in answer.text
        # A file does not follow the browser: its language is named.
        followed = re.sub(rf"<link[^>]*>|\.(pdf|docx|xlsx)\?lang={lang}", "", answer.text)
        assert f'?lang={lang}"' not in followed
    chosen = client.get(f"/places/park-frontier?lang={other}", headers=headers).text
    assert f'<html lang="{HTML_LANG[other]}">' in chosen
    assert f'href="/?lang={other}' in chosen


def test_data_keeps_its_language_whatever_the_browser(client: FlaskClient) -> None:
    for path in ("/ogc/", "/tables/parks.csv", "/stats/parks.csv"):
        with client.get(path, headers={"Accept-Language": "en"}) as english, client.get(path) as plain:
            assert english.get_data() == plain.get_data(), path
            assert "Accept-Language" not in english.vary
