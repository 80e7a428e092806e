"""The engine of the templates answers as Jinja's own does."""

from __future__ import annotations

from functools import partial

from flask import Flask
from flask.templating import Environment
from jinja2 import DictLoader, pass_context

from webmap.http import template_engine

_PAGE = """
{%- macro twice(text, more="!") -%}<b>{{ text }}{{ text }}{{ more }}{{ caller() if caller }}</b>{%- endmacro -%}
{%- for one in rows -%}{{ twice(one.name) }}{{ twice(one.name, more=one.nothing) }}{{ one.items()|length }}
{%- call twice("x") %}{{ plain(one.name) }}{% endcall -%}{{ half() }}{{ seen() }}{%- endfor -%}
{{ text.upper() }}{{ undefined_name }}
"""


@pass_context
def seen(context: object) -> str:
    return type(context).__mro__[-2].__name__


def written(app: Flask) -> str:
    app.jinja_env.loader = DictLoader({"page.html": _PAGE})
    rows = [{"name": "<a>", "items": "a key like a method"}, {"name": "b"}]
    return app.jinja_env.get_template("page.html").render(
        rows=rows, text="t", plain=lambda name: name, half=partial(str, 5), seen=seen
    )


def test_a_page_is_the_same() -> None:
    own, theirs = Flask(__name__), Flask(__name__)
    template_engine.init_app(own)
    assert type(own.jinja_env) is not type(theirs.jinja_env) is Environment
    assert written(own) == written(theirs)
    assert "<b>&lt;a&gt;&lt;a&gt;!</b>" in written(own)
