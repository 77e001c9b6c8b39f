"""normalize. The oracle is the normalizer chain of the Hugging Face `tokenizers` library.

Most cases compare two of the student's own results: what only *one* step can change is asked of that step alone.
"""

from otter.test_files import test_case
from tokenizers import Regex, normalizers

OK_FORMAT = False
name = "normalize"
points = 6
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)


def oracle(text):
    """The six steps of the docstring, in somebody else's code."""
    chain = normalizers.Sequence(
        [
            normalizers.NFKD(),
            normalizers.Replace(Regex(r"[\p{Mn}\p{Cf}]"), ""),
            normalizers.Lowercase(),
            normalizers.NFC(),
            normalizers.Replace(Regex(r"\s+"), " "),
            normalizers.Strip(),
        ]
    )
    return chain.normalize_str(text)


def does_its_work(normalize):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    one, two = normalize("Ab  C"), normalize("De  F")
    return repr(one) != repr(two) and repr(one) != repr("Ab  C")


@test_case(
    points=0.75,
    failure_message="Expected lower case, and one space for each run of white space (tabs, line ends and page breaks "
    "are white space too), none at the ends.",
)
def test_case_and_spaces(normalize):
    assert normalize("  My  Dog\tis \n CUTE ") == "my dog is cute"
    assert normalize("a\x0cb\u2003c\u00a0d") == "a b c d"
    assert normalize("") == ""


@test_case(
    points=0.75,
    failure_message="Niqqud (the Hebrew points) or accents are still there, or letters went with them: take "
    "characters apart (NFKD), then drop the marks (category Mn) and nothing else.",
)
def test_marks_are_dropped(normalize):
    assert normalize("שָׁלוֹם") == "שלום"
    assert normalize("café") == "cafe"
    assert normalize("cafe\u0301") == "cafe"
    pointed = "בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים \ufb2a\ufb31 crème brûlée"
    assert normalize(pointed) == oracle(pointed)


@test_case(
    points=0.75,
    failure_message="Invisible format characters (category Cf: direction marks, soft hyphen, zero-width signs) are "
    "still in the text, or left something in their place.",
)
def test_format_characters(normalize):
    assert does_its_work(normalize), IDLE
    for text, clean in [
        ("\u200fשלום\u200e עולם\u202c", "שלום עולם"),
        ("to\u00adken\u200biza\ufefftion", "tokenization"),
        ("\u2067אבג\u2069 def", "אבג def"),
    ]:
        assert normalize(text) == normalize(clean)
        assert normalize(text, strip_marks=False) == normalize(clean, strip_marks=False)


@test_case(
    points=0.75,
    hidden=True,
    failure_message="Ligatures and other compatibility characters should fall apart: which normal form has a K, and "
    "does lower case come after it?",
)
def test_compatibility_characters(normalize):
    assert does_its_work(normalize), IDLE
    for text, apart in [("ﬁne ﬂuﬀy ﬃ", "fine fluffy ffi"), ("Ｔｏｋｅｎ ™ ① x² Ⅷ", "token tm 1 x2 viii")]:
        assert normalize(text) == normalize(apart)


@test_case(
    points=0.75,
    hidden=True,
    failure_message="With strip_marks=False accents and niqqud stay, and one word still has one spelling (NFC last).",
)
def test_marks_can_be_kept(normalize):
    assert normalize("cafe\u0301", strip_marks=False) == "café"
    one, other = "ש\u05b8\u05c1לו\u05b9ם", "ש\u05c1\u05b8לו\u05b9ם"  # the same two points, typed in either order
    kept = normalize(one, strip_marks=False)
    assert kept == normalize(other, strip_marks=False)
    assert len(kept) == 7


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A mark is dropped if its category is Mn. Is it that which you ask? unicodedata.combining is 0 for "
    "some of these marks, as for the variation selector of emoji, and marks of category Mc, such as Hindi's ा, stay.",
)
def test_marks_are_told_by_their_category(normalize):
    assert does_its_work(normalize), IDLE
    if normalize("cafe\u0301") == "cafe":  # whoever drops no marks has lost the points of another case
        assert normalize("❤\ufe0f dogs ☺\ufe0f") == normalize("❤ dogs ☺")
    assert normalize("तार") == "तार"


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Lower case is what str.lower makes: the German ß stays one letter.",
)
def test_lower_case_is_not_case_folding(normalize):
    assert does_its_work(normalize), IDLE
    assert "ss" not in normalize("große straße")  # a letter that is lost has its own case


@test_case(
    points=0.75,
    hidden=True,
    failure_message="Punctuation, digits, signs and letters of every script should stay.",
)
def test_nothing_else_is_lost(normalize):
    assert does_its_work(normalize), IDLE
    for text in ["it's 3.5%, (no?) yes!", "צה״ל, בית־ספר: ג׳ירפה", "привет 你好 😀 a_b #1 €"]:
        assert normalize(text) == text


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Other texts, of more than one script, do not come out as the steps of the docstring say. Go through them "
    "in their order.",
)
def test_agrees_with_the_library(normalize):
    for text in [
        "\u200fהַכֶּלֶב  שֶׁלִּי\u00a0חָמוּד\r\nMy DOG is Cu\u0308te",
        " \u2067אבג\u2069 \u2003 DEF\x0bGHI\u00adJKL ",
    ]:
        assert normalize(text) == oracle(text)
