"""The reference tables of the READMEs, made from the code: ``python -m tests.reference`` writes them again.

A table stands between ``<!-- begin NAME -->`` and ``<!-- end NAME -->``. `tests/test_documented.py` fails while a table
is not what the code says.
"""

from __future__ import annotations

import inspect
import re
import typing
from collections.abc import Callable, Iterable
from pathlib import Path

import click
from flask import Flask

import geo
from geo import load_atlas
from geo.atlas import document_schema, schema
from geo.check.rules import RULES
from geo.columns import COLUMNS
from geo.export import FORMATS
from geo.export.field_list import LIMITS
from webmap import create_app
from webmap.cli.main import main as lingang
from webmap.http import query
from webmap.pages.api import readable
from webmap.settings import Settings

ROOT = Path(__file__).parent.parent
_BLOCK = re.compile(r"(<!-- begin (\w+) -->\n).*?(<!-- end \2 -->)", re.DOTALL)

Row = Iterable[object]


def readmes() -> list[Path]:
    """List the READMEs of the repository, the main one first."""
    folders = (".", "geo", "layers", "seeds", "webmap", "tests", "tests/bench")
    return [ROOT / folder / "README.md" for folder in folders]


def table(head: Row, rows: Iterable[Row]) -> str:
    """Write a table in Markdown."""
    lines = [list(head), ["---"] * len(list(head)), *(list(row) for row in rows)]
    return "".join("| " + " | ".join(_cell(cell) for cell in line) + " |\n" for line in lines)


def _cell(value: object) -> str:
    return re.sub(r"\s+", " ", str(value)).replace("|", "\\|").strip()


def _code(values: Iterable[object]) -> str:
    return " ".join(f"`{value}`" for value in values)


def _first_line(thing: object) -> str:
    return (inspect.getdoc(thing) or "").split("\n\n", maxsplit=1)[0].replace("\n", " ")


def settings() -> str:
    """List the settings of the web application."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else f"`{field.default}`"
        rows.append((f"`LINGANG_{name.upper()}`", default, field.description))
    return table(("setting", "default", "meaning"), rows)


def commands() -> str:
    """List the commands with their options."""
    context = click.Context(lingang, info_name="lingang")
    rows = []
    for name in lingang.list_commands(context):
        command = lingang.get_command(context, name)
        assert command is not None
        if command.hidden:
            continue
        arguments = [one for one in command.collect_usage_pieces(context) if "OPTIONS" not in one]
        usage = " ".join(["lingang", name, *arguments])
        rows.append((f"`{usage}`", command.get_short_help_str(300)))
        for option in options_of_command(command):
            words = f"One of {_code(option.type.choices)}." if isinstance(option.type, click.Choice) else ""
            rows.append(("&emsp;" + _code(option.opts + option.secondary_opts), f"{option.help or ''} {words}"))
    return table(("command, option", "meaning"), rows)


def options_of_command(command: click.Command) -> list[click.Option]:
    """List the options of a command that its help shows."""
    return [one for one in command.params if isinstance(one, click.Option) and not one.hidden]


def addresses() -> str:
    """List the addresses of the server with the options each takes."""
    app = create_app({"workspace": None}, atlas=load_atlas())
    taken = options_of(app)
    rows = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            answer = _first_line(app.view_functions[rule.endpoint])
            rows.append((f"`{method} {readable(rule.rule)}`", answer, _code(taken.get(f"{method} {rule.rule}", ()))))
    return table(("address", "answer", "options"), rows)


def options_of(app: Flask) -> dict[str, list[str]]:
    """List the options of each address, without those that every address takes."""
    declared = query.declared(app)
    everywhere = set.intersection(*(set(options) for options in declared.values()))
    return {address: [name for name in options if name not in everywhere] for address, options in declared.items()}


def options() -> str:
    """List what the options of addresses mean; an option that means two things has two rows."""
    app = create_app({"workspace": None}, atlas=load_atlas())
    rows = {}
    for taken in query.declared(app).values():
        for name, option in taken.items():
            rows[name, option.meaning] = (f"`{name}`", option.meaning, option.expected)
    return table(("option", "meaning", "value"), (rows[key] for key in sorted(rows)))


def names() -> str:
    """List the public names of the library."""
    return table(("name", "what it does"), ((f"`geo.{name}`", _first_line(getattr(geo, name))) for name in geo.__all__))


def formats() -> str:
    """List the formats of an exported layer."""
    rows = []
    for name, one in FORMATS.items():
        rows.append((f"`{name}`", one.suffix, one.crs, _code(sorted(one.options)), *LIMITS[name]))
    return table(("format", "file", "system unless named", "options", "限制", "limits"), rows)


def columns() -> str:
    """List the columns of tables and files."""
    rows = [(f"`{one.key}`", f"`{one.code}`" if one.code else "", *one.heading) for one in COLUMNS.values()]
    return table(("column", "code", "表头", "heading"), rows)


def rules() -> str:
    """List the rules of `lingang check`."""
    return table(("rule", "holds"), ((f"`{rule}`", meaning) for rule, meaning in RULES.items()))


def hatches() -> tuple[str, ...]:
    """List the hatches a style may have."""
    return typing.get_args(schema.Style.model_fields["hatch"].annotation)


def vocabularies() -> str:
    """List the words a column of the tables may hold."""
    listed = {
        "`kind` of a place": schema.KINDS,
        "`level`": schema.LEVELS,
        "`parent_basis`": schema.PARENT_BASES,
        "`type` of a claim": schema.CLAIM_TYPES,
        "`role` of a claim": schema.CLAIM_ROLES,
        "`status` of a claim": schema.CLAIM_STATUSES,
        "`kind` of an indicator": document_schema.INDICATOR_KINDS,
        "`kind` of a target": document_schema.TARGET_KINDS,
        "`reach` of a target": document_schema.TARGET_REACHES,
        "`instrument`": document_schema.INSTRUMENTS,
        "`theme`": document_schema.THEMES,
        "`topic` of a land rule": document_schema.LAND_TOPICS,
        "`use` of a wording": document_schema.WORDING_USES,
        "`strength` of a verb": document_schema.STRENGTHS,
        "`status` of a document": document_schema.DOCUMENT_STATUSES,
        "`stands_basis`": document_schema.STANDING_BASES,
        "`field` of a printed fact": document_schema.DOCUMENT_FIELDS,
        "`group` of an industry": schema.INDUSTRY_GROUPS,
        "`kind` of an industry link": schema.LINK_KINDS,
        "`basis`": schema.BASES,
        "`relation`": schema.RELATIONS,
    }
    return table(("column", "words"), ((column, _code(words)) for column, words in listed.items()))


def drawing() -> str:
    """List the words of a feature's method and grade."""
    return table(("property", "words"), (("`method`", _code(schema.METHODS)), ("`grade`", _code(schema.GRADES))))


TABLES: dict[str, Callable[[], str]] = {
    "settings": settings,
    "commands": commands,
    "addresses": addresses,
    "options": options,
    "names": names,
    "formats": formats,
    "columns": columns,
    "rules": rules,
    "vocabularies": vocabularies,
    "drawing": drawing,
}


def with_tables(text: str) -> str:
    """Return the text of a README with all tables made anew."""
    return _BLOCK.sub(lambda block: f"{block[1]}\n{TABLES[block[2]]()}\n{block[3]}", text)


def main() -> None:
    """Write the tables of all READMEs."""
    for path in readmes():
        text = path.read_text(encoding="utf-8")
        path.write_text(with_tables(text), encoding="utf-8")


if __name__ == "__main__":
    main()
