"""Every mistake that an author can make, each as one change of the tiny kit, and what is said about it."""

from __future__ import annotations

from dataclasses import dataclass

MASTER = "solutions/07_tiny/notebook.py"
CONFIG = "solutions/07_tiny/assignment.toml"
ROWS = "autograder/tests/07_tiny/normalize_rows.py"
COUNTER = "autograder/tests/07_tiny/Counter.py"
WRONG = "solutions/07_tiny/wrong/columns.py"
RIGHT = "solutions/07_tiny/right/loops.py"


@dataclass(frozen=True)
class Mistake:
    """``old`` in ``file`` becomes ``new``; without ``old`` the file gets the text ``new``, and without both it goes.

    The message names ``place`` (``file``, unless it is given) and the line on which ``line`` stands then, and says
    ``message``; what to do about it says ``mend``.
    """

    name: str
    file: str
    old: str | None
    new: str | None
    message: str
    mend: str
    line: str = ""
    place: str = ""


def master(name: str, old: str, new: str, line: str, message: str, mend: str) -> Mistake:
    return Mistake(name, MASTER, old, new, message, mend, line)


def config(name: str, old: str, new: str, message: str, mend: str) -> Mistake:
    return Mistake(name, CONFIG, old, new, message, mend)


def tests(name: str, old: str, new: str, line: str, message: str, mend: str) -> Mistake:
    return Mistake(name, COUNTER, old, new, message, mend, line)


ROWS_CELL = '# %% id="rows" exercise="normalize_rows"'
PICTURE_CELL = '# %% id="rows-picture"'
CLOSED = "1.0, sums)\n    # END SOLUTION"

