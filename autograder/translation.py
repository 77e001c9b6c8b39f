"""Translation of everything that people read, by gettext, from the first day.

Texts are English in the source and in result files; they are translated where they are shown, so that one result can be
read in two languages. ``_("…")`` marks a text that stands for itself, ``Message("…", …)`` one into which numbers and names are
filled (:mod:`autograder.messages`), and so does what makes an error for people (:mod:`autograder.errors`).

``python -m autograder.translation extract`` collects all of them into ``build/autograder.pot``, which is made when it is
needed and never kept. A translation is ``autograder/locale/LANGUAGE/LC_MESSAGES/autograder.po``, begun and brought up to date
with ``pybabel init`` and ``pybabel update``, or any gettext editor; it is read as it is, without compiling.
"""

from __future__ import annotations

import ast
import inspect
import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

from autograder.errors import KitError
from autograder.messages import Message
from autograder.toml_table import read_toml

PACKAGE = Path(__file__).resolve().parent
LOCALE = PACKAGE / "locale"
TEMPLATE = PACKAGE.parent / "build" / "autograder.pot"
LANGUAGE_VARIABLE = "AUTOGRADER_LANGUAGE"
RIGHT_TO_LEFT = {"ar", "fa", "he", "ur", "yi"}

POT_HEADER = """\
# Every text of the course kit that people read. Made by: python -m autograder.translation extract
msgid ""
msgstr ""
"Project-Id-Version: from-tokens-to-rag\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def _(text: str) -> str:
    """Mark a text for translation and return it unchanged: it is translated where it is shown."""
    return text


def case_title(name: str) -> str:
    """The title of a test case for people, from its function's name.

    >>> case_title("test_a_masked_key_changes_nothing")
    'a masked key changes nothing'
    """
    return re.sub(r"^test_+", "", name).replace("_", " ").strip() or name


class Translator:
    """Translates whole texts and messages; callable as gettext's ``_``.

    A text is looked up as it is, then without regard to line breaks, to the case of its first letter and to its full
    stop. What has no translation stays as it is.

    >>> he = Translator("he", {"more than {seconds} s": "יותר מ-{seconds} שניות", "it is empty": "ריק"})
    >>> he(Message("more than {seconds} s", seconds=20)), he("It is empty.")
    ('יותר מ-20 שניות', 'ריק.')
    """

    def __init__(self, language: str | None, catalogue: dict[str, str]) -> None:
        self.language = language or "en"
        self.direction = "rtl" if self.language.split("_")[0].split("-")[0] in RIGHT_TO_LEFT else "ltr"
        self._exact = catalogue
        self._by_key = {_key(source): target for source, target in catalogue.items()}

    def __call__(self, text: str) -> str:
        if isinstance(text, Message):
            return text.translated(self._text, isolate=self.direction == "rtl")
        return self._text(text)

    def ngettext(self, single: str, plural: str, number: int) -> str:
        """Only here because Jinja asks for it: the kit's texts put numbers behind a colon and need no plural forms."""
        return self(single if number == 1 else plural)

    def _text(self, text: str) -> str:
        if not self._exact or text in self._exact or not text.strip():
            return self._exact.get(text, text)
        target = self._by_key.get(_key(text))
        if target is None:
            return text
        stripped = text.strip()
        if stripped.endswith(".") and not target.rstrip().endswith((".", "?", "!", "…", ")")):
            target += "."
        return target[:1].upper() + target[1:] if stripped[:1].isupper() else target


def _key(text: str) -> str:
    text = " ".join(text.split()).removesuffix(".")
    return text[:1].lower() + text[1:]


def languages(folder: Path = LOCALE) -> list[str]:
    """The languages that have a translation."""
    return sorted(path.parent.parent.name for path in folder.glob("*/LC_MESSAGES/autograder.po"))


def translator(language: str | None, folder: Path = LOCALE) -> Translator:
    """The function that translates texts into a language ("he"); None and "en" give the English text back.

    Raises:
        KitError: there is no translation into that language.
    """
    if language in (None, "", "en"):
        return Translator(None, {})
    if language not in languages(folder):
        there = ", ".join(["en", *languages(folder)])
        raise KitError(
            "There is no translation into “{language}”.", "There are: {there}.", language=language, there=there
        )
    from babel.messages.pofile import read_po

    with (folder / str(language) / "LC_MESSAGES" / "autograder.po").open("rb") as stream:
        catalogue = read_po(stream)
    texts = {str(m.id): str(m.string) for m in catalogue if m.id and m.string and not m.fuzzy}
    return Translator(language, texts)


def of_environment() -> Translator:
    """The translator into the language that ``AUTOGRADER_LANGUAGE`` names; English where there is no such translation."""
    try:
        return translator(os.environ.get(LANGUAGE_VARIABLE))
    except KitError:
        return translator(None)


# Extraction. Babel calls the extractors below by name (babel.cfg).

Extracted = tuple[int, str, str, list[str]]


