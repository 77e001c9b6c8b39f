"""wordpiece_tokenize. The oracle is the WordPiece model of the Hugging Face `tokenizers` library."""

from otter.test_files import test_case
from tokenizers import models

OK_FORMAT = False
name = "wordpiece_tokenize"
points = 9

SMALL = ["[UNK]", "play", "un", "p", "pl", "##ing", "##ed", "##play", "##able", "##a", "##y", "##l", "cute", "dog"]
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


@test_case(points=1, failure_message="Expected the pieces in order; a piece that does not begin the word carries ##.")
def test_playing(wordpiece_tokenize):
    assert list(wordpiece_tokenize("playing", numbered(SMALL))) == ["play", "##ing"]
    assert list(wordpiece_tokenize("dog", numbered(SMALL))) == ["dog"]


@test_case(points=1, failure_message="At each place the longest piece that is in the vocabulary should win.")
def test_longest_match(wordpiece_tokenize):
    assert list(wordpiece_tokenize("unplayable", numbered(SMALL))) == ["un", "##play", "##able"]
    assert list(wordpiece_tokenize("played", numbered(SMALL))) == ["play", "##ed"]


@test_case(points=1, failure_message="If no piece fits at some place, the whole word is [UNK].")
def test_unknown(wordpiece_tokenize):
    assert list(wordpiece_tokenize("cat", numbered(SMALL))) == ["[UNK]"]


@test_case(
    points=1,
    hidden=True,
    failure_message="If the rest of a word cannot be cut, the pieces found before it are thrown away: [UNK], and "
    "nothing else.",
)
def test_unknown_takes_the_whole_word(wordpiece_tokenize):
    for word in ("playground", "dogs", "undo", "playxing", "cutex"):
        assert list(wordpiece_tokenize(word, numbered(SMALL))) == ["[UNK]"]


@test_case(
    points=1,
    hidden=True,
    failure_message="A piece without ## begins a word and nothing else; a piece with ## never begins one.",
)
def test_where_a_piece_may_stand(wordpiece_tokenize):
    vocab = numbered(["[UNK]", "dog", "house", "##ing", "a", "##b"])
    assert list(wordpiece_tokenize("doghouse", vocab)) == ["[UNK]"]
    assert list(wordpiece_tokenize("ing", vocab)) == ["[UNK]"]
    assert list(wordpiece_tokenize("ba", vocab)) == ["[UNK]"]
    assert list(wordpiece_tokenize("abb", vocab)) == ["a", "##b", "##b"]


@test_case(
    points=1,
    hidden=True,
    failure_message="Greedy means greedy: the longest piece is taken and never given back, even if the rest "
    "then fails.",
)
def test_no_second_thoughts(wordpiece_tokenize):
    vocab = numbered(["[UNK]", "a", "ab", "##bcd", "##c", "##cde"])
    assert list(wordpiece_tokenize("abcd", vocab)) == ["[UNK]"]
    assert list(wordpiece_tokenize("abc", vocab)) == ["ab", "##c"]


@test_case(
    points=0.5, hidden=True, failure_message="A word of more than max_chars characters is [UNK] without a search."
)
def test_very_long_words(wordpiece_tokenize):
    vocab = numbered(["[UNK]", "a", "##a", "##aa"])
    assert list(wordpiece_tokenize("a" * 101, vocab)) == ["[UNK]"]
    assert list(wordpiece_tokenize("a" * 100, vocab)) == oracle("a" * 100, vocab)
    assert list(wordpiece_tokenize("aaaa", vocab, max_chars=3)) == ["[UNK]"]
    assert list(wordpiece_tokenize("aaa", vocab, max_chars=3)) == ["a", "##aa"]


@test_case(points=0.5, hidden=True, failure_message="The empty word has no pieces.")
def test_empty_word(wordpiece_tokenize):
    assert list(wordpiece_tokenize("", numbered(SMALL))) == []


@test_case(points=0.5, hidden=True, failure_message="The sign for unknown words is an argument.")
def test_another_unknown(wordpiece_tokenize):
    assert list(wordpiece_tokenize("playground", numbered(SMALL), unk="<unk>")) == ["<unk>"]
    assert list(wordpiece_tokenize("dog" * 50, numbered(SMALL), unk="<unk>")) == ["<unk>"]


@test_case(
    points=1,
    hidden=True,
    failure_message="Some words are not cut as a WordPiece model cuts them.",
)
def test_agrees_with_the_library(wordpiece_tokenize):
    vocab = numbered(BERT)
    words = "playing embeddings verdant tokenization hallucination unaffable walker replay roamed unwalkable emma a t"
    for word in [*words.split(), "הכלב", "שלום", "כלבי", "דג", "שלנו", "בא", "ve", "##ing", "[UNK]"]:
        assert list(wordpiece_tokenize(word, vocab)) == oracle(word, BERT)


@test_case(
    points=0.5, hidden=True, failure_message="The vocabulary should be left as it was, and may be any dict of pieces."
)
def test_vocabulary_is_left_alone(wordpiece_tokenize):
    vocab = {"##b": 7, "[UNK]": 0, "##bc": 40, "a": 3}  # neither sorted nor without gaps
    assert list(wordpiece_tokenize("abbc", vocab)) == ["a", "##b", "##bc"]
    assert list(wordpiece_tokenize("abd", vocab)) == ["[UNK]"]
    assert vocab == {"##b": 7, "[UNK]": 0, "##bc": 40, "a": 3}
