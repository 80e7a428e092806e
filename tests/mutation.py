"""Mutation testing of a module that decides figures: does some test fail when one operator or number is changed?

``python -m tests.mutation geo.measure.units --sample 60 --seed 1`` makes every mutant of the module with the operators
of Cosmic Ray, leaves out those that change nothing at run time (annotations, docstrings, decorators of the compiler),
draws a sample, and runs the tests named for the module in pyproject.toml (``[tool.mutation.tests]``) on each mutant.

It ends with an error if fewer than 90 % are killed, or if a survivor is not listed in ``mutation_survivors.toml`` with
the reason why it is harmless.

Each mutant runs in a fork of a process that has loaded the libraries: starting an interpreter would take longer than
the tests. The mutant is handed to the import system as text; no file is changed. Compiled functions run as Python
(``NUMBA_DISABLE_JIT``), otherwise each mutant would be compiled first.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import importlib
import importlib.machinery
import importlib.util
import os
import random
import re
import signal
import sys
import tempfile
import tomllib
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutation"]
SURVIVORS = ROOT / "tests" / "mutation_survivors.toml"
#: Share of the sampled mutants that tests must notice.
LEAST_KILLED = 0.9
#: Libraries the tests load, imported once before the first fork.
LIBRARIES = ("flask", "geopandas", "hypothesis", "numba", "pandas", "pandera", "pyarrow", "pydantic", "pytest")
#: Decorators that decide only how fast a function runs.
_FOR_SPEED = {"compiled", "inlined", "summing"}
#: Exit codes of pytest: all passed; a test failed, or a module could not be imported for the tests or their conftest.
_SURVIVED, _KILLED, _OUT_OF_TIME = 0, (1, 2, 4), (-signal.SIGPROF, -signal.SIGALRM)


@dataclass(frozen=True)
class Mutant:
    """One changed module.

    Attributes
    ----------
    operator : str
        Name of the operator of Cosmic Ray.
    source : str
        Text of the changed module.
    change : str
        The changed lines, old and new, without indentation: names the mutant wherever the line moves.
    line : int
        Number of the first changed line.
    """

    operator: str
    source: str
    change: str
    line: int


class _AsRun(ast.NodeTransformer):
    """Remove from a syntax tree what has no effect when the module runs."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        node.returns = None
        node.decorator_list = [each for each in node.decorator_list if getattr(each, "id", "") not in _FOR_SPEED]
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node

    def visit_arguments(self, node: ast.arguments) -> ast.AST:
        """Take parameters as one row: Cosmic Ray replaces the `*` of a signature by `/`, which changes no result."""
        self.generic_visit(node)
        defaults = [*node.defaults, *(each for each in node.kw_defaults if each is not None)]
        row = [*node.posonlyargs, *node.args, *node.kwonlyargs]
        return ast.arguments([], row, node.vararg, [], [], node.kwarg, defaults)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.annotation = ast.Constant(None)
        return node

    def visit_If(self, node: ast.If) -> ast.AST:
        self.generic_visit(node)
        named = {each.id for each in ast.walk(node.test) if isinstance(each, ast.Name)}
        return ast.Pass() if "TYPE_CHECKING" in named else node


def as_run(source: str) -> str | None:
    """Return a text that is the same for two modules that behave alike; None if the source is not Python."""
    try:
        return ast.dump(_AsRun().visit(ast.parse(source)))
    except SyntaxError:
        return None


def mutants_of(source: str, excluded: Sequence[str]) -> Iterator[Mutant]:
    """Yield all mutants of a module that differ at run time, each once, but for the operators that match a pattern."""
    from cosmic_ray.ast import ast_nodes, get_ast  # noqa: PLC0415  an optional extra
    from cosmic_ray.mutating import mutate_code  # noqa: PLC0415
    from cosmic_ray.plugins import get_operator, operator_names  # noqa: PLC0415

    tree, seen = get_ast(source), {as_run(source), None}
    for name in operator_names():
        short = name.removeprefix("core/")
        if get_operator(name).arguments() or any(re.fullmatch(pattern, short) for pattern in excluded):
            continue
        operator = get_operator(name)()
        places = sum(1 for node in ast_nodes(tree) for _ in operator.mutation_positions(node))
        for occurrence in range(places):
            changed = mutate_code(source, operator, occurrence)
            behaviour = None if changed is None else as_run(changed)
            if behaviour not in seen:
                seen.add(behaviour)
                yield _described(short, source, changed)


def _described(operator: str, source: str, changed: str) -> Mutant:
    old, new = source.splitlines(), changed.splitlines()
    blocks = [
        block for block in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if block[0] != "equal"
    ]
    before = " ".join(line.strip() for _, i, j, _, _ in blocks for line in old[i:j])
    after = " ".join(line.strip() for _, _, _, i, j in blocks for line in new[i:j])
    return Mutant(operator, changed, f"{before} => {after}", blocks[0][1] + 1)