IN_THE_MASTER = [
    Mistake("master missing", MASTER, None, None, "is missing", "a master notebook of that name"),
    master("text above the first cell", "# ---\n\n# %%", "# ---\nimport os\n\n# %%", "", "do not agree", "# %%"),
    master("misspelt key", 'id="rows-picture"', 'idd="rows-picture"', "idd=", "'idd'", "Did you mean 'id'?"),
    master("raw cell", PICTURE_CELL, '# %% [raw] id="rows-picture"', "[raw]", "a raw cell", "[markdown]"),
    master("no id", PICTURE_CELL, "# %% # no-id", "# no-id", "no id", 'id="why-scale"'),
    master("odd id", 'id="rows-picture"', 'id="rows picture"', "rows picture", "'rows picture'", "letters, digits"),
    master("id twice", 'id="rows-picture"', 'id="rows"  # 2', "# 2", "'rows' is used in line 24", "of its own"),
    master("tags as a text", 'tags=["setup"]', 'tags="setup"', 'tags="setup"', "not of type 'array'", 'tags=["setup"]'),
    master("header no YAML", "#   jupytext: {", "#   jupytext: [{", "# ---\n# jupyter", "jupytext cannot read", "# %%"),
    master("misspelt tag", 'tags=["setup"]', 'tags=["setupp"]', "setupp", "'setupp'", "Did you mean 'setup'?"),
    master("exercise no name", "normalize_rows\"\n", "normalize-rows\"\n", "normalize-rows", "normalize-rows", "test file"),
    master("answer in text", 'id="rows-exercise"', 'id="rows-exercise" exercise="a"', '"a"', "only a code cell", "above it"),
    master(
        "exercise twice", PICTURE_CELL, f'# %% id="again" exercise="normalize_rows"\na = 1  # SOLUTION\n\n{PICTURE_CELL}',
        "again", "has an answer cell in line 24 already", "one answer cell",
    ),
    master("no mark", CLOSED + "\n\n\n" + PICTURE_CELL, f'1.0, sums)\n    # END SOLUTION\n\n\n# %% id="x" exercise="given"\ngiven = 1\n\n{PICTURE_CELL}', '"given"', "no solution mark", "what is to be cut out"),
    master("mark in a given cell", "    print(picture", "    a = 1  # SOLUTION\n    print(picture", "a = 1", "no answer cell", "exercise="),
    master("mark not closed", CLOSED, "1.0, sums)", "# BEGIN SOLUTION\n    sums", "does not end", "# END SOLUTION below"),
    master("mark not opened", "    # BEGIN SOLUTION\n    sums", "    sums", "", "was not begun", "# BEGIN SOLUTION above"),
    master("mark dedented", CLOSED, CLOSED.replace("    # END SOLUTION", "  # END SOLUTION "), "  # END SOLUTION ", "begins 4 columns in and ends 2", "Indent # END SOLUTION"),
    master("mark in a mark", "    if (sums", "    # BEGIN SOLUTION\n    if (sums", "# BEGIN SOLUTION\n    if", "inside the one of", "Close"),
    master("one-line mark in a mark", "keepdims=True)", "keepdims=True)  # SOLUTION", "keepdims", "inside a solution", "away"),
    master("almost a mark", CLOSED, "1.0, sums)\n    # END_SOLUTION", "END_SOLUTION", "looks like", "The marks are"),
    master("mark behind a call", "START = 3  # SOLUTION", "print(3)  # SOLUTION", "print(3)", "other than", "# BEGIN SOLUTION"),
    master("empty solution", "START = 3  # SOLUTION", "# BEGIN SOLUTION\n# END SOLUTION", "# BEGIN SOLUTION\n# END", "is empty", "between the two marks"),
    master("points for nobody", 'id="title"', 'id="title" points=6', "points=6", "that no person marks", 'tags=["manual"]'),
    master("code for people", PICTURE_CELL, f'{PICTURE_CELL} tags=["manual"] points=6', "points=6", "is a markdown cell with that tag alone", "[markdown]"),
    master("two kinds for people", 'id="title"', 'id="title" tags=["manual", "task"] points=6', "points=6", "with that tag alone", "[markdown]"),
    master("people give nothing", 'id="title"', 'id="title" tags=["manual"] points=0', "points=0", "'title' is worth must be a positive", "points=6"),
    master("people give no number", 'id="title"', 'id="title" tags=["task"] points="six"', 'points="six"', "must be a positive number", "points=6"),
    master("mark in a cell for people", 'id="title"\n# # Tiny', 'id="title" tags=["manual"] points=6\n# BEGIN SOLUTION', "points=6", "a solution mark in a cell that people", "solution-only"),
    master("task before an exercise", 'id="title"', 'id="title" tags=["task"] points=6', ROWS_CELL, "'rows' comes after the task cell 'title'", "at the end"),
    master("answer no Python", "sums = rows.sum(", "sums = = rows.sum(", "= =", "not valid Python", "Mend that line"),
]  # fmt: skip

IN_THE_SETTINGS = [
    config("no TOML", 'title = "Tiny"', "title = Tiny", "not valid TOML", "Mend that line"),
    config("unknown key", 'preimport = ["numpy"]', 'preimports = ["numpy"]', "'preimports'", "Did you mean 'preimport'?"),
    config("no title", 'title = "Tiny"\n', "", "'title' is missing", 'title = "Attention"'),
    config("empty title", '"Tiny"', '""', "'title' is empty", 'title = "Attention"'),
    config("number as a text", "number = 7", 'number = "7"', "'number' must be a whole number", "number = 3"),
    config("number as a truth", "number = 7", "number = true", "'number' must be a whole number", "number = 3"),
    config("a hidden file is not there", 'files = ["tiny_pictures.py"]', 'files = ["tiny_pictures.py"]\nhidden_files = ["gone.zip"]', "'hidden_files' names 'gone.zip'", "Paths are relative"),
    config("a given file is hidden too", 'files = ["tiny_pictures.py"]', 'files = ["tiny_pictures.py"]\nhidden_files = ["tiny_pictures.py"]', "two entries of 'hidden_files' are called 'tiny_pictures.py'", "names must differ"),
    config("an unknown slow exercise", 'files = ["tiny_pictures.py"]', 'files = ["tiny_pictures.py"]\nslow_exercises = ["counter"]', "'slow_exercises' names 'counter'", "Did you mean 'Counter'"),
    config("files as a text", '["tiny_pictures.py"]', '"tiny_pictures.py"', "'files' must be a list", "files = ["),
    config("imports of numbers", '["numpy"]', "[1]", "'preimport' must be a list", "preimport = ["),
    config("import no name", '["numpy"]', '["numpy as np"]', "'numpy as np'", "preimport = ["),
    config("limits no table", "[limits]\ncell_seconds = 10", "limits = 10", "must be a table", "[limits]"),
    config("unknown limit", "cell_seconds", "cell_second", "'cell_second'", "Did you mean 'cell_seconds'?"),
    config("limit zero", "cell_seconds = 10", "cell_seconds = 0", "'cell_seconds' must be a number, more than zero, and is 0", "cell_seconds = 5"),
    config("limit true", "cell_seconds = 10", "cell_seconds = true", "'cell_seconds' must be a number, more than zero, and is True", "cell_seconds = 5"),
    config("limit a fraction", "cell_seconds = 10", "memory_mb = 0.5", "'memory_mb' must be a whole number, more than zero, and is 0.5", "memory_mb = 5"),
    config("given file missing", "tiny_pictures.py", "tiny_picture.py", "no such file", "relative to the folder"),
    config("given file twice", '["tiny_pictures.py"]', '["tiny_pictures.py", "../07_tiny/tiny_pictures.py"]', "two entries", "differ"),
]  # fmt: skip

