"""Similar submissions: renaming hides nothing, and what explains itself is no pair."""

from __future__ import annotations

import random

from autograder.course.similarity import Code, similar_pairs
from autograder.course.similarity_page import marked, write_similarity_page

MINE = '''
class Attention:
    """Mine."""

    def weights(self, scores, dim):
        highest = scores.max(dim, keepdim=True).values
        powers = torch.exp(scores - highest)  # stable
        return powers / powers.sum(dim, keepdim=True)
'''
RENAMED = """
class Aufmerksamkeit:
    # not copied
    def gewichte(self, s, d):
        m = s.max(d, keepdim=True).values

        p = torch.exp(s - m)
        return p / p.sum(d, keepdim=True)
"""
OTHER = """
def weights(scores, dim):
    total = 0
    for row in scores:
        total = total + sum(math.e ** x for x in row if x > float("-inf"))
    return [[math.e ** x / total for x in row] for row in scores]
"""


def names(pairs) -> list[tuple[str, str]]:
    return [(pair.first.name, pair.second.name) for pair in pairs]


def test_renaming_hides_nothing_and_the_passages_are_the_codes() -> None:
    codes = [Code("a", MINE), Code("b", RENAMED), Code("c", OTHER)]
    pairs = similar_pairs(codes, least=40)
    assert names(pairs) == [("a", "b")]
    (pair,) = pairs
    for text, passages in ((MINE, pair.passages_first), (RENAMED, pair.passages_second)):
        said = "".join(piece for piece, is_marked in marked(text, passages) if is_marked)
        assert "torch.exp(" in said and ".sum(" in said and "class" not in said
    for order in range(5):
        random.Random(order).shuffle(codes)
        assert similar_pairs(codes, least=40) == pairs


def test_what_explains_itself_is_no_pair() -> None:
    codes = [Code("a", MINE), Code("b", RENAMED)]
    assert similar_pairs(codes, [MINE], least=40) == []
    class_ = [Code(f"s{n:02}", MINE) for n in range(12)] + [Code(f"t{n:02}", OTHER) for n in range(3)]
    assert names(similar_pairs(class_, least=40)) == [("t00", "t01"), ("t00", "t02"), ("t01", "t02")]
    assert similar_pairs([Code("a", MINE, "Alpha"), Code("b", MINE, "Alpha")], least=40) == []
    assert similar_pairs([Code("a", ""), Code("b", "x = 1\n")]) == []


def test_a_repeated_passage_is_not_lost_among_what_is_explained() -> None:
    """numpy's intersect1d with assume_unique, which copydetect uses for given code, would drop it."""
    line = "    total = total + first(value) * second(value) - third(value)\n"
    text = "def f(values):\n" + line * 4
    pairs = similar_pairs([Code("a", text), Code("b", text)], ["import numpy\n"], least=40)
    assert names(pairs) == [("a", "b")] and pairs[0].share == 1


def test_a_class_name_moves_no_passage() -> None:
    """copydetect notes a class name's length where the sum of what was left out so far belongs."""
    same = "    def method(self, argument, other):\n        return argument + other * argument - other\n"
    texts = [f"import torch\n\n\nclass {name}:\n{same}" for name in ("A", "AVeryLongNameOfAClassThatIsLong")]
    (pair,) = similar_pairs([Code("a", texts[0]), Code("b", texts[1])], least=40)
    for text, passages in zip(texts, (pair.passages_first, pair.passages_second), strict=True):
        (whole,) = [piece for piece, is_marked in marked(text, passages) if is_marked]
        assert whole.startswith("import torch") and whole.rstrip().endswith("* argument - other"), whole


def test_the_page_says_what_it_is(tmp_path) -> None:
    pairs = similar_pairs([Code("a", MINE + "# <script>"), Code("b", RENAMED)], least=40)
    write_similarity_page(pairs, tmp_path / "page.html", title="Attention")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "To look at, never a verdict" in page and "<mark>" in page and "<script>" not in page