class _OneModule:
    """Finder that loads one module from a given text."""

    def __init__(self, name: str, path: Path, source: str) -> None:
        self.name, self.path, self.source = name, path, source

    def find_spec(self, name: str, path: object = None, target: object = None) -> importlib.machinery.ModuleSpec | None:
        if name != self.name:
            return None
        return importlib.util.spec_from_file_location(name, self.path, loader=self)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.source, str(self.path), "exec"), module.__dict__)  # noqa: S102  the mutant itself


def run_tests(module: str, path: Path, source: str, tests: Sequence[str], limit_s: float) -> tuple[int, str, float]:
    """Run tests on a text of a module in a child process; return exit code, output and CPU seconds.

    A negative code is the signal that ended the child: that of `_OUT_OF_TIME` after `limit_s` seconds of CPU, which
    other work on the machine does not shorten, or of ten times as many on the clock.
    """
    with tempfile.TemporaryFile("w+") as output:
        child = os.fork()
        if child == 0:
            _be_the_child(_OneModule(module, path, source), tests, limit_s, output.fileno())
        _, status, used = os.wait4(child, 0)
        output.seek(0)
        return os.waitstatus_to_exitcode(status), output.read(), used.ru_utime + used.ru_stime


def _be_the_child(finder: _OneModule, tests: Sequence[str], limit_s: float, output: int) -> None:
    code = 3
    try:
        os.dup2(output, 1)
        os.dup2(output, 2)
        signal.setitimer(signal.ITIMER_PROF, limit_s)
        signal.setitimer(signal.ITIMER_REAL, 10 * limit_s)
        sys.meta_path.insert(0, finder)
        pytest = importlib.import_module("pytest")
        code = int(pytest.main(["-x", "-q", "--no-header", "--assert=plain", "-p", "no:cacheprovider", *tests]))
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _load_libraries() -> None:
    for name in LIBRARIES:
        importlib.import_module(name)
    from hypothesis import Phase, settings  # noqa: PLC0415  with the others, after the environment is set

    # The same examples each time, and none kept from another mutant.
    settings.register_profile(
        "mutation", derandomize=True, database=None, phases=(Phase.explicit, Phase.generate), deadline=None
    )
    settings.load_profile("mutation")


def survivors_of(module: str, tests: Sequence[str], *, sample: int, seed: int) -> tuple[list[Mutant], int]:
    """Run the tests on a sample of the mutants of a module; return those no test noticed, and how many were run."""
    path = ROOT / Path(*module.split(".")).with_suffix(".py")
    source = path.read_text(encoding="utf-8")
    code, said, took = run_tests(module, path, source, tests, 600)
    if code != 0:
        sys.exit(f"the tests fail on the module as it is:\n{said}")
    limit_s = 5 * took + 5
    every = list(mutants_of(source, CONFIG["exclude-operators"]))
    chosen = every if sample >= len(every) else random.Random(seed).sample(every, sample)  # noqa: S311  a sample
    print(f"{module}: {len(every)} mutants, {len(chosen)} drawn; {took:.1f} s of CPU a run", flush=True)
    alive = []
    for mutant in sorted(chosen, key=lambda each: each.line):
        code, said, _ = run_tests(module, path, mutant.source, tests, limit_s)
        if code == _SURVIVED:
            alive.append(mutant)
            print(f"  survived: {path.relative_to(ROOT)}:{mutant.line}: {mutant.change}", flush=True)
        elif code in _OUT_OF_TIME:
            print(f"  out of time: {path.relative_to(ROOT)}:{mutant.line}: {mutant.change}", flush=True)
        elif code not in _KILLED:
            sys.exit(f"pytest ended with {code} on {mutant.change}:\n{said}")
    return alive, len(chosen)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run mutation tests from the command line; the exit code says whether enough mutants were killed."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__.splitlines()[0])
    parser.add_argument("module", nargs="+", choices=[*CONFIG["tests"], "all"], metavar="MODULE")
    parser.add_argument("--sample", type=int, default=60, help="mutants drawn of each module")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    os.environ["NUMBA_DISABLE_JIT"] = "1"
    _load_libraries()
    explained = tomllib.loads(SURVIVORS.read_text(encoding="utf-8"))
    enough = True
    for module in CONFIG["tests"] if "all" in options.module else options.module:
        alive, count = survivors_of(module, CONFIG["tests"][module], sample=options.sample, seed=options.seed)
        reasons = {entry["change"]: entry["reason"] for entry in explained.get(module, [])}
        unexplained = [mutant for mutant in alive if mutant.change not in reasons]
        killed = 1 - len(alive) / count
        enough = enough and killed >= LEAST_KILLED and not unexplained
        print(f"{module}: {killed:.0%} of {count} killed, {len(unexplained)} survivors without a reason", flush=True)
    return 0 if enough else 1


if __name__ == "__main__":
    sys.exit(main())
