"""wordpiece_tokenize. The oracle is the WordPiece model of the Hugging Face `tokenizers` library."""

from otter.test_files import test_case
from tokenizers import models

OK_FORMAT = False
name = "wordpiece_tokenize"
points = 8
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

FEW = ["[UNK]", "play", "##ing", "##ed", "cute", "dog"]  # nowhere more than one piece fits
SMALL = [*FEW, "un", "p", "pl", "##play", "##able", "##a", "##y", "##l"]
# entries of BERT's own vocabulary (uncased), enough to cut the words below
BERT = [
    "[UNK]",
    "a",
    "e",
    "em",
    "re",
    "ve",
    "una",
    "play",
    "playing",
    "walk",
    "token",
    "hall",
    "roam",
    "un",
    "##a",
    "##b",
    "##d",
    "##e",
    "##t",
    "##s",
    "##ing",
    "##ed",
    "##er",
    "##able",
    "##bed",
    "##ding",
    "##ization",
    "##uc",
    "##ination",
    "##rdan",
    "##ffa",
    "##ble",
    "##l",
    "##y",
    "##i",
    "##n",
    "##g",
    "##r",
    "##o",
    "##m",
    "##k",
    "##in",
    "verde",
    "##ant",
    "ה",
    "ב",
    "כ",
    "ל",
    "ם",
    "ש",
    "##ה",
    "##ב",
    "##כ",
    "##ל",
    "##ם",
    "##ו",
    "##י",
    "##ת",
]


def numbered(pieces):
    return {piece: number for number, piece in enumerate(dict.fromkeys(pieces))}


def oracle(word, pieces, max_chars=100):
    model = models.WordPiece(vocab=numbered(pieces), unk_token="[UNK]", max_input_chars_per_word=max_chars)
    return [token.value for token in model.tokenize(word)]


def does_its_work(wordpiece_tokenize):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    vocab = {"ab": 0, "##c": 1, "##d": 2}
    one, two = wordpiece_tokenize("abc", vocab), wordpiece_tokenize("abd", vocab)
    return repr(one) != repr(two) and repr(one) != repr("abc")


@test_case(
    points=0.75,
    failure_message="Expected the pieces in order; a piece that does not begin the word carries ##. The empty word has no "
    "pieces.",
)
def test_playing(wordpiece_tokenize):
    assert list(wordpiece_tokenize("playing", numbered(FEW))) == ["play", "##ing"]
    assert list(wordpiece_tokenize("dog", numbered(FEW))) == ["dog"]
    assert list(wordpiece_tokenize("", numbered(FEW))) == []


@test_case(points=0.75, failure_message="At each place the longest piece that is in the vocabulary should win.")
def test_longest_match(wordpiece_tokenize):
    assert list(wordpiece_tokenize("unplayable", numbered(SMALL))) == ["un", "##play", "##able"]
    assert list(wordpiece_tokenize("played", numbered(SMALL))) == ["play", "##ed"]


@test_case(
    points=1,
    failure_message="If at some place no piece fits, the whole word is [UNK], once: the pieces found before it are thrown "
    "away.",
)
def test_unknown_takes_the_whole_word(wordpiece_tokenize):
    for word in ("playground", "dogs", "playxing", "cat"):
        assert list(wordpiece_tokenize(word, numbered(FEW))) == ["[UNK]"]


@test_case(
    points=1,
    hidden=True,
    failure_message="A piece without ## begins a word and nothing else; a piece with ## never begins one.",
)
def test_where_a_piece_may_stand(wordpiece_tokenize):
    assert does_its_work(wordpiece_tokenize), IDLE
    vocab = numbered(["[UNK]", "dog", "house", "##ing"])
    assert not {"house", "##house"} & set(wordpiece_tokenize("doghouse", vocab))
    assert not {"ing", "##ing"} & set(wordpiece_tokenize("ing", vocab))


@test_case(
    points=1,
    hidden=True,
    failure_message="Greedy means greedy: the longest piece is taken and never given back, even if the rest "
    "then fails.",
)
def test_no_second_thoughts(wordpiece_tokenize):
    assert does_its_work(wordpiece_tokenize), IDLE
    vocab = numbered(["[UNK]", "a", "ab", "##b", "##bcd", "##cde"])
    assert "##bcd" not in wordpiece_tokenize("abcd", vocab)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A word of more than max_chars characters is [UNK] without a search; one of exactly max_chars is cut.",
)
def test_very_long_words(wordpiece_tokenize):
    vocab = numbered(["[UNK]", "a", "##a"])
    assert list(wordpiece_tokenize("a" * 101, vocab)) == ["[UNK]"]
    assert "[UNK]" not in wordpiece_tokenize("a" * 100, vocab)
    assert list(wordpiece_tokenize("aaaa", vocab, max_chars=3)) == ["[UNK]"]
    assert "[UNK]" not in wordpiece_tokenize("aaa", vocab, max_chars=3)


@test_case(
    points=0.75, hidden=True, failure_message="The sign for unknown words is an argument: [UNK] is not always its name."
)
def test_another_unknown(wordpiece_tokenize):
    for word in ("xyz", "q" * 150):
        pieces = list(wordpiece_tokenize(word, {**numbered(SMALL), "<unk>": 99}, unk="<unk>"))
        assert "<unk>" in pieces
        assert "[UNK]" not in pieces


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Some words are not cut as a WordPiece model cuts them.",
)
def test_agrees_with_the_library(wordpiece_tokenize):
    vocab = numbered(BERT)
    words = "playing embeddings verdant tokenization hallucination unaffable walker replay roamed unwalkable emma a t"
    for word in [*words.split(), "הכלב", "שלום", "כלבי", "דג", "שלנו", "בא", "ve", "##ing", "[UNK]"]:
        assert list(wordpiece_tokenize(word, vocab)) == oracle(word, BERT)


@test_case(
    points=1,
    hidden=True,
    failure_message="The vocabulary may be any dict of pieces, in any order and with any ids, and should be left as it was.",
)
def test_any_vocabulary(wordpiece_tokenize):
    assert does_its_work(wordpiece_tokenize), IDLE
    vocab = {"##ing": 7, "[UNK]": 0, "dog": 40, "play": 3}  # neither sorted nor without gaps
    before = dict(vocab)
    for word in ("playing", "dog"):
        assert list(wordpiece_tokenize(word, vocab)) == list(
            wordpiece_tokenize(word, numbered(["[UNK]", "play", "dog", "##ing"]))
        )
    assert vocab == before


@test_case(
    points=0.5,
    hidden=True,
    failure_message="The vocabulary may also be a set or a list of pieces: all that is asked of it is whether a piece is in it.",
)
def test_any_container(wordpiece_tokenize):
    assert does_its_work(wordpiece_tokenize), IDLE
    for word in ("playing", "dogs"):
        usual = list(wordpiece_tokenize(word, numbered(FEW)))
        assert list(wordpiece_tokenize(word, set(FEW))) == usual
        assert list(wordpiece_tokenize(word, list(FEW))) == usual


@test_case(
    points=0.25,
    hidden=True,
    failure_message="The pieces should come in a list, the unknown word's [UNK] too, and those of the empty word.",
)
def test_a_list(wordpiece_tokenize):
    assert does_its_work(wordpiece_tokenize), IDLE
    for word in ("playing", "cat", ""):
        assert isinstance(wordpiece_tokenize(word, numbered(FEW)), list)