ONLY_PUBLIC = """\
from otter.test_files import test_case

OK_FORMAT = False
name = "Counter"
points = 1


@test_case(points=1, failure_message="No.")
def test_it(Counter):
    assert Counter
"""
BINARY_SUM = ONLY_PUBLIC.replace("points = 1\n", "points = 2\n").replace("points=1,", "points=0.1,")
for _number, _worth in enumerate((1.4, 0.1, 0.1, 0.1, 0.1, 0.1)):
    BINARY_SUM += (
        f'\n\n@test_case(points={_worth}, hidden=True, failure_message="No.")\ndef test_{_number}(Counter): ...\n'
    )
IN_THE_TESTS = [
    Mistake("exercise without tests", COUNTER, None, None, "'Counter' has no tests", "Counter.py", 'exercise="Counter"', MASTER),
    Mistake("tests without exercise", "autograder/tests/07_tiny/normalise_rows.py", None, "points = 1\n", "'normalise_rows'", "Did you mean 'normalize_rows'?"),
    Mistake("tests no Python", COUNTER, "OK_FORMAT = False", "OK_FORMAT = = False", "invalid syntax", "valid Python", "= ="),
    Mistake("no points", COUNTER, "points = 40\n", "", "does not say what the exercise is worth", "points = 20"),
    Mistake("points computed", COUNTER, "points = 40\n", "points = 20 * 2\n", "does not say what", "points = 20"),
    tests("raises", "import numpy as np\n", "import numpy as np\n\nnp.nothing()\n", "np.nothing()", "AttributeError", "Mend that line"),
    tests("unknown import", "import numpy as np\n", "import numpyy as np\n", "numpyy", "ModuleNotFoundError", "Mend"),
    tests("format", "OK_FORMAT = False\n", "", "", "OK_FORMAT = False", "Add that line"),
    tests("name", 'name = "Counter"', 'name = "counter"', "", "name is 'counter'", 'name = "Counter"'),
    tests("points a truth", "points = 40", "points = 40\npoints = True", "", "points is True", "positive number"),
    tests("all or nothing", "points = 40", "points = 40\nall_or_nothing = True", "", "all_or_nothing", "to the cases"),
    tests("case twice", "def test_goes_on(Counter)", "def test_start(Counter)", "def test_start(Counter)", "is defined in line 20 already", "Rename"),
    tests("message computed", '"START should be three."', '"START" + " should be three."', '" +', "is computed", "string literal"),
    tests("message in an f-string", '"START should be three."', 'f"START is {3}."', 'f"START', "is computed", "literal"),
    tests("probe uses a helper", "counter_class(np.int64(2))", "counter_class(points)", "def probe_types", "'points'", "argument"),
    tests("probe without import", "counter_class(np.int64(2))", "counter_class(torch.ones(1))", "def probe_types", "'torch'", "Import it"),
    tests("star import", "import numpy as np\n", "import numpy as np\nfrom math import *\n", "import *", "import of *", "by name"),
    tests("two statements", "points = 40", "points = 40; more = 1", "more = 1", "two statements", "own line"),
    tests("points over", "points=20, hidden", "points=25, hidden", "", "points", "add up"),
    Mistake("points that binary adds up to more", COUNTER, None, BINARY_SUM, "add up to 2, but Otter", "halves and quarters"),
    tests("points under", "points=20, hidden", "points=15, hidden", "", "points", "agree"),
    tests("points none", "points=5, hidden", "points=0, hidden", "def test_start", "0", "Give it points"),
    tests("any arguments", "def test_start(START)", "def test_start(*START)", "def test_start", "* or keyword-only", "Name"),
    tests("no arguments", "def test_start(START):\n    assert START == 3", "def test_start():\n    assert 3 == 3", "def test_start", "does not say which names", "Its arguments"),
    tests("Otter's env", "def test_start(START):\n    assert START == 3", "def test_start(env):\n    assert env", "def test_start", "does not say which names", "never Otter's env"),
    tests("no message", ', failure_message="START should be three."', "", "def test_start", "no failure_message", "Write it like"),
    tests("no public case", "points=15, failure", "points=15, hidden=True, failure", "", "no public case", "at least one"),
    Mistake("no hidden case", COUNTER, None, ONLY_PUBLIC, "no hidden case", "with hidden=True"),
    tests("hidden before public", "points=20, hidden=True, failure", "points=20, failure", "def test_goes_on", "comes after a hidden one", "come first"),
    Mistake("public share", ROWS, "points=20, hidden=True, failure", "points=20, failure", "public cases carry 40 of 60", "at most 50%"),
]  # fmt: skip

