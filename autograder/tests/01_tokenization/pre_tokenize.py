"""pre_tokenize. The oracle is a `Split` pre-tokenizer of the Hugging Face `tokenizers` library."""

from otter.test_files import test_case
from tokenizers import Regex, pre_tokenizers

OK_FORMAT = False
name = "pre_tokenize"
points = 7

IN_WORD = r"\p{L}\p{N}\p{M}׳״"


def oracle(text):
    """Words, single signs and their offsets, by a regular expression in somebody else's code."""
    signs = Regex(rf"[{IN_WORD}]+|[^{IN_WORD}\s]")
    steps = [pre_tokenizers.Split(Regex(r"\s+"), "removed"), pre_tokenizers.Split(signs, "isolated")]
    return pre_tokenizers.Sequence(steps).pre_tokenize_str(text)


def plain(pieces):
    """The result with its offsets as tuples of ints, whatever sequences the student took."""
    return [(piece, (int(offsets[0]), int(offsets[1]))) for piece, offsets in pieces]


@test_case(
    points=0.5,
    failure_message="Expected a list of (piece, (start, end)): words, and each punctuation mark as a piece of its own.",
)
def test_words_and_punctuation(pre_tokenize):
    assert plain(pre_tokenize("So cute!")) == [("So", (0, 2)), ("cute", (3, 7)), ("!", (7, 8))]


@test_case(
    points=1,
    failure_message="text[start:end] should be the piece, also where a word occurs twice. Do you look pieces up again?",
)
def test_offsets_point_at_the_piece(pre_tokenize):
    text = "the dog and the other dog: the end"
    pieces = plain(pre_tokenize(text))
    assert [text[start:end] for _, (start, end) in pieces] == [piece for piece, _ in pieces]
    starts = [start for _, (start, _) in pieces]
    assert starts == [0, 4, 8, 12, 16, 22, 25, 27, 31]


@test_case(
    points=1,
    failure_message="Hebrew is cut like English: from the first letter read to the last, nothing reversed.",
)
def test_hebrew(pre_tokenize):
    expected = [("הכלב", (0, 4)), ("שלי", (5, 8)), ("חמוד", (9, 13)), (".", (13, 14))]
    assert plain(pre_tokenize("הכלב שלי חמוד.")) == expected


@test_case(
    points=1,
    hidden=True,
    failure_message="Niqqud, accents and the vowel signs of Hindi are marks (categories Mn, Mc and Me) and belong to the "
    "word on which they sit; your words are cut at them.",
)
def test_marks_belong_to_the_word(pre_tokenize):
    assert [piece for piece, _ in pre_tokenize("שָׁלוֹם עוֹלָם!")] == ["שָׁלוֹם", "עוֹלָם", "!"]
    assert plain(pre_tokenize("cafe\u0301s")) == [("cafe\u0301s", (0, 6))]
    assert plain(pre_tokenize("तार में")) == [("तार", (0, 3)), ("में", (4, 7))]


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Geresh and gershayim stand inside Hebrew words and belong to them.",
)
def test_geresh_and_gershayim(pre_tokenize):
    assert [piece for piece, _ in pre_tokenize("ג׳ירפה של צה״ל, גב׳ כהן")] == [
        "ג׳ירפה",
        "של",
        "צה״ל",
        ",",
        "גב׳",
        "כהן",
    ]


@test_case(
    points=1,
    hidden=True,
    failure_message="Maqaf, hyphen, apostrophe and underscore separate words and are pieces of their own.",
)
def test_signs_that_separate(pre_tokenize):
    assert [piece for piece, _ in pre_tokenize("בית־ספר")] == ["בית", "־", "ספר"]
    assert [piece for piece, _ in pre_tokenize("a_b it's re-do")] == ["a", "_", "b", "it", "'", "s", "re", "-", "do"]
    assert [piece for piece, _ in pre_tokenize("...?!")] == list("...?!")


@test_case(
    points=0.5,
    hidden=True,
    failure_message="White space of every kind separates and is no piece; a text may begin or end with it, or be "
    "empty.",
)
def test_white_space(pre_tokenize):
    assert plain(pre_tokenize("\t my\u00a0dog \n")) == [("my", (2, 4)), ("dog", (5, 8))]
    assert list(pre_tokenize("")) == []
    assert list(pre_tokenize(" \n ")) == []


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Letters and digits in one run are one word, and the text is left as it is (no lower case here).",
)
def test_letters_and_digits(pre_tokenize):
    expected = [("GPT2", (0, 4)), ("in", (5, 7)), ("2019", (8, 12)), (",", (12, 13)), ("x²", (14, 16))]
    assert plain(pre_tokenize("GPT2 in 2019, x²")) == expected


@test_case(
    points=1,
    hidden=True,
    failure_message="A mixed text of two scripts is not cut as the docstring says.",
)
def test_agrees_with_the_library(pre_tokenize):
    for text in ["«Hello», אָמַר דני־בוי: GPT-2_xl 😀😀 ½ ok…", "  ה״א הידיעה (the) – 50% ", "שׁ,שׂ;a\u0301!b", "x"]:
        assert plain(pre_tokenize(text)) == oracle(text)
