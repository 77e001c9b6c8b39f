"""decode. The oracle is a word-level tokenizer of the Hugging Face `tokenizers` library."""

import torch
from otter.test_files import test_case
from tokenizers import Tokenizer, models

OK_FORMAT = False
name = "decode"
points = 6
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)


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


def does_its_work(decode):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    vocab = {"[PAD]": 0, "[SOS]": 1, "[EOS]": 2, "[UNK]": 3, "a": 4, "b": 5}
    one, two = decode([4, 5], vocab), decode([5, 4], vocab)
    return repr(one) != repr(two) and repr(one) != repr([4, 5])


@test_case(points=0.75, failure_message="Expected the tokens in their order, with one space between them.")
def test_words_come_back(decode):
    for ids in ([4, 8, 5], [6, 9], [7, 7], []):
        assert decode(ids, vocabulary()) == oracle(ids)


@test_case(
    points=0.75,
    failure_message="PAD, SOS and EOS are scaffolding: they should be left out wherever they stand, and what comes "
    "behind them should not.",
)
def test_scaffolding_is_left_out(decode):
    assert does_its_work(decode), IDLE
    assert decode([1, 4, 5, 2, 0, 0, 0], vocabulary()) == decode([4, 5], vocabulary())
    assert decode([1, 4, 5, 2, 1, 7, 2, 0, 8], vocabulary()) == decode([4, 5, 7, 8], vocabulary())
    assert decode([1, 2, 0, 0], vocabulary()) == decode([], vocabulary())


@test_case(
    points=1,
    failure_message="[UNK] should stay in the text: something stood there, and the reader should see it.",
)
def test_unknown_stays(decode):
    assert decode([4, 3, 5], vocabulary()).count("[UNK]") == 1
    assert decode([3, 3], vocabulary()).count("[UNK]") == 2


@test_case(
    points=0.5,
    hidden=True,
    failure_message="With skip_special=False every token is shown, PAD, SOS and EOS too.",
)
def test_specials_can_be_shown(decode):
    shown = decode([1, 4, 3, 0, 2], vocabulary(), skip_special=False)
    assert all(special in shown for special in ("[SOS]", "[UNK]", "[PAD]", "[EOS]"))


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A row of a tensor should decode as a list of the same numbers does. Its elements are tensors, not "
    "ints.",
)
def test_a_row_of_a_batch(decode):
    assert does_its_work(decode), IDLE
    batch = torch.tensor([[1, 4, 5, 2, 0], [1, 7, 2, 0, 0]])
    for row in range(2):
        assert decode(batch[row], vocabulary()) == decode(batch[row].tolist(), vocabulary())


@test_case(
    points=0.75,
    hidden=True,
    failure_message="An id that is not in the vocabulary is a mistake and should raise a KeyError. A negative id too: "
    "a list would silently count from its end.",
)
def test_an_id_that_does_not_exist(decode):
    assert does_its_work(decode), IDLE
    for number in (10, -1):
        try:
            decode([4, number], vocabulary())
        except KeyError:
            continue
        raise AssertionError(f"no KeyError for the id {number}")


@test_case(
    points=0.75,
    hidden=True,
    failure_message="The id is what the vocabulary says, not the place at which a token stands in the dict.",
)
def test_order_of_the_dict_does_not_matter(decode):
    assert does_its_work(decode), IDLE
    shuffled = dict(reversed(vocabulary().items()))
    assert decode([4, 8, 5], shuffled) == decode([4, 8, 5], vocabulary())


@test_case(
    points=0.75,
    hidden=True,
    failure_message="What is left out goes by its name: in another vocabulary [PAD], [SOS] and [EOS] are not 0, 1 and 2, and "
    "words have these ids.",
)
def test_other_ids_of_the_specials(decode):
    assert does_its_work(decode), IDLE
    numbers = {"the": 0, "blue": 1, "dog": 2, "[UNK]": 3, "[PAD]": 4, "[SOS]": 5, "[EOS]": 6}
    for names in (["the", "blue", "dog"], ["[SOS]", "the", "dog", "[EOS]", "[PAD]"]):
        usual = decode([vocabulary()[name] for name in names], vocabulary())
        assert decode([numbers[name] for name in names], dict(numbers)) == usual


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Some rows of ids do not become the text that the docstring asks for.",
)
def test_agrees_with_the_library(decode):
    for ids in ([1, 9, 8, 7, 6, 5, 4, 3, 2, 0], [1, 8, 3, 8, 2, 1, 8, 2, 0], [7, 6]):
        assert decode(ids, vocabulary()) == oracle(ids)