IN_THE_VARIANTS = [
    Mistake("FAILS no tuple", WRONG, "import numpy as np", 'FAILS = ("test_two_rows")\nimport numpy as np', "FAILS must be a tuple", 'FAILS = ("test_rows_sum_to_one",)', "FAILS ="),
    Mistake("FAILS twice", WRONG, "import numpy as np", 'FAILS = ("test_a", "test_a")\nimport numpy as np', "FAILS must be a tuple", "Write it like", "FAILS ="),
    Mistake("EDGE no True", WRONG, "import numpy as np", "EDGE = 1\nimport numpy as np", "EDGE must be True", "EDGE = True", "EDGE ="),
    Mistake("DEFEATS empty", WRONG, "import numpy as np", 'DEFEATS = ""\nimport numpy as np', "DEFEATS must be a sentence", "Write it like", "DEFEATS ="),
    Mistake("FAILS in right/", RIGHT, "import numpy as np", 'FAILS = ("test_a",)\nimport numpy as np', "declares FAILS", "fails nothing"),
    Mistake("variant no Python", WRONG, "def normalize_rows(rows):", "def normalize_rows(rows:", "'('", "valid Python", "(rows:"),
    Mistake("no docstring", WRONG, '"""Divides', '"" + """Divides', "has no docstring", "names the solution"),
    Mistake("no hint", WRONG, "Your columns sum to 1, your rows do not. Which axis does the sum run along?\n", "", "no hint", "teaching assistant"),
    Mistake("no exercise", WRONG, "# exercise: normalize_rows\n", "", "which exercise it solves", "# exercise: softmax"),
    Mistake("exercise without a name", WRONG, "# exercise: normalize_rows\n", "# exercise:\n", "which exercise", "# exercise: softmax"),
    Mistake("exercise twice in one variant", RIGHT, "normalize_rows, Counter", "Counter, Counter", "which exercise", "# exercise:"),
    Mistake("unknown exercise", WRONG, "# exercise: normalize_rows", "# exercise: normalise_rows", "'normalise_rows'", "Did you mean 'normalize_rows'?", "# exercise:"),
    Mistake("two exercises", WRONG, "# exercise: normalize_rows", "# exercises: normalize_rows, Counter", "2 exercises", "to one exercise"),
]  # fmt: skip

MISTAKES = [*IN_THE_MASTER, *IN_THE_SETTINGS, *IN_THE_TESTS, *IN_THE_VARIANTS]
