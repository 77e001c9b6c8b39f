"""pre_tokenize. The oracle is a `Split` pre-tokenizer of the Hugging Face `tokenizers` library.

Where words are cut is asked apart from where the offsets point: a slip in one leaves the points for the other.
"""

from itertools import pairwise

from otter.test_files import test_case
from tokenizers import Regex, pre_tokenizers

OK_FORMAT = False
name = "pre_tokenize"
points = 6
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

IN_WORD = r"\p{L}\p{N}\p{M}׳״"


def oracle(text):
    """Words, single signs and their offsets, by a regular expression in somebody else's code."""
    signs = Regex(rf"[{IN_WORD}]+|[^{IN_WORD}\s]")
    steps = [pre_tokenizers.Split(Regex(r"\s+"), "removed"), pre_tokenizers.Split(signs, "isolated")]
    return pre_tokenizers.Sequence(steps).pre_tokenize_str(text)


def plain(pieces):
    """The result with its offsets as tuples of ints, whatever sequences the student took."""
    return [(piece, (int(offsets[0]), int(offsets[1]))) for piece, offsets in pieces]


def strings(pieces):
    return [piece for piece, _ in pieces]


def lengths(pieces):
    """How long the pieces are: where the text is cut, whatever became of the letters."""
    return [len(piece) for piece, _ in pieces]


def does_its_work(pre_tokenize):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    one, two = pre_tokenize("ab, cd"), pre_tokenize("ef. gh")
    return repr(one) != repr(two) and repr(one) != repr("ab, cd")


@test_case(
    points=0.75,
    failure_message="Expected words, and each punctuation mark as a piece of its own; white space is in no piece.",
)
def test_words_and_punctuation(pre_tokenize):
    assert strings(pre_tokenize("So  cute! ")) == ["So", "cute", "!"]
    assert strings(pre_tokenize("\t my\u00a0dog: \n")) == ["my", "dog", ":"]
    assert strings(pre_tokenize(" \n ")) == []


@test_case(
    points=0.75,
    failure_message="text[start:end] should be the piece, also where a word occurs twice; end is the place behind its "
    "last character.",
)
def test_offsets_point_at_the_piece(pre_tokenize):
    assert does_its_work(pre_tokenize), IDLE
    text = "the dog and the other dog: the end."
    pieces = plain(pre_tokenize(text))
    assert [text[start:end] for _, (start, end) in pieces] == [piece for piece, _ in pieces]
    starts = [start for _, (start, _) in pieces]
    assert starts == sorted(set(starts))
    assert all(end <= start for (_, (_, end)), (_, (start, _)) in pairwise(pieces))


@test_case(
    points=0.75,
    failure_message="Characters are missing: all pieces joined should be the text without its white space. A word can "
    "also end where the text ends.",
)
def test_nothing_is_lost(pre_tokenize):
    for text in ("the end", "So cute, my dog", "x"):
        assert "".join(strings(pre_tokenize(text))) == "".join(text.split())


@test_case(
    points=0.75,
    failure_message="Niqqud are marks and belong to the word on which they sit; your words are cut at them (or not cut "
    "where a word ends).",
)
def test_niqqud_belongs_to_the_word(pre_tokenize):
    assert lengths(pre_tokenize("שָׁלוֹם ")) == [7]
    assert sorted(lengths(pre_tokenize("שָׁלוֹם עוֹלָם "))) == [6, 7]


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Not only niqqud are marks: accents that stand alone (category Mn), vowel signs such as Hindi's ा (Mc) "
    "and signs that enclose a letter (Me) belong to the word, too.",
)
def test_other_marks_belong_to_the_word(pre_tokenize):
    assert lengths(pre_tokenize("cafe\u0301s ")) == [6]
    assert lengths(pre_tokenize("तार में ")) == [3, 3]
    assert lengths(pre_tokenize("a\u20ddb ")) == [3]


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Geresh and gershayim belong to the word, inside it and at its end.",
)
def test_geresh_and_gershayim(pre_tokenize):
    for word in ("ג׳ירפה", "צה״ל", "גב׳"):
        assert lengths(pre_tokenize(word + " ")) == [len(word)]


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Maqaf, hyphen, apostrophe and underscore separate words, and every sign is a piece of its own, "
    "also where several stand in a row.",
)
def test_signs_that_separate(pre_tokenize):
    assert lengths(pre_tokenize("בית־ספר ")) == [3, 1, 3]
    assert lengths(pre_tokenize("a_b it's re-do ")) == [1, 1, 1, 2, 1, 1, 2, 1, 2]
    assert lengths(pre_tokenize("...?! 😀😀 ")) == [1, 1, 1, 1, 1, 1, 1]


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Letters and digits (str.isalnum: ² and ½ are among them) in one run are one word, left as it is: "
    "no lower case here.",
)
def test_letters_and_digits(pre_tokenize):
    assert strings(pre_tokenize("GPT2 in 2019 x² 3½ ")) == ["GPT2", "in", "2019", "x²", "3½"]


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Hebrew is cut like English, from the first letter read to the last, and nothing is reversed.",
)
def test_hebrew(pre_tokenize):
    text = "הכלב שלי חמוד ואני קורא ספר "
    assert strings(pre_tokenize(text)) == strings(oracle(text))


@test_case(
    points=0.25,
    hidden=True,
    failure_message="A longer text is not cut, or its offsets are not counted, as the docstring says.",
)
def test_agrees_with_the_library(pre_tokenize):
    for text in ["So, the dog: the dog and the_cat... say the", "אָמַר דני: בוא, אָמַר", "«Hello», (the) – ok"]:
        assert plain(pre_tokenize(text)) == oracle(text)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="The pieces should come in a list. Yours are right and come in something else, a tuple or a generator, say.",
)
def test_a_list(pre_tokenize):
    assert does_its_work(pre_tokenize), IDLE
    assert isinstance(pre_tokenize("So cute!"), list)
