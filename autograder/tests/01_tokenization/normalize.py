"""normalize. The oracle is the normalizer chain of the Hugging Face `tokenizers` library."""

from otter.test_files import test_case
from tokenizers import Regex, normalizers

OK_FORMAT = False
name = "normalize"
points = 6


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


@test_case(
    points=1,
    failure_message="Expected lower case, and one space for each run of spaces, tabs and line ends, none at the ends.",
)
def test_case_and_spaces(normalize):
    assert normalize("  My  Dog\tis \n CUTE ") == "my dog is cute"
    assert normalize("") == ""


@test_case(
    points=1,
    failure_message="Niqqud (the Hebrew points) or accents are still there, or letters went with them: take "
    "characters apart (NFKD), then drop the marks (category Mn) and nothing else.",
)
def test_marks_are_dropped(normalize):
    assert normalize("שָׁלוֹם") == "שלום"
    assert normalize("Cafe\u0301") == "cafe"


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A letter with an accent can be one code point or two; both spellings should give the same. "
    "In which normal form does the accent stand alone?",
)
def test_one_or_two_code_points(normalize):
    assert normalize("Crème brûlée, naïve Ångström") == "creme brulee, naive angstrom"
    assert normalize("Cre\u0300me bru\u0302le\u0301e") == "creme brulee"
    assert normalize("\ufb2a\ufb31") == "שב"  # presentation forms: shin with its dot, bet with dagesh


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Ligatures and other compatibility characters should fall apart: which normal form has a K, and "
    "does lower case come after it?",
)
def test_compatibility_characters(normalize):
    assert normalize("ﬁne ﬂuﬀy") == "fine fluffy"
    assert normalize("Ｔｏｋｅｎ ™ ①") == "token tm 1"


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Invisible format characters (category Cf: direction marks, soft hyphen, zero-width signs) are "
    "still in the text, or left something in their place.",
)
def test_format_characters(normalize):
    assert normalize("\u200fשלום\u200e עולם\u202c") == "שלום עולם"
    assert normalize("to\u00adken\u200biza\ufefftion") == "tokenization"
    assert normalize("שלום\u200f", strip_marks=False) == "שלום"


@test_case(
    points=0.5,
    hidden=True,
    failure_message="With strip_marks=False accents and niqqud stay, and one word still has one spelling (NFC last).",
)
def test_marks_can_be_kept(normalize):
    assert normalize("CAFE\u0301", strip_marks=False) == "café"
    one, other = "ש\u05b8\u05c1לו\u05b9ם", "ש\u05c1\u05b8לו\u05b9ם"  # the same two points, typed in either order
    kept = normalize(one, strip_marks=False)
    assert kept == normalize(other, strip_marks=False)
    assert len(kept) == 7


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A mark is dropped if its category is Mn. Is it that which you ask? unicodedata.combining is 0 for "
    "some of these marks, as for the variation selector of emoji, and the vowel signs of Hindi (Mc) stay.",
)
def test_marks_are_told_by_their_category(normalize):
    assert normalize("I ❤\ufe0f dogs ☺\ufe0f") == "i ❤ dogs ☺"
    assert normalize("तार") == "तार"


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Lower case is what str.lower makes: the German ß stays one letter.",
)
def test_lower_case_is_not_case_folding(normalize):
    assert normalize("Große STRAẞE") == "große straße"


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Punctuation, digits, signs and letters of every script should stay.",
)
def test_nothing_else_is_lost(normalize):
    for text in ["it's 3.5%, (no?) yes!", "צה״ל, בית־ספר: ג׳ירפה", "привет 你好 한국어 😀 a_b #1"]:
        assert normalize(text) == text


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A mixed text of Hebrew and English does not come out as the six steps of the docstring say. "
    "Go through them in their order.",
)
def test_agrees_with_the_library(normalize):
    texts = [
        "\u200fהַכֶּלֶב  שֶׁלִּי\u00a0חָמוּד.\r\nMy DOG is Cu\u0308te!",
        "בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים",
        "  ÀÉÎÕÜ ﬃ ½ x² Ⅷ …  ",
        "\u2067אבג\u2069 \u2003 DEF",
    ]
    for text in texts:
        assert normalize(text) == oracle(text)
        assert normalize(normalize(text)) == oracle(text)
