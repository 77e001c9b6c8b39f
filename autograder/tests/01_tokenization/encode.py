"""encode. The oracle is a word-level tokenizer of the Hugging Face `tokenizers` library."""

from otter.test_files import test_case
from tokenizers import Tokenizer, models, processors

OK_FORMAT = False
name = "encode"
points = 7


def vocabulary():
    """A fresh one for every call, so that a function that writes into it spoils its own case only."""
    return {"[PAD]": 0, "[SOS]": 1, "[EOS]": 2, "[UNK]": 3, "the": 4, "dog": 5, "הכלב": 6, "forest": 7, "blue": 8}


def oracle(tokens, max_len=None):
    tokenizer = Tokenizer(models.WordLevel(vocabulary(), unk_token="[UNK]"))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[SOS] $A [EOS]", special_tokens=[("[SOS]", 1), ("[EOS]", 2)]
    )
    if max_len is not None:
        tokenizer.enable_truncation(max_len)
    return tokenizer.encode(tokens, is_pretokenized=True).ids


@test_case(points=1, failure_message="Expected SOS (1) first, EOS (2) last, and the ids of the tokens between them.")
def test_start_and_end(encode):
    assert list(encode(["the", "blue", "dog"], vocabulary())) == [1, 4, 8, 5, 2]
    assert list(encode(["הכלב"], vocabulary())) == [1, 6, 2]


@test_case(points=1.5, failure_message="A token that is not in the vocabulary becomes UNK (3), in its place.")
def test_unknown(encode):
    assert list(encode(["the", "cat", "dog", "The"], vocabulary())) == [1, 4, 3, 5, 3, 2]


@test_case(
    points=1,
    hidden=True,
    failure_message="A sentence that is too long loses its last tokens; SOS and EOS stay, and both count for max_len.",
)
def test_truncation_keeps_the_end(encode):
    assert list(encode(["the", "blue", "dog", "forest", "the"], vocabulary(), max_len=5)) == [1, 4, 8, 5, 2]


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Only a token that is missing becomes UNK. One whose id is 0 is not missing.",
)
def test_the_id_zero_is_an_id(encode):
    assert list(encode(["the", "[PAD]", "cat"], vocabulary())) == [1, 4, 0, 3, 2]


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A sentence that fits max_len, SOS and EOS included, should not be cut (nor filled up).",
)
def test_what_fits_is_not_cut(encode):
    assert list(encode(["the", "blue", "dog"], vocabulary(), max_len=5)) == [1, 4, 8, 5, 2]
    assert list(encode(["the", "blue", "dog"], vocabulary(), max_len=9)) == [1, 4, 8, 5, 2]


@test_case(
    points=0.5,
    hidden=True,
    failure_message="With max_len=2 there is room for SOS and EOS, and for nothing else.",
)
def test_room_for_nothing(encode):
    assert list(encode(["the", "blue", "dog"], vocabulary(), max_len=2)) == [1, 2]
    assert list(encode(["the", "blue", "dog"], vocabulary(), max_len=3)) == [1, 4, 2]


@test_case(
    points=0.5,
    hidden=True,
    failure_message="If max_len leaves no room for SOS and EOS, raise a ValueError.",
)
def test_no_room_at_all(encode):
    for max_len in (1, 0):
        try:
            encode(["the", "dog"], vocabulary(), max_len=max_len)
        except ValueError:
            continue
        raise AssertionError("no ValueError")


@test_case(points=0.5, hidden=True, failure_message="A sentence without tokens is SOS, EOS.")
def test_empty(encode):
    assert list(encode([], vocabulary())) == [1, 2]
    assert list(encode([], vocabulary(), max_len=4)) == [1, 2]


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Encoding should not change the vocabulary (no new entries) nor the list of tokens.",
)
def test_inputs_are_left_alone(encode):
    vocab, tokens = vocabulary(), ["the", "cat", "blue", "dog", "owl"]
    ids = encode(tokens, vocab, max_len=5)
    assert list(ids) == [1, 4, 3, 8, 2]
    assert vocab == vocabulary()
    assert tokens == ["the", "cat", "blue", "dog", "owl"]


@test_case(points=0.5, hidden=True, failure_message="Some sentences do not get the ids that the docstring asks for.")
def test_agrees_with_the_library(encode):
    sentence = ["the", "forest", "הכלב", "owl", "blue", "blue", "dog", "7"]
    for length in range(len(sentence) + 1):
        assert list(encode(sentence[:length], vocabulary())) == oracle(sentence[:length])
        assert list(encode(sentence[:length], vocabulary(), max_len=6)) == oracle(sentence[:length], 6)
