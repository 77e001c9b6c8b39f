"""Of several notebooks the worked one is graded; installed packages are nobody's work; nbgrader's other names."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from handed_in import A, answered, found, nb, untouched, whose, write, zipped

from autograder.errors import KitError
from autograder.intake import ReadLimits


@pytest.mark.parametrize(
    "worked", ["HW3 Noa.ipynb", f"{A}_final.ipynb", "Untitled.ipynb", "old/x.ipynb", f"{A}-Copy1.ipynb"]
)
@pytest.mark.parametrize("given", [f"{A}.ipynb", f"{A}-3.ipynb", f"Copy of {A} (7).ipynb"])
def test_what_is_as_it_was_given_out_never_wins(worked: str, given: str, tmp_path: Path) -> None:
    files = {f"dana/{worked}": answered("dana", "softmax"), f"dana/{given}": untouched(), f"omer/{A}.ipynb": nb("omer")}
    folder = write(tmp_path / "class", files)
    os.utime(folder / "dana" / given)  # changed last
    dana = found(folder)["dana"]
    assert whose(dana) == "dana"
    assert "2 notebooks were handed in" in dana.choice and "as it was given out" in dana.choice
    assert dana.choice in dana.notes


def test_notebooks_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    files = {
        f"dana/Version 1/{A}.ipynb": untouched(), f"dana/Version 2/{A}.ipynb": answered("dana", "softmax"),
        f"dana/Version 3/a/{A}.ipynb": untouched() + b" ", f"omer/{A}.ipynb": nb("omer"),
    }  # fmt: skip
    folder = write(tmp_path / "class", files)
    os.utime(folder / "dana" / "Version 1" / f"{A}.ipynb", (0, 0))  # the oldest is named last
    choice = str(found(folder)["dana"].choice)
    assert f"graded is Version 2/{A}.ipynb" in choice
    assert f"not a/{A}.ipynb, Version 1/{A}.ipynb." in choice


def test_the_untouched_notebook_with_other_words_is_untouched(tmp_path: Path) -> None:
    earlier = (
        untouched()
        .replace(b"positive and sum to 1", b"positive, and they sum to one")
        .replace(b"your code here", b"TODO")
    )
    assert earlier != untouched()
    files = {f"dana/{A}.ipynb": earlier, "dana/mine.ipynb": answered("dana", "softmax"), f"omer/{A}.ipynb": nb("omer")}
    assert whose(found(write(tmp_path / "class", files))["dana"]) == "dana"


def test_of_two_that_are_worked_on(tmp_path: Path) -> None:
    files = {
        f"more/{A}.ipynb": answered("less", "softmax"), "more/b.ipynb": answered("more", "softmax", "causal_mask"),
        f"named/{A}.ipynb": answered("named", "softmax"), "named/b.ipynb": answered("other", "softmax"),
        f"final/{A}-1.ipynb": answered("first", "softmax"), f"final/{A}_final.ipynb": answered("final", "softmax"),
        f"v/{A}_v2.ipynb": answered("2", "softmax"), f"v/{A}_v10.ipynb": answered("10", "softmax"),
        f"old/{A}_old.ipynb": answered("old", "softmax"), f"old/{A}.ipynb": answered("new", "softmax"),
        f"point/{A}-checkpoint.ipynb": answered("then", "softmax"), "point/hw3.ipynb": answered("now", "softmax"),
        f"broken/{A}.ipynb": b"{", "broken/b.ipynb": answered("sound", "softmax"),
    }  # fmt: skip
    submissions = found(write(tmp_path / "class", files))
    chosen = {name: whose(submission) for name, submission in submissions.items()}
    assert chosen == {
        "more": "more",
        "named": "named",
        "final": "final",
        "v": "10",
        "old": "new",
        "point": "now",
        "broken": "sound",
    }
    assert all(submission.choice for submission in submissions.values())


def test_an_untouched_notebook_beside_the_worked_python_file(tmp_path: Path) -> None:
    script = b"# %%\nwho = 'script'\n# %%\ndef softmax(x):\n    return x\n"
    files = {f"dana/{A}.ipynb": untouched(), "dana/mine.py": script, f"omer/{A}.ipynb": answered("omer", "softmax")}
    submissions = found(write(tmp_path / "class", files | {"omer/mine.py": script}))
    assert whose(submissions["dana"]) == "script" and whose(submissions["omer"]) == "omer"


PACKAGES = ["lib/python3.11/site-packages/p", "Lib/site-packages/p", "lib64/python3.12/site-packages/p/q"]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    "files",
    [
        *[{f"env/{place}/m{n:03}.py": b"x" for n in range(300)} for place in PACKAGES],
        {f"node_modules/p{n}/index.js": b"x" for n in range(300)},
        {f"a_env/any{n}": b"x" for n in range(300)} | {"a_env/pyvenv.cfg": b""},
        {f"conda/pkgs{n}": b"x" for n in range(300)} | {"conda/conda-meta/history": b""},
        {f"a/bin/tool{n}": b"x" for n in range(300)} | {"a/bin/python3": b""},
        {f".venv/m{n}.py": b"x" for n in range(300)} | {f"__pycache__/m{n}.pyc": b"x" for n in range(300)},
        {f"lib/python3.11/site-packages/m{n}.py": b"x" for n in range(300)} | {"pyvenv.cfg": b"", "bin/python": b""},
    ],
)  # fmt: skip
def test_installed_packages_take_none_of_the_allowance(files: dict[str, bytes], packed: bool, tmp_path: Path) -> None:
    own = {f"{A}.ipynb": nb("dana"), "my_helpers.py": b"x = 1", "data/words.txt": b"w"}
    extra = (
        {"env/lib/python3.11/site-packages/p/demo.ipynb": nb("somebody's")}
        if any("env/lib" in f for f in files)
        else {}
    )
    handed_in = {f"hw3/{name}": data for name, data in (own | files | extra).items()}
    limits = ReadLimits(entries=100, zip_members=50)
    if packed:
        folder = write(tmp_path / "class", {"dana.zip": zipped(handed_in), "omer.ipynb": nb("omer")})
    else:
        handed_in = {f"dana/{name.removeprefix('hw3/')}": data for name, data in handed_in.items()}
        folder = write(tmp_path / "class", handed_in | {"omer.ipynb": nb("omer")})
    dana = found(folder, limits=limits)["dana"]
    assert whose(dana) == "dana" and not dana.choice
    assert set(dana.files) == {"my_helpers.py", "data/words.txt"}


def test_an_env_folder_of_ones_own_is_kept(tmp_path: Path) -> None:
    files = {
        f"dana/{A}.ipynb": nb("dana"),
        "dana/env/world.py": b"x = 1",
        "dana/lib/tools.py": b"",
        f"omer/{A}.ipynb": nb("o"),
    }
    assert set(found(write(tmp_path / "class", files))["dana"].files) == {"env/world.py", "lib/tools.py"}


def test_files_beside_the_notebook_come_before_files_below_it(tmp_path: Path) -> None:
    data = {f"dana/data/{n:03}.csv": b"1" for n in range(300)} | {f"dana/a{n:03}.csv": b"1" for n in range(199)}
    files = data | {f"dana/{A}.ipynb": nb("dana"), "dana/zz_helpers.py": b"x = 1", f"omer/{A}.ipynb": nb("omer")}
    dana = found(write(tmp_path / "class", files))["dana"]
    assert "zz_helpers.py" in dana.files and len(dana.files) == 200 and "a198.csv" in dana.files


def test_nbgrader_where_the_course_has_its_own_name(tmp_path: Path) -> None:
    tree = {f"submitted/{name}/hw3/solution.ipynb": answered(name, "softmax") for name in ("dana", "noa")}
    submissions = found(write(tmp_path / "one", tree))
    assert {whose(s) for s in submissions.values()} == {"dana", "noa"}
    assert all("“hw3”" in s.notes[0] for s in submissions.values())

    other = {f"submitted/{name}/hw1/other.ipynb": nb(name) for name in ("dana", "noa")}
    with pytest.raises(KitError, match="its folders are “hw1”") as raised:
        found(write(tmp_path / "other", other))
    assert "--layout nbgrader:hw1" in raised.value.mend

    several = tree | {f"submitted/{name}/hw4/solution.ipynb": answered("4", "softmax") for name in ("dana", "noa")}
    folder = write(tmp_path / "several", several)
    with pytest.raises(KitError, match="“hw3”, “hw4”"):
        found(folder)
    assert {whose(s) for s in found(folder, layout="nbgrader:hw3").values()} == {"dana", "noa"}


def test_nbgrader_where_one_folder_of_several_is_this_assignment_s(tmp_path: Path) -> None:
    tree = {f"submitted/{name}/hw3/solution.ipynb": answered(name, "softmax") for name in ("dana", "noa")}
    tree |= {f"submitted/{name}/hw1/other.ipynb": nb("hw1") for name in ("dana", "ran")}
    submissions = found(write(tmp_path / "class", tree))
    assert {whose(s) for s in submissions.values()} == {"dana", "noa"}  # Ran handed in nothing for this one
    assert all("“hw3”" in s.notes[0] for s in submissions.values())


def test_nbgrader_students_with_a_slip_in_the_folders_name_or_none(tmp_path: Path) -> None:
    tree = {
        f"submitted/dana/{A}/{A}.ipynb": nb("dana"),
        f"submitted/noa/03_atention/{A}.ipynb": nb("noa"),
        f"submitted/ran/{A}.zip": zipped({f"{A}.ipynb": nb("ran")}),
        "submitted/tal/essay.pdf": b"%PDF",
        "submitted/gal/01_tokenization/01_tokenization.ipynb": nb("nothing for this one"),
        "submitted/late.ipynb": nb("late"),
    }
    submissions = found(write(tmp_path / "class", tree))
    assert {name: whose(s) for name, s in submissions.items() if not s.problem} == {
        "dana": "dana", "noa": "noa", "ran": "ran", "late": "late",
    }  # fmt: skip
    assert "essay.pdf" in submissions["tal"].problem and set(submissions) == {"dana", "noa", "ran", "tal", "late"}