def extract_tests(fileobj: IO[bytes], keywords: Any, comment_tags: Any, options: Any) -> Iterator[Extracted]:
    """From a test file: ``failure_message``, ``success_message``, what was ``Measured``, and the titles of cases."""
    for node in ast.walk(ast.parse(fileobj.read())):
        if isinstance(node, ast.keyword) and node.arg in ("failure_message", "success_message"):
            value = node.value  # literals that stand side by side are one literal here
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield value.lineno, "_", value.value, []
        elif (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Measured" and node.args
        ):
            if isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
                yield node.lineno, "_", node.args[0].value, []
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "IDLE":
            if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
                yield node.lineno, "_", node.value.value, []
        elif isinstance(node, ast.FunctionDef):
            calls = [d.func for d in node.decorator_list if isinstance(d, ast.Call)]
            if any(isinstance(f, ast.Name) and f.id == "test_case" for f in calls):
                yield node.lineno, "_", case_title(node.name), ["title of a check"]


def extract_hints(fileobj: IO[bytes], keywords: Any, comment_tags: Any, options: Any) -> Iterator[Extracted]:
    """From a wrong solution: the misconception's name and the hint, each as one line."""
    docstring = ast.get_docstring(ast.parse(fileobj.read())) or ""
    title, _end, hint = inspect.cleandoc(docstring).partition("\n")
    for text in (title.strip().rstrip("."), " ".join(hint.split())):
        if text:
            yield 1, "_", text, []


ERRORS = frozenset(
    {"KitError", "IsolationUnavailable", "MarkError", "Refused", "SpeechMissing", "_Unknown", "_mistake", "error"}
    | {"wrong_name", "read_author_text", "read_toml"}
)
"""What makes an error for people out of sentences, by the names under which it is called."""


def sentences_of(call: ast.Call) -> Iterator[ast.expr]:
    """The sentences that a call which makes an error is given: its literals that have a blank or a placeholder, and what is put
    together."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    waiting = list(call.args) if name in ERRORS else []
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ast.IfExp):
            waiting += [node.body, node.orelse]
        elif isinstance(node, ast.BoolOp):
            waiting += node.values
        elif _is_sentence(node):
            yield node


def _is_sentence(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and (" " in node.value or "{" in node.value)
    put_together = isinstance(node, ast.BinOp) and any(
        isinstance(part, ast.Constant) and isinstance(part.value, str) for part in ast.walk(node)
    )
    return put_together or isinstance(node, ast.JoinedStr)


def extract_errors(fileobj: IO[bytes], keywords: Any, comment_tags: Any, options: Any) -> Iterator[Extracted]:
    """From a module of the package: what Babel's own extractor finds, and the sentences of errors."""
    from babel.messages.extract import extract_python

    yield from cast("Iterator[Extracted]", extract_python(fileobj, keywords, comment_tags, options))
    fileobj.seek(0)
    for node in ast.walk(ast.parse(fileobj.read())):
        if isinstance(node, ast.Call):
            for sentence in sentences_of(node):
                if isinstance(sentence, ast.Constant) and isinstance(sentence.value, str):
                    yield sentence.lineno, "_", sentence.value, []


def extract_titles(fileobj: IO[bytes], keywords: Any, comment_tags: Any, options: Any) -> Iterator[Extracted]:
    """From assignment.toml: the assignment's title."""
    title = read_toml(Path(fileobj.name)).text("title", "")
    if title:
        yield 1, "_", title, ["title of an assignment"]


def extracted(root: Path) -> str:
    """The whole template (.pot) for a checkout of the kit; the same bytes for the same texts."""
    from babel.messages.catalog import Catalog
    from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
    from babel.messages.frontend import parse_mapping_cfg
    from babel.messages.pofile import write_po

    with (root / "babel.cfg").open() as stream:
        methods, options = parse_mapping_cfg(stream)
    catalogue = Catalog(charset="utf-8")
    for top in ("autograder", "solutions"):
        for name, _line, message, comments, context in extract_from_dir(
            root / top,
            [(pattern.removeprefix(f"{top}/"), method) for pattern, method in methods if pattern.startswith(f"{top}/")],
            {pattern.removeprefix(f"{top}/"): value for pattern, value in options.items()},
            keywords={**DEFAULT_KEYWORDS, "Message": None},
        ):
            catalogue.add(
                message, None, [(f"{top}/{Path(name).as_posix()}", 0)], auto_comments=comments, context=context
            )
    buffer = io.BytesIO()
    write_po(buffer, catalogue, omit_header=True, sort_by_file=True, include_lineno=False, width=100)
    return POT_HEADER + buffer.getvalue().decode("utf-8")


def main(arguments: list[str]) -> int:
    """``extract`` writes the template, and says where."""
    if arguments != ["extract"]:
        print("python -m autograder.translation extract", file=sys.stderr)
        return 2
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_text(extracted(PACKAGE.parent), encoding="utf-8", newline="\n")
    print(TEMPLATE)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
