"""Whatever lies in a class folder is a submission or a row with a reason; nothing is merged by guess."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from handed_in import A, answered, found, nb, whose, write, zipped

from autograder.errors import KitError
from autograder.intake import ReadLimits

NOT_NOTEBOOKS = [
    "essay.txt",
    "report.md",
    "page.html",
    "scan.pdf",
    "doc.gdoc",
    "site.url",
    "photo.png",
    "roster.csv",
    "odd",
]


@pytest.mark.parametrize("system", ["moodle", "gradescope", "canvas", "plain"])
def test_files_beside_what_a_system_wrote_have_a_row_each(system: str, tmp_path: Path) -> None:
    own = {
        "moodle": [f"Dana Levi_501_assignsubmission_file/{A}.ipynb", f"Noa Cohen_502_assignsubmission_file/{A}.ipynb"],
        "gradescope": [f"submission_11/{A}.ipynb", f"submission_12/{A}.ipynb"],
        "canvas": [f"levidana_501_701_{A}.ipynb", f"cohennoa_502_702_{A}.ipynb"],
        "plain": [f"dana_{A}.ipynb", f"noa_{A}.ipynb"],
    }[system]
    late = ["Ran (late, by mail).ipynb", "renamed by hand/solution.ipynb", "tal.zip"]
    files = {name: nb(name) for name in [*own, *late]} | dict.fromkeys(NOT_NOTEBOOKS, b"x")
    files["tal.zip"] = zipped({f"{A}.ipynb": nb("tal.zip")})
    submissions = found(write(tmp_path / "class", files))
    assert len(submissions) == len(files)
    read = {whose(s) for s in submissions.values() if not s.problem}
    assert read == {*own, *late}
    assert all(s.problem.startswith("There is no notebook in it, but ") for s in submissions.values() if s.problem)


def test_moodles_default_group_in_any_language(tmp_path: Path) -> None:
    for number, name in enumerate(["Default group", "קבוצת ברירת מחדל", "Standardgruppe"]):
        files = {
            f"{name}_assignsubmission_file/{A}.ipynb": nb(name),
            f"Team 7_12_assignsubmission_file/{A}.ipynb": nb("t"),
        }
        submissions = found(write(tmp_path / str(number), files))
        assert {whose(s) for s in submissions.values()} == {name, "t"}
        groups = {(s.hand_in.group, s.hand_in.group_id, s.hand_in.person_id) for s in submissions.values()}
        assert groups == {(name, None, None), ("Team 7", "12", None)}


def test_one_notebook_among_links_and_texts_of_others(tmp_path: Path) -> None:
    files = dict.fromkeys([f"dana_{A}.gdoc", f"noa_{A}.txt", f"ran_{A}.md"], b"x") | {f"ok_{A}.ipynb": nb("ok")}
    submissions = found(write(tmp_path / "class", files))
    assert set(submissions) == {"dana", "noa", "ran", "ok"} and whose(submissions["ok"]) == "ok"
    assert "a link" in submissions["dana"].problem and "Download .ipynb" in submissions["dana"].problem


def test_one_notebook_and_prose_that_may_be_anothers(tmp_path: Path) -> None:
    folder = write(tmp_path / "class", {"dana.ipynb": nb("dana"), "noa.txt": b"my answer"})
    with pytest.raises(KitError, match="two ways") as raised:
        found(folder)
    assert "--layout single or --layout plain" in raised.value.mend
    assert set(found(folder, layout="plain")) == {"dana", "noa"}
    (one,) = found(folder, layout="single").values()
    assert whose(one) == "dana" and set(one.files) == {"noa.txt"}


def test_a_notebooks_own_export_belongs_to_it(tmp_path: Path) -> None:
    files = {"dana.ipynb": nb("dana"), "dana.html": b"<p>", "dana.pdf": b"%PDF", "noa.ipynb": nb("noa")}
    submissions = found(write(tmp_path / "class", files))
    assert set(submissions) == {"dana", "noa"} and set(submissions["dana"].files) == {"dana.html", "dana.pdf"}


def test_too_many_entries_are_an_error_and_no_silent_end(tmp_path: Path) -> None:
    folder = write(tmp_path / "class", {f"s{number}.ipynb": nb("x") for number in range(20)})
    with pytest.raises(KitError, match="more than 19 files and folders"):
        found(folder, limits=ReadLimits(entries=19))
    assert len(found(folder, limits=ReadLimits(entries=20))) == 20


@pytest.mark.parametrize(
    "names",
    [
        ["hw_3_301234564_dana", "hw_3_301234565_omer", "hw_3_301234566_noa"],
        ["lab_1_2_a", "lab_1_3_b", "lab_2_4_c"],
        ["ex_3_301_dana", "ex_3_302_noa", "lab_4_303_ran", "lab_4_304_tal"],
        ["dana_1_2_q1", "dana_1_3_q2", "omer"],
    ],
)
def test_names_that_only_look_like_canvas_are_asked_about(names: list[str], tmp_path: Path) -> None:
    folder = write(tmp_path / "class", {f"{name}.ipynb": nb(name) for name in names})
    with pytest.raises(KitError, match="Canvas") as raised:
        found(folder)
    assert "--layout canvas or --layout plain" in raised.value.mend
    plain = found(folder, layout="plain")
    assert sorted(whose(s) for s in plain.values()) == sorted(names)
    assert not any(s.hand_in.person_id for s in plain.values())
    assert len(found(folder, layout="canvas")) < len(names)


@pytest.mark.parametrize(
    "names",
    [
        [f"dana_11_24_{A}", f"noa_11_24_{A}"],  # a date
        [f"hw_3_301234564_{A}", f"hw_3_301234565_{A}"],  # the same file twice of one user
        ["Dana_1_2_x", "Omer_3_4_x"],  # Canvas writes small letters
        ["dana levi_1_2_x", "omer_3_2_x"],
    ],
)
def test_names_that_canvas_does_not_write_are_peoples_own(names: list[str], tmp_path: Path) -> None:
    submissions = found(write(tmp_path / "class", {f"{name}.ipynb": nb(name) for name in names}))
    assert sorted(whose(s) for s in submissions.values()) == sorted(names)
    assert all(s.hand_in.system == "plain" and s.hand_in.person_id is None for s in submissions.values())


def test_a_layout_that_is_not_there(tmp_path: Path) -> None:
    folder = write(tmp_path / "class", {"dana.ipynb": nb("dana"), "omer.ipynb": nb("omer")})
    for layout in ("canvas", "moodle", "gradescope"):
        with pytest.raises(KitError, match=layout):
            found(folder, layout=layout)
    with pytest.raises(KitError, match="no layout “schoology”"):
        found(folder, layout="schoology")


def test_a_zip_that_may_be_a_class_or_a_students(tmp_path: Path) -> None:
    files = {f"{A}.ipynb": nb("first"), "omer.ipynb": nb("omer")}
    (tmp_path / "dana.zip").write_bytes(zipped(files))
    with pytest.raises(KitError, match="two ways"):
        found(tmp_path / "dana.zip")
    assert set(found(tmp_path / "dana.zip", layout="single")) == {"dana"}
    assert len(found(tmp_path / "dana.zip", layout="plain")) == 2


@pytest.mark.parametrize(
    "inside",
    [
        {
            f"Dana Levi_5_assignsubmission_file/{A}.ipynb": nb("a"),
            f"Noa Cohen_6_assignsubmission_file/{A}.ipynb": nb("b"),
        },
        {f"submission_{n}/{A}.ipynb": nb("x") for n in (1, 2)},
        {f"levidana_5_11_{A}.ipynb": nb("a"), f"cohennoa_6_12_{A}.ipynb": nb("b")},
        {f"dana_{A}.ipynb": nb("a"), f"noa_{A}.ipynb": nb("b")},
        {f"{name}/{A}.ipynb": nb(name) for name in ("dana", "noa", "ran")},
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_a_class_in_a_class_is_nobodys_submission(packed: bool, inside: dict[str, bytes], tmp_path: Path) -> None:
    files = {"late.zip": zipped(inside)} if packed else {f"late/{name}": data for name, data in inside.items()}
    folder = write(tmp_path / "class", files | {f"omer_{A}.ipynb": nb("omer"), f"tal_{A}.ipynb": nb("tal")})
    submissions = found(folder)
    assert set(submissions) == {"late", "omer", "tal"}
    assert "what several people handed in" in submissions["late"].problem
    alone = found(folder / ("late.zip" if packed else "late"))
    assert len(alone) == len(inside) and not any(s.problem for s in alone.values())


def test_versions_of_one_student_are_one_students(tmp_path: Path) -> None:
    files = {
        f"dana/{name}": nb(name)
        for name in (f"dana_{A}.ipynb", f"dana_v2_{A}.ipynb", f"old/{A}.ipynb", f"new/{A}.ipynb")
    }
    submissions = found(write(tmp_path / "class", files | {f"omer/{A}.ipynb": nb("omer")}))
    assert not submissions["dana"].problem and "4 notebooks were handed in" in submissions["dana"].choice
    export = zipped({f"{A}.ipynb": nb("same"), "__zip_filename__": b"x"})
    files = {
        f"dana/{A}.ipynb": nb("same"),
        f"dana/{A}_2026_11_24T10_11_12_123456.zip": export,
        f"omer/{A}.ipynb": nb("omer"),
    }
    assert found(write(tmp_path / "again", files))["dana"].choice == "", "the same notebook twice is one"


@pytest.mark.parametrize(
    "names", [("dana", "noa"), ("Dana Levi HW3", "hw3 - noa cohen"), ("דנה תרגיל 3", "נועה תרגיל 3")]
)
def test_a_section_s_folder_is_no_student(names: tuple[str, str], tmp_path: Path) -> None:
    sections = {
        f"group {number}/{name}.ipynb": answered(f"{name} of {number}", "softmax", "scale_scores")
        for number in (1, 2) for name in names
    }  # fmt: skip
    submissions = found(write(tmp_path / "class", sections))
    assert set(submissions) == {"group_1", "group_2"}
    assert all(f"{name}.ipynb" in s.problem for s in submissions.values() for name in names)
    own = found(tmp_path / "class" / "group 2", layout="plain")
    assert {whose(s) for s in own.values()} == {f"{name} of 2" for name in names}


@pytest.mark.parametrize(
    "names",
    [
        ("hw3", "hw3 final"), ("homework3", "Untitled1"), ("dana", "levi hw3"), ("attention", "my solution v2"), (A, "noa"),
        ("masks", "masks_with_pictures"), ("תרגיל 3", "תרגיל 3 סופי"),
    ],
)  # fmt: skip
def test_versions_of_one_person_s_notebook_are_no_several_people(names: tuple[str, str], tmp_path: Path) -> None:
    files = {f"Dana Levi/{name}.ipynb": answered(name, "softmax", "scale_scores") for name in names}
    files |= {"Dana Levi/scratch of omer.ipynb": nb("omer"), f"ran/{A}.ipynb": nb("ran")}
    dana = found(write(tmp_path / "class", files))["Dana_Levi"]
    assert whose(dana) in names and dana.choice in dana.read_as
