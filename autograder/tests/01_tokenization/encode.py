"""encode. The oracle is a word-level tokenizer of the Hugging Face `tokenizers` library.

Truncation is judged against the student's own ids without a limit.
"""

from otter.test_files import test_case
from tokenizers import Tokenizer, models, processors

OK_FORMAT = False
name = "encode"
points = 6
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)


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


def does_its_work(encode):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    vocab = {"[PAD]": 0, "[SOS]": 1, "[EOS]": 2, "[UNK]": 3, "a": 4, "b": 5}
    one, two = encode(["a", "b"], vocab), encode(["b", "a"], vocab)
    return repr(one) != repr(two) and repr(one) != repr(["a", "b"])


@test_case(points=0.75, failure_message="Expected SOS (1) first, EOS (2) last, and the ids of the tokens between them.")
def test_start_and_end(encode):
    for tokens in (["the", "blue", "dog"], ["הכלב"], []):
        assert list(encode(tokens, vocabulary())) == oracle(tokens)


@test_case(points=0.75, failure_message="A token that is not in the vocabulary becomes UNK (3), in its place.")
def test_unknown(encode):
    ids = list(encode(["the", "cat", "dog", "The"], vocabulary()))
    assert [number for number in ids if number not in (1, 2)] == [4, 3, 5, 3]


@test_case(
    points=0.75,
    failure_message="A sentence that is too long loses its last tokens, not its EOS: SOS and EOS stay, and both count "
    "for max_len.",
)
def test_truncation_keeps_the_end(encode):
    assert does_its_work(encode), IDLE
    tokens = ["the", "blue", "dog", "forest", "הכלב"]
    whole = list(encode(tokens, vocabulary()))
    if (whole[0], whole[-1]) == (1, 2):  # whoever never puts them has lost the points of the first case
        for max_len in (5, 3, 2):
            ids = list(encode(tokens, vocabulary(), max_len=max_len))
            assert ids == [1, *list(encode(tokens[: max_len - 2], vocabulary()))[1:-1], 2]


@test_case(
    points=0.75,
    hidden=True,
    failure_message="A sentence that fits max_len, SOS and EOS included, should come out as it does without a limit.",
)
def test_what_fits_is_not_cut(encode):
    assert does_its_work(encode), IDLE
    for tokens in (["the", "blue", "dog"], ["forest"], []):
        whole = list(encode(tokens, vocabulary()))
        for max_len in (len(tokens) + 2, 9):
            assert list(encode(tokens, vocabulary(), max_len=max_len)) == whole


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Only a token that is missing becomes UNK. One whose id is 0 is not missing.",
)
def test_the_id_zero_is_an_id(encode):
    assert does_its_work(encode), IDLE
    assert 0 in list(encode(["the", "[PAD]", "dog"], vocabulary()))


@test_case(
    points=0.5,
    hidden=True,
    failure_message="If max_len leaves no room for SOS and EOS (it is 1, or 0), raise a ValueError.",
)
def test_no_room_at_all(encode):
    assert does_its_work(encode), IDLE
    for max_len in (1, 0):
        try:
            encode(["the", "dog"], vocabulary(), max_len=max_len)
        except ValueError:
            continue
        raise AssertionError(f"no ValueError for max_len={max_len}")


@test_case(
    points=0.75,
    hidden=True,
    failure_message="The ids of [SOS], [EOS] and [UNK] are those that the vocabulary gives them; in another vocabulary they are "
    "not 1, 2 and 3.",
)
def test_other_ids_of_the_specials(encode):
    assert does_its_work(encode), IDLE
    numbers = {"[PAD]": 0, "[EOS]": 1, "dog": 2, "blue": 3, "[SOS]": 5, "[UNK]": 7, "the": 9}
    for tokens in (["the", "dog", "blue"], ["dog", "owl"]):
        names = dict(zip(vocabulary().values(), vocabulary(), strict=True))
        usual = [
            names.get(int(number)) for number in encode(tokens, vocabulary())
        ]  # what the student makes of it, by name
        if None not in usual:  # ids that the vocabulary has not have lost the points for that
            assert list(encode(tokens, dict(numbers))) == [numbers[name] for name in usual]


@test_case(
    points=0.75,
    hidden=True,
    failure_message="Something that the function was given has changed: the vocabulary got new entries, or the list of "
    "tokens is another.",
)
def test_inputs_are_left_alone(encode):
    assert does_its_work(encode), IDLE
    vocab, tokens = vocabulary(), ["the", "cat", "blue", "dog", "owl"]
    encode(tokens, vocab, max_len=5)
    assert vocab == vocabulary()
    assert tokens == ["the", "cat", "blue", "dog", "owl"]


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Some sentences do not get the ids that the docstring asks for.",
)
def test_agrees_with_the_library(encode):
    sentence = ["the", "forest", "הכלב", "owl", "blue", "blue", "dog", "7"]
    for length in (8, 5):
        assert list(encode(sentence[:length], vocabulary())) == oracle(sentence[:length])
        assert list(encode(sentence[:length], vocabulary(), max_len=6)) == oracle(sentence[:length], 6)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="The ids should come in a list of plain ints. Yours come in something else: a tuple, an array, a tensor?",
)
def test_a_list(encode):
    assert does_its_work(encode), IDLE
    ids = encode(["the", "owl"], vocabulary())
    assert isinstance(ids, list)
    assert all(isinstance(number, int) for number in ids)
