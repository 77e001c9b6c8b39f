"""decode. The oracle is a word-level tokenizer of the Hugging Face `tokenizers` library."""

import torch
from otter.test_files import test_case
from tokenizers import Tokenizer, models

OK_FORMAT = False
name = "decode"
points = 6


def vocabulary():
    """A fresh one for every call, so that a function that writes into it spoils its own case only."""
    return {
        "[PAD]": 0,
        "[SOS]": 1,
        "[EOS]": 2,
        "[UNK]": 3,
        "the": 4,
        "dog": 5,
        "הכלב": 6,
        "forest": 7,
        "blue": 8,
        ".": 9,
    }


def oracle(ids, skip_special=True):
    tokenizer = Tokenizer(models.WordLevel(vocabulary(), unk_token="[UNK]"))
    tokenizer.add_special_tokens(["[PAD]", "[SOS]", "[EOS]"])
    return tokenizer.decode(ids, skip_special_tokens=skip_special)


@test_case(points=1, failure_message="Expected the tokens with one space between them, without SOS and EOS.")
def test_words_come_back(decode):
    assert decode([1, 4, 8, 5, 2], vocabulary()) == "the blue dog"
    assert decode([1, 6, 9, 2], vocabulary()) == "הכלב ."


@test_case(points=1, failure_message="Padding is scaffolding and should be left out, and leave no spaces behind.")
def test_padding_is_left_out(decode):
    assert decode([1, 4, 5, 2, 0, 0, 0], vocabulary()) == "the dog"


@test_case(
    points=1,
    hidden=True,
    failure_message="[UNK] should stay in the text: something stood there, and the reader should see it.",
)
def test_unknown_stays(decode):
    assert decode([1, 4, 3, 5, 2], vocabulary()) == "the [UNK] dog"
    assert decode([3, 3], vocabulary()) == "[UNK] [UNK]"


@test_case(
    points=0.5, hidden=True, failure_message="With skip_special=False every token is shown, the special ones too."
)
def test_specials_can_be_shown(decode):
    assert decode([1, 4, 3, 2, 0], vocabulary(), skip_special=False) == "[SOS] the [UNK] [EOS] [PAD]"


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A row of a tensor should decode as a list does. Its elements are tensors, not ints.",
)
def test_a_row_of_a_batch(decode):
    batch = torch.tensor([[1, 4, 5, 2, 0], [1, 7, 2, 0, 0]])
    assert decode(batch[0], vocabulary()) == "the dog"
    assert decode(batch[1], vocabulary()) == "forest"


@test_case(
    points=0.5,
    hidden=True,
    failure_message="An id that is not in the vocabulary is a mistake and should raise a KeyError. A negative id too: "
    "a list would silently count from its end.",
)
def test_an_id_that_does_not_exist(decode):
    for number in (10, -1):
        try:
            decode([4, number], vocabulary())
        except KeyError:
            continue
        raise AssertionError("no KeyError")


@test_case(points=0.5, hidden=True, failure_message="Nothing to show gives the empty string.")
def test_nothing_to_show(decode):
    assert decode([], vocabulary()) == ""
    assert decode([1, 2, 0, 0], vocabulary()) == ""


@test_case(
    points=0.5,
    hidden=True,
    failure_message="SOS, EOS and PAD are left out wherever they stand, and what comes behind them is not.",
)
def test_two_sentences(decode):
    assert decode([1, 4, 5, 2, 1, 7, 2, 0, 8], vocabulary()) == "the dog forest blue"


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Another vocabulary, or ids in another order, does not decode as it should.",
)
def test_agrees_with_the_library(decode):
    for ids in ([1, 9, 8, 7, 6, 5, 4, 3, 2, 0], [8, 8, 1, 8], [7]):
        for skip in (True, False):
            assert decode(ids, vocabulary(), skip_special=skip) == oracle(ids, skip)
    shuffled = dict(reversed(vocabulary().items()))  # the order of the dict is not the order of the ids
    assert decode([1, 4, 8, 5, 2], shuffled) == "the blue dog"
