"""Every text that a student reads can be translated: proved with a language that marks what it translated."""

from __future__ import annotations

import ast
import errno
import io
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po, write_po

from autograder import translation
from autograder.authoring.test_files import load_test_file
from autograder.errors import KitError
from autograder.messages import NO_MESSAGE, Message
from autograder.reports import write_feedback, write_html_report
from autograder.results import CaseResult, Misconception, QuestionResult, Status, SubmissionResult
from autograder.translation import LANGUAGE_VARIABLE, TEMPLATE, Translator, case_title, extracted, translator

ROOT = Path(__file__).parents[2]


def test_the_template_is_made_when_it_is_needed(
    template_text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "build" / "autograder.pot"
    monkeypatch.setattr(translation, "TEMPLATE", path)
    assert translation.main(["extract"]) == 0
    assert capsys.readouterr().out.strip() == str(path)
    assert path.read_text(encoding="utf-8") == template_text
    assert translation.main(["check"]) == 2


def test_no_template_is_kept_in_the_repository() -> None:
    """It changes with every text, and would only be out of date."""
    kept = [path for path in (ROOT / "autograder").rglob("*.pot") if ".venv" not in path.parts]
    assert kept == [] and TEMPLATE == ROOT / "build" / "autograder.pot"


def test_a_translation_changes_what_a_student_reads(template_text: str, tmp_path: Path) -> None:
    """From the template to a page, by the way that autograder/translation.py describes: pybabel init, and an editor."""
    folder = tmp_path / "locale"
    path = folder / "he" / "LC_MESSAGES" / "autograder.po"
    pot = tmp_path / "autograder.pot"
    pot.write_text(template_text, encoding="utf-8")
    CommandLineInterface().run(
        ["pybabel", "-q", "init", "-D", "autograder", "-i", str(pot), "-d", str(folder), "-l", "he"]
    )
    with path.open("rb") as stream:
        catalogue = read_po(stream, locale="he")
    known = load_test_file(ROOT / "autograder" / "tests" / "03_attention" / "softmax.py").cases[0].failure_message
    translated = {known: "סכום המשקלים של כל שאילתה צריך להיות 1.", "hidden": "נסתרת", "not passed": "לא עבר"}
    for source, target in translated.items():
        catalogue[source].string = target
    with path.open("wb") as stream:
        write_po(stream, catalogue)
    case = CaseResult("test_sums", 0.0, 1.0, False, False, known)
    question = QuestionResult("softmax", 0.0, 1.0, Status.GRADED, NO_MESSAGE, [case])
    result = SubmissionResult("dana", "Dana", "03_attention", Status.GRADED, NO_MESSAGE, [question], "namespaces")
    write_feedback([result], tmp_path / "en", title="Attention")
    write_feedback([result], tmp_path / "he", title="Attention", translate=translator("he", folder))
    english, hebrew = (
        unescape((tmp_path / language / "dana.html").read_text(encoding="utf-8")) for language in ("en", "he")
    )
    assert known in english and 'dir="ltr"' in english
    assert translated[known] in hebrew and "לא עבר" in hebrew and '<html lang="he" dir="rtl">' in hebrew
    assert known not in hebrew


def test_the_template_is_the_same_each_time(template_text: str) -> None:
    assert extracted(ROOT) == template_text
    assert "POT-Creation-Date" not in template_text and not re.search(r"^#: .*:\d+", template_text, re.M)


def test_the_template_holds_every_kind_of_text(template: Catalog) -> None:
    sources = {place for message in template for place, _ in message.locations}
    for start in ("autograder/tests/", "solutions/", "autograder/reports/templates/", "autograder/intake/"):
        assert any(source.startswith(start) for source in sources), start
    assert any("/wrong/" in source for source in sources) and any(s.endswith("assignment.toml") for s in sources)


def test_every_message_of_every_test_is_a_literal_in_the_template(template: Catalog) -> None:
    """A message that is put together when the test runs could not be looked up in any language."""
    files = sorted((ROOT / "autograder" / "tests").glob("*/*.py"))
    assert files
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg in ("failure_message", "success_message"):
                assert isinstance(node.value, ast.Constant), f"{path}:{node.value.lineno}: write it as one literal"
                assert node.value.value in template, f"{path}:{node.value.lineno}"


def test_implicit_concatenation_is_one_message() -> None:
    from autograder.translation import extract_tests

    source = b'@test_case(points=1, failure_message="One "\n "two.", success_message=("Well "\n "done."))\n'
    source += b"def test_a_b(f): ...\n"
    found = [text for _, _, text, _ in extract_tests(io.BytesIO(source), None, None, None)]
    assert sorted(found) == ["One two.", "Well done.", "a b"]


class Texts(HTMLParser):
    """What is read on a page: text, and the attributes that are read out."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.skipping = 0
        self.found: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag, attrs) -> None:  # type: ignore[no-untyped-def]
        self.skipping += tag in ("style", "script")
        self.found += [value for name, value in attrs if name in ("title", "aria-label", "alt") and value]

    def handle_endtag(self, tag) -> None:  # type: ignore[no-untyped-def]
        self.skipping -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self.found.append(data)


def one_of_everything(template: Catalog) -> list[SubmissionResult]:
    """Results with every status, and with real messages, titles and hints of the kit."""
    by_kind: dict[str, list[str]] = {"tests": [], "titles": [], "wrong": [], "intake": []}
    for message in template:
        places = [place for place, _ in message.locations]
        if any(place.startswith("autograder/tests/") for place in places):
            kind = "titles" if "title of a check" in message.auto_comments else "tests"
            by_kind[kind].append(str(message.id))
        elif any("/wrong/" in place for place in places):
            by_kind["wrong"].append(str(message.id))
        elif any(place.startswith("autograder/intake/") for place in places) and "{" not in str(message.id):
            by_kind["intake"].append(str(message.id))
    names = ["test_" + title.replace(" ", "_") for title in by_kind["titles"]]
    results = []
    for number, status in enumerate(Status):
        questions = []
        for at, inner in enumerate(Status):
            chosen = range(number * 6 + at, number * 6 + at + 3)
            cases = [
                CaseResult(
                    names[k % len(names)], 0.0, 1.0, False, k % 2 == 1, by_kind["tests"][k % len(by_kind["tests"])]
                )
                for k in chosen
            ]
            cases[0].output = Message.lines(
                [Message(cases[0].output), Message("Your code raised {error}.", error="ValueError")]
            )
            cases[1].output = Message("Your notebook does not define {name}.", name="qqq")
            cases[2].passed, cases[2].output = True, Message("Not run: this exercise had been stopped before.")
            too_long = Message(
                "more than {time} in this exercise", time=Message("{seconds} s of processor time", seconds=20)
            )
            detail = NO_MESSAGE if inner is Status.GRADED else too_long
            question = QuestionResult(f"q{at}", 0.0, 3.0, inner, detail, cases, lent=["qqq"] if at == 0 else [])
            wrong = by_kind["wrong"]
            question.misconception = Misconception(wrong[(2 * at) % len(wrong)], wrong[(2 * at + 1) % len(wrong)])
            questions.append(question)
        problem = by_kind["intake"][number % len(by_kind["intake"])]
        detail = (
            Message(problem).sentence()
            if status is Status.UNREADABLE
            else Message("{place}: {problem}", place="q1", problem=too_long)
        )
        if status is Status.TIMED_OUT:
            place = Message("code cell {number} (exercise {name})", number=3, name="q1")
            time = Message("{seconds} s of sleeping or waiting", seconds=20)
            detail = Message("{place} took more than {time}", place=place, time=time)
        results.append(SubmissionResult(f"s{number}", f"s{number}", "a", status, detail, questions, "I9"))
    return results


DATA = re.compile(r"\bs\d\b|\bq\d\b|\bqqq\b|\bI9\b|\bValueError\b")


def untranslated(source: str) -> list[str]:
    """Texts of a page that are left when translations (brackets, which may nest), names and figures are taken out."""
    left = []
    whole = "\n".join(Texts(source).found)
    while "⟦" in whole:
        shorter = re.sub(r"⟦[^⟦⟧]*⟧", "", whole)
        assert shorter != whole, "a translation was taken apart"
        whole = shorter
    for line in whole.split("\n"):
        rest = DATA.sub("", line)
        if any(c.isalpha() for c in rest):
            left.append(line)
    return left


def test_nothing_on_any_page_bypasses_translation(template: Catalog, pseudo: Translator, tmp_path: Path) -> None:
    results = one_of_everything(template)
    title = "Attention"
    assert title in template or any("title of an assignment" in m.auto_comments for m in template)
    title = next(str(m.id) for m in template if "title of an assignment" in m.auto_comments)
    write_html_report(results, tmp_path / "report", title=title, translate=pseudo)
    write_feedback(results, tmp_path / "feedback", title=title, translate=pseudo)
    pages = sorted(tmp_path.rglob("*.html"))
    assert len(pages) == 1 + 2 * len(results)
    for path in pages:
        assert untranslated(path.read_text(encoding="utf-8")) == [], path


def test_the_proof_can_fail(template: Catalog, pseudo: Translator, tmp_path: Path) -> None:
    """A message that is not in the template is found on the page."""
    results = one_of_everything(template)
    results[0].questions[0].cases[0].output = Message("Nobody marked this text.")
    write_feedback(results[:1], tmp_path, title="x", translate=pseudo)
    assert "Nobody marked this text." in untranslated((tmp_path / "s0.html").read_text(encoding="utf-8"))


def test_messages_are_translated_with_what_is_filled_into_them() -> None:
    he = Translator(
        "he",
        {
            "more than {seconds} s": "יותר מ-{seconds} שניות",
            "it is empty": "ריק",
            "{place}: {problem}": "{problem} ({place})",
        },
    )
    assert he(Message("more than {seconds} s", seconds=20.0)) == "יותר מ-20 שניות"
    assert he(Message("it is empty").sentence()) == he("It is empty.") == "ריק."
    empty = Message("{place}: {problem}", place="softmax", problem=Message("it is empty"))
    assert he(empty) == "ריק (\u2068softmax\u2069)", "a name keeps to itself in a sentence from right to left"
    assert he(Message.lines([Message("it is empty"), Message(""), Message("unknown {x}")])) == "ריק\nunknown {x}"
    assert he("it is full") == "it is full"
    assert he.direction == "rtl"


def test_text_of_a_student_is_never_taken_for_a_text_of_the_kit() -> None:
    """What is filled in is not looked up, and its braces are its own."""
    he = Translator("he", {"{error}: {message}": "{message} :{error}", "it is empty": "ריק"})
    told = Message("{error}: {message}", error="ValueError", message="it is empty {error}")
    assert he(told) == "\u2068it is empty {error}\u2069 :\u2068ValueError\u2069"


def test_every_message_of_the_package_is_a_literal_with_its_parameters(template: Catalog) -> None:
    """What is put together when it is needed could not be looked up in any language."""
    found = 0
    for path in sorted((ROOT / "autograder").rglob("*.py")):
        if path.name == "messages.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Message"):
                continue
            place = f"{path.relative_to(ROOT)}:{node.lineno}"
            text = node.args[0] if node.args else None
            assert not isinstance(text, ast.JoinedStr | ast.BinOp), f"{place}: name its parameters"
            if isinstance(text, ast.Constant):
                found += 1
                assert text.value in template, place
                placeholders = set(re.findall(r"\{([a-z_0-9]+)\}", text.value))
                assert placeholders == {keyword.arg for keyword in node.keywords}, place
    assert found > 80


def test_every_sentence_of_an_error_is_a_literal_in_the_template(template: Catalog) -> None:
    """A KitError is never built from an f-string; each of its placeholders has a parameter, and each parameter a place."""
    found = 0
    for path in sorted((ROOT / "autograder").rglob("*.py")):
        if path.relative_to(ROOT / "autograder").parts[0] == "tests":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            place = f"{path.relative_to(ROOT)}:{node.lineno}"
            placeholders: set[str] = set()
            sentences = list(translation.sentences_of(node))
            for sentence in sentences:
                assert isinstance(sentence, ast.Constant), f"{place}: write a literal, and its parameters behind it"
                found += 1
                assert sentence.value in template, place
                placeholders |= set(re.findall(r"\{([a-z_0-9]+)\}", sentence.value))
            if sentences and getattr(node.func, "attr", "") != "wrong_name":
                assert placeholders == {keyword.arg for keyword in node.keywords}, place
    assert found > 400


@pytest.mark.parametrize(
    "wrong", ['KitError(f"{a}.", "b c")', 'row.error("a " + b)', 'KitError("a b" if c else f"{d}")']
)
def test_a_sentence_that_is_put_together_is_seen(wrong: str) -> None:
    call = ast.parse(wrong).body[0].value  # type: ignore[attr-defined]
    assert not all(isinstance(sentence, ast.Constant) for sentence in translation.sentences_of(call))


SAYING = frozenset({"echo", "print", "say", "_progress", "add_column", "add_row", "Table", "Text"})
"""What shows a person something, by the names under which it is called."""
TALKING = ("commands", "verification", "teams", "gradescope", "cli.py")
NO_WORDS = re.compile(r"FAILS|\[/?[a-z]+\]")
"""What stands in a file as it is, and markup."""


def bare_words(source: str) -> list[int]:
    """The lines at which words are shown that no call has translated, or are put together into a sentence."""
    found: list[int] = []

    def look(node: ast.AST, shown: bool) -> None:
        if isinstance(node, ast.JoinedStr):
            words = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
            if words.startswith("\nimport "):
                return  # a program
            if re.search(
                "[^\\W\\d_]{2}" if shown else "[a-z]{2,}(?:[ ,]|:(?!/))|[ ,:][a-z]{2,}", NO_WORDS.sub("", words)
            ):
                found.append(node.lineno)
            for part in node.values:
                if isinstance(part, ast.FormattedValue):
                    look(part.value, shown)
            return
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            shown = False  # a path
        if isinstance(node, ast.Constant) and shown and isinstance(node.value, str):
            if re.search(r"[^\W\d_]{2}", NO_WORDS.sub("", node.value)):
                found.append(node.lineno)
        elif isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            sentence = name == "append" and any(
                isinstance(one, ast.Constant) and " " in str(one.value).strip() for one in node.args
            )
            found.extend([node.lineno] * sentence)
            look(node.func, False)
            for one in node.args:
                look(one, name in SAYING)
            for keyword in node.keywords:
                look(keyword.value, name in SAYING and keyword.arg == "title")
            return
        for child in ast.iter_child_nodes(node):
            look(child, shown and not isinstance(child, ast.stmt))

    look(ast.parse(source), False)
    return found


@pytest.mark.parametrize("room", TALKING)
def test_what_is_said_on_the_way_can_be_translated(room: str) -> None:
    """Nothing that a command prints is an f-string with words or a bare sentence: it is a Message or goes through ``_``."""
    files = sorted((ROOT / "autograder" / room).glob("*.py")) or [ROOT / "autograder" / room]
    assert [f"{path.name}:{line}" for path in files for line in bare_words(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    "wrong",
    [
        'click.echo(f"grades: {path}")',
        'click.echo("a" if b else "nothing done", err=True)',
        'table = Table(title="points lost")',
        'found.append(f"{name} is not there")',
        'found.append("is not there")',
        'found = [f"also fails {name}"]',
    ],
)
def test_words_that_no_translation_reaches_are_seen(wrong: str) -> None:
    assert bare_words(wrong) == [1]
    assert bare_words('click.echo(translate(_("left:")))\nclick.echo(f"  {a}: {translate(b)}")') == []


def test_what_makes_an_error_is_known_by_its_name() -> None:
    """A class below KitError, or a function that gives one, is extracted by its name."""
    for path in sorted((ROOT / "autograder").rglob("*.py")):
        if path.relative_to(ROOT / "autograder").parts[0] == "tests":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            takes_sentences = isinstance(node, ast.FunctionDef) and node.args.kwarg and node.name != "__init__"
            makes = takes_sentences and "KitError" in ast.unparse(node.returns or ast.Constant(None))  # type: ignore[union-attr]
            below = isinstance(node, ast.ClassDef) and any("KitError" in ast.unparse(base) for base in node.bases)
            if makes or below:
                assert node.name in translation.ERRORS or node.name in ("RecogniserMissing", "RecogniserFailed"), path  # type: ignore[union-attr]


def test_the_command_line_says_an_error_in_the_language_that_was_asked_for(
    pseudo: Translator, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from autograder import cli

    asked: list[str | None] = []

    def chosen(language: str | None) -> Translator:
        asked.append(language)
        return pseudo if language == "xx" else translator(language)

    monkeypatch.setattr(cli, "translator", chosen)
    monkeypatch.setattr(translation, "translator", chosen)
    for arguments, variable in ((["--language", "xx"], ""), (["--language=xx"], "tlh"), ([], "xx")):
        monkeypatch.setenv(LANGUAGE_VARIABLE, variable)
        monkeypatch.setattr("sys.argv", ["autograder", "report", "nowhere", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr().err
        assert ended.value.code == 2 and "⟦There is no results folder" in said and "⟦`autograder grade" in said, said
    monkeypatch.setenv(LANGUAGE_VARIABLE, "tlh")  # of which there is no translation: an error is still said
    with pytest.raises(SystemExit):
        cli.main()
    assert "There is no results folder" in capsys.readouterr().err


def test_what_grade_says_of_a_class_is_translated(pseudo: Translator, capsys: pytest.CaptureFixture[str]) -> None:
    from rich.console import Console

    from autograder.commands.grade import _say, _say_changes, _sayer
    from autograder.grading.batch import Batch

    fine = SubmissionResult("dana[1]", "dana", "03_attention", Status.GRADED)
    fine.questions.append(QuestionResult("softmax", 80.0, 100.0))
    lost = SubmissionResult("eli", "eli", "03_attention", Status.UNREADABLE, Message("no notebook"))
    batch = Batch([fine, lost], run_now=1, unchanged=1, withdrawn=["gal"], elsewhere=list("abcdef"), waiting=2)
    batch.before = {"dana[1]": 70.0}
    say = _sayer(Console(stderr=True, width=300), pseudo)
    _say(say, pseudo, batch, [Path("grades.csv"), Path("report/index.html")])
    _say_changes(say, batch)
    said = capsys.readouterr()
    lines = [*said.out.splitlines(), *said.err.splitlines()]
    assert "dana[1]: 70 → 80" in said.err and len(lines) >= 9
    for line in lines:
        assert "⟦" in line or "→" in line, line


def test_what_verify_and_doctor_say_is_translated(
    pseudo: Translator, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each cell of their tables that is no name and no figure, their headings, and what does not hold."""
    from types import SimpleNamespace
    from typing import Any, cast

    from rich.console import Console

    from autograder.commands.doctor import _print_findings
    from autograder.isolation.guarantees import GUARANTEES, Finding
    from autograder.isolation.levels import Level
    from autograder.verification.blame import Cost, check_blame
    from autograder.verification.kill_matrix import print_blame, print_matrix
    from autograder.verification.verify import Row, Verification

    exercise = SimpleNamespace(name="qqq", points=4.0)
    assignment = cast("Any", SimpleNamespace(number=1, title="Attention", name="q1", exercises=[exercise]))
    cost = Cost(("qqq",), 0.75, public=False)
    variant = cast("Any", SimpleNamespace(fails=("q1",), defeats="", edge=False, headline=True))
    row = Row("wrong", "s1", "qqq", {"qqq": 3.0}, {"qqq": ["qqq"]}, cost, problems=check_blame(variant, cost, []))
    assert len(row.problems) == 4
    report = Verification(assignment, {"qqq": "1.1"}, ("qqq",), [row], general_warnings=[Message("no hint")])
    console = Console(width=400)
    print_matrix(report, console, pseudo)
    print_blame([report], console, pseudo)
    _print_findings(console, Level.PROCESS, [Finding(GUARANTEES[0], False, False, "ValueError")], pseudo)
    said = capsys.readouterr().out
    for words in ("⟦loses {share}", "⟦notebook⟧", "⟦also fails", "⟦guarantee⟧", "⟦a hidden test cannot be read⟧"):
        assert words.replace("{share}", "75%") in said, said
    while "⟦" in said:
        said = re.sub(r"⟦[^⟦⟧]*⟧", "", said)
    left = re.sub(r"\b(wrong|landlock|process|Attention)\b|no hint", "", DATA.sub("", said))
    assert not re.search(r"[^\W\d_]{2}", left), left


def test_english_needs_no_translation() -> None:
    for language in (None, "", "en"):
        assert translator(language)("Any text.") == "Any text."
    assert translator(None).direction == "ltr"


def test_unknown_languages_are_named() -> None:
    with pytest.raises(KitError, match="“tlh”") as raised:
        translator("tlh")
    assert "en" in raised.value.mend


def test_a_report_in_hebrew_runs_from_right_to_left(template: Catalog, tmp_path: Path) -> None:
    he = Translator("he", {"Class report": "דוח כיתה"})
    index = write_html_report(one_of_everything(template), tmp_path, title="x", translate=he)
    source = index.read_text(encoding="utf-8")
    assert '<html lang="he" dir="rtl">' in source and "דוח כיתה" in source


@pytest.mark.parametrize(("name", "title"), [("test_a_b", "a b"), ("test_", "test_"), ("shapes", "shapes")])
def test_titles_of_checks(name: str, title: str) -> None:
    assert case_title(name) == title


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (click.Abort(), 130, "⟦interrupted; ⟦what is done is kept, and"),
        (KeyboardInterrupt(), 130, "⟦interrupted; ⟦what is done is kept, and"),
        (click.UsageError("No such option: --x"), 2, "⟦error: ⟦No such option: --x `autograder --help` shows how.⟧⟧"),
        (OSError(errno.ENOSPC, "No space left on device"), 2, "⟦error: ⟦⟦A file⟧ could not be written (No space"),
        (ModuleNotFoundError("x", name="fcntl"), 3, "⟦error: ⟦This Python has no module 'fcntl', without which"),
    ],
)
def test_the_last_words_of_a_command_are_translated(
    error: BaseException,
    code: int,
    said: str,
    pseudo: Translator,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from autograder import cli

    def ended(**_: object) -> None:
        raise error

    monkeypatch.setattr(cli, "translator", lambda language: pseudo)
    monkeypatch.setattr(cli.commands, "main", ended)
    monkeypatch.setattr("sys.argv", ["autograder", "grade", "--language", "xx"])
    with pytest.raises(SystemExit) as exited:
        cli.main()
    assert exited.value.code == code and said in capsys.readouterr().err
