"""The shape of the code: what a file, a function and a folder may hold, and that contracts name real folders."""

from __future__ import annotations

import ast
import statistics
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("geo", "webmap")
#: Lines of a file and of a function's body, its docstring not counted.
MOST_LINES, MEDIAN_LINES, MOST_BODY = 400, 150, 40
#: Modules and folders one sees on opening a folder; geo itself opens on its folders and a handful of modules.
MOST_ENTRIES, MOST_MODULES_OF_GEO = 17, 5
#: Folders whose ``__init__`` is more than a docstring, and why.
MAY_IMPORT = {
    "geo": "the names a user of the library needs",
    "geo/columns": "the columns, and what tables do with them",
    "geo/export": "FORMATS",
    "webmap": "create_app and folium_map",
}
#: Parts of the page that are not code of ours, or no code at all.
_NO_CODE = {"vendor", "node_modules", "locales", "__pycache__", "static", "styles", "templates", "data"}


def _python(*folders: str) -> list[Path]:
    return sorted(
        path for folder in folders for path in (ROOT / folder).rglob("*.py") if "node_modules" not in path.parts
    )


def _code() -> list[Path]:
    """List the files of code: Python, JavaScript and styles; libraries of others are left out."""
    page = [path for suffix in ("js", "css", "html") for path in (ROOT / "webmap").rglob(f"*.{suffix}")]
    return _python(*PACKAGES, "tests") + sorted(path for path in page if "vendor" not in path.parts)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _modules() -> list[Path]:
    return [path for path in _python(*PACKAGES) if path.name != "__init__.py"]


def _folders() -> list[Path]:
    return sorted({path.parent for path in _python(*PACKAGES)})


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def _docstrings(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield ast.get_docstring(node) or ""


def test_no_file_is_longer_than_one_can_read() -> None:
    lengths = {_name(path): path.read_text(encoding="utf-8").count("\n") for path in _code()}
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_files_are_mostly_short(package: str) -> None:
    lengths = [
        path.read_text(encoding="utf-8").count("\n") for path in _modules() if path.is_relative_to(ROOT / package)
    ]
    assert statistics.median(lengths) <= MEDIAN_LINES


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{_name(path)}:{function.lineno} {function.name}": _body_lines(function)
        for path in _python(*PACKAGES, "tests")
        for function in _functions(path)
        if _body_lines(function) > MOST_BODY
    }
    assert long == {}


def _scripts() -> list[Path]:
    root = ROOT / "webmap" / "static" / "js"
    return [root, *sorted(path for path in root.rglob("*") if path.is_dir())]


@pytest.mark.parametrize("folder", _folders() + _scripts(), ids=_name)
def test_a_folder_opens_on_few_names(folder: Path) -> None:
    seen = [
        path.name
        for path in folder.iterdir()
        if (path.is_dir() and path.name not in _NO_CODE) or (path.suffix in {".py", ".js"} and path.stem != "__init__")
    ]
    modules = [name for name in seen if "." in name]
    if _name(folder) == "geo":
        assert len(modules) <= MOST_MODULES_OF_GEO, sorted(modules)
        seen = [name for name in seen if name not in modules]
    assert len(seen) <= MOST_ENTRIES, sorted(seen)


@pytest.mark.parametrize("folder", [path for path in _folders() if _name(path) not in MAY_IMPORT], ids=_name)
def test_a_folder_imports_nothing_by_itself(folder: Path) -> None:
    tree = ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "a docstring: what is here, and what is not"
    assert [ast.unparse(node) for node in tree.body[1:]] == []


@pytest.mark.parametrize("path", _python(*PACKAGES), ids=_name)
def test_a_docstring_says_by_its_verb_what_is_done(path: Path) -> None:
    assert [text.splitlines()[0] for text in _docstrings(path) if text.startswith(("Give ", "Gives "))] == []


@pytest.mark.parametrize("path", _modules(), ids=_name)
def test_a_module_has_its_test_file(path: Path) -> None:
    relative = path.relative_to(ROOT)
    assert (ROOT / "tests" / relative.parent / f"test_{path.stem.lstrip('_')}.py").exists()


def test_the_order_of_imports_names_what_is_there() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = [one for one in project["tool"]["importlinter"]["contracts"] if one["type"] == "layers"]
    assert {container for one in contracts for container in one["containers"]} == set(PACKAGES)
    for contract in contracts:
        (package,) = contract["containers"]
        names = [name.strip() for layer in contract["layers"] for name in layer.split("|")]
        needed = {name for name in names if not name.startswith("(")}
        assert {name for name in needed if not _is_importable(ROOT / package / name)} == set()
        there = {path.stem for path in (ROOT / package).iterdir() if _is_importable(path.with_suffix(""))}
        assert there - {"__init__", "data"} <= {name.strip("()") for name in names}


def _is_importable(path: Path) -> bool:
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()
