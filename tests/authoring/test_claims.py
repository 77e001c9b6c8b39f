"""From the lecture's claims to checks and wrong solutions."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tiny_kit import KitCopy

from autograder.authoring.catalogue import assignment_names, find_assignment, kit_root
from autograder.authoring.claims import claim_problems, read_claims, traceability_page
from autograder.errors import KitError

CLAIMS = "solutions/lecture_claims.toml"
RIGHT = """
[[claim]]
id = "rows"
says = "Rows | sum to 1."
example = "a table"
[claim.checks.07_tiny]
normalize_rows = ["test_two_rows", "test_many_rows"]
"""
WITHOUT = """
[[claim]]
id = "nothing"
says = "Nobody asks for this."
"""


def problems(kit_copy: KitCopy, text: str) -> list[str]:
    kit_copy.write(CLAIMS, text)
    return claim_problems(kit_copy.root, find_assignment("07_tiny", kit_copy.root))


def test_a_kit_without_claims_has_none(kit_copy: KitCopy) -> None:
    assert claim_problems(kit_copy.root, find_assignment("07_tiny", kit_copy.root)) == []
    assert traceability_page(kit_copy.root) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (WITHOUT, "lecture_claims.toml:2: the claim 'nothing' has no check"),
        (WITHOUT + "[claim.checks.07_tiny]\nCounter = []\n", "has no check"),
        (RIGHT.replace("07_tiny", "07_tinny"), "an assignment '07_tinny' that there is not. Did you mean '07_tiny'?"),
        (RIGHT.replace("normalize_rows =", "normalise_rows ="), "Did you mean 'normalize_rows'?"),
        (RIGHT.replace("test_many_rows", "test_many_row"), "names 'test_many_row', which normalize_rows does not have"),
    ],
)
def test_what_no_check_holds_is_named(text: str, said: str, kit_copy: KitCopy) -> None:
    assert problems(kit_copy, RIGHT) == []
    found = problems(kit_copy, text)
    assert len(found) == 1 and said in found[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[claim]\n", "is not valid TOML"),
        ("[claims]\na = 1\n", "lecture_claims.toml:1: the key 'claims' is not known. Did you mean 'claim'?"),
        (RIGHT + RIGHT, ":9: the claim 'rows' stands there twice"),
        (RIGHT.replace("says =", "say ="), "Did you mean 'says'?"),
        (RIGHT.replace('id = "rows"', "id = 7"), ":3: [claim 1] 'id' must be a text"),
        (
            RIGHT.replace('["test_two_rows", "test_many_rows"]', '"test_two_rows"'),
            ":7: [claim 1, checks, 07_tiny] 'normalize_rows' must be a list of texts",
        ),
    ],
)
def test_what_cannot_be_read_is_one_line(text: str, said: str, kit_copy: KitCopy) -> None:
    with pytest.raises(KitError) as raised:
        problems(kit_copy, text)
    assert said in str(raised.value) and "\n" not in str(raised.value)


def test_the_page_goes_from_the_claim_to_the_mistakes(kit_copy: KitCopy) -> None:
    kit_copy.write(CLAIMS, RIGHT)
    kit_copy.edit(
        "solutions/07_tiny/wrong/columns.py",
        "# exercise: normalize_rows\n",
        '# exercise: normalize_rows\nFAILS = ("test_two_rows",)\n',
    )
    page = traceability_page(kit_copy.root)
    assert page is not None and "## 7. Tiny" in page
    row = next(line for line in page.split("\n") if "sum to 1" in line)
    assert row == (
        "| Rows \\| sum to 1. *(a table)* | 7.1 `normalize_rows` | `test_two_rows`<br>`test_many_rows` *h* | columns |"
    )


def test_verify_fails_where_a_claim_has_no_check(
    kit_copy: KitCopy, on_kit_copy: Callable[..., tuple[int, str, str]]
) -> None:
    kit_copy.write(CLAIMS, RIGHT + WITHOUT)
    code, said, _ = on_kit_copy("verify", "07_tiny", "--failures", "--isolation", "best")
    assert code == 1 and "the claim 'nothing' has no check" in " ".join(said.split()), said


def test_the_kit_s_own_claims_are_checked() -> None:
    kit = kit_root()
    assert len(read_claims(kit)) > 30
    for name in assignment_names(kit):
        assert claim_problems(kit, find_assignment(name, kit)) == []


def test_the_page_in_the_docs_is_today_s() -> None:
    """`autograder build` writes it; after a change of a test or a wrong solution run it, or `autograder build NAME`."""
    kit = kit_root()
    assert (kit / "docs" / "traceability.md").read_text(encoding="utf-8") == traceability_page(kit)
