"""A test case as a cell of an nbgrader notebook: it stands alone, and leaves the notebook's names as they are.

nbgrader runs tests in the student's kernel. A helper called ``softmax`` or a constant ``B`` of a test file must not
replace the student's, so each case is put into a function together with exactly those helpers that it needs.
"""

from __future__ import annotations

import ast
import io
import textwrap
import tokenize
from pathlib import Path

from autograder.authoring.segments import Module
from autograder.authoring.test_files import Case

_INDENT = " " * 4

# stderr is kept back because nbgrader gives no points to a cell that writes to it, be it an honest warning.
_CALL = """\
    import contextlib as _contextlib
    import io as _io

    try:
        with _contextlib.redirect_stderr(_io.StringIO()):
            {case}({arguments})
    except Exception as _error:
        raise AssertionError({message}) from {cause}


_check(globals())"""


def case_source(path: Path, case: Case) -> str:
    """The source of the cell that makes one case; a hidden one stands in nbgrader's marks for hidden tests."""
    title = " ".join(case.title.split())
    code = f"{_future_imports(path)}def _check(_notebook):\n{_body(path, case)}\n\n{_call(case)}"
    if not case.hidden:
        return f"# Check ({_points(case)}): {title}\n{code}"
    return (
        f"# A hidden check ({_points(case)}), made when your work is graded.\n"
        f"### BEGIN HIDDEN TESTS\n# {title}\n{code}\n### END HIDDEN TESTS"
    )


def _points(case: Case) -> str:
    return f"{case.points:g} point" + ("" if case.points == 1 else "s")


def _call(case: Case) -> str:
    arguments = ", ".join(f'{name}=_notebook.get("{name}")' for name in case.arguments)
    # In the notebook that students see, the error that their code raised helps; behind a hidden case it tells the test.
    cause = "None" if case.hidden else "_error"
    return _CALL.format(case=case.name, arguments=arguments, message=_literal(case.failure_message), cause=cause)


def _literal(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _body(path: Path, case: Case) -> str:
    """The case without its decorator, and what it needs of its file, indented into a function."""
    module = Module.parse(_without_decorator(path.read_text(encoding="utf-8"), case.name), path)
    text = "\n".join(
        line
        for line in module.render(module.needed_for([case.name])).rstrip("\n").split("\n")
        if not line.startswith("from __future__")
    ).strip("\n")
    return _indented(text)


def _future_imports(path: Path) -> str:
    """``from __future__`` stands at the top of a cell or nowhere."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module == "__future__"]
    return "".join(f"{ast.unparse(node)}\n\n\n" for node in found)


def _without_decorator(source: str, name: str) -> str:
    lines = source.split("\n")
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.FunctionDef) and statement.name == name and statement.decorator_list:
            first = min(decorator.lineno for decorator in statement.decorator_list)
            del lines[first - 1 : statement.lineno - 1]
    return "\n".join(lines)


def _indented(text: str) -> str:
    """Indent code, but not the inside of strings that span lines (docstrings may be: nobody compares them)."""
    fixed = _lines_inside_strings(text)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and ast.get_docstring(node) is not None:
            docstring = node.body[0]
            fixed -= set(range(docstring.lineno, (docstring.end_lineno or docstring.lineno) + 1))
    return "\n".join(
        line if number in fixed else textwrap.indent(line, _INDENT)
        for number, line in enumerate(text.split("\n"), start=1)
    )


def _lines_inside_strings(text: str) -> set[int]:
    """The numbers of the lines that begin inside a string."""
    inside: set[int] = set()
    started: list[int] = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        kind = tokenize.tok_name[token.type]
        if kind.endswith("STRING_START"):  # f-strings, from Python 3.12 on
            started.append(token.start[0])
        elif kind.endswith("STRING_END"):
            inside |= set(range(started.pop() + 1, token.end[0] + 1))
        elif kind == "STRING":
            inside |= set(range(token.start[0] + 1, token.end[0] + 1))
    return inside
