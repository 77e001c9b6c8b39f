"""bpe_decode_text. The oracle is the byte-level decoder of the Hugging Face `tokenizers` library."""

import torch
from otter.test_files import test_case
from tokenizers import decoders

OK_FORMAT = False
name = "bpe_decode_text"
points = 5
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

PRINTABLE = frozenset([*range(33, 127), *range(161, 173), *range(174, 256)])
OTHERS = [byte for byte in range(256) if byte not in PRINTABLE]


def sign(byte):
    """The sign of one byte, by the rule that GPT-2 has: what prints is its own sign, the others follow from U+0100 on."""
    return chr(byte) if byte in PRINTABLE else chr(256 + OTHERS.index(byte))


def vocabulary():
    """The id of a byte's sign is the byte; behind them a few merged symbols."""
    merged = ["\u0120dog", "the", "\u0120the", "\u0120\u0120", "".join(map(sign, "שלום".encode()))]
    symbols = [*map(sign, range(256)), *merged]
    return {symbol: number for number, symbol in enumerate(symbols)}


def oracle(ids):
    symbols = list(vocabulary())
    return decoders.ByteLevel().decode([symbols[number] for number in ids])


def does_its_work(bpe_decode_text):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    one, two = bpe_decode_text([257, 99], vocabulary()), bpe_decode_text([99, 257], vocabulary())
    return repr(one) != repr(two) and repr(one) != repr([257, 99])


@test_case(
    points=0.75, failure_message="Expected the text: the symbols behind each other, and each Ġ is a space again."
)
def test_english_comes_back(bpe_decode_text):
    for ids in ([257, 256], [257, 258, 256, 33], [97, 259, 98]):
        assert bpe_decode_text(ids, vocabulary()) == oracle(ids)


@test_case(
    points=0.75,
    failure_message="A letter may have its bytes in two tokens: join the bytes of all tokens, nothing between, and read UTF-8 "
    "only then.",
)
def test_letters_in_two_tokens(bpe_decode_text):
    for text in ("שלום", "é", "日 😀"):
        assert bpe_decode_text(list(text.encode("utf-8")), vocabulary()) == text


@test_case(
    points=1,
    failure_message="Half a letter is no UTF-8: it becomes U+FFFD, no error is raised, and nothing else is lost.",
)
def test_half_a_letter(bpe_decode_text):
    assert does_its_work(bpe_decode_text), IDLE
    if bpe_decode_text([260], vocabulary()) == "שלום":  # whoever reads no UTF-8 at all has lost the points for that
        for ids in ([257, 215], [215, 257], [257, 255]):
            text = bpe_decode_text(ids, vocabulary())
            assert text.count("\ufffd") == 1
            assert "the" in text


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A row of a tensor should decode as a list of the same numbers does.",
)
def test_a_tensor(bpe_decode_text):
    assert does_its_work(bpe_decode_text), IDLE
    for ids in ([257, 256], [104, 105]):
        assert bpe_decode_text(torch.tensor(ids), vocabulary()) == bpe_decode_text(ids, vocabulary())


@test_case(points=0.5, hidden=True, failure_message="An id that is not in the vocabulary should raise a KeyError.")
def test_an_id_that_does_not_exist(bpe_decode_text):
    assert does_its_work(bpe_decode_text), IDLE
    for number in (5000, -1):
        try:
            bpe_decode_text([97, number], vocabulary())
        except KeyError:
            continue
        raise AssertionError(f"no KeyError for the id {number}")


@test_case(
    points=0.75,
    hidden=True,
    failure_message="White space at the ends of the text belongs to it, line ends too; the empty text has none.",
)
def test_white_space(bpe_decode_text):
    text = bpe_decode_text(list(b"  a b "), vocabulary())
    assert text.startswith("  ")
    assert text.endswith(" ")
    assert bpe_decode_text(list(b"\na\t"), vocabulary())[-1] == "\t"
    assert bpe_decode_text([], vocabulary()) == ""


@test_case(
    points=0.75,
    hidden=True,
    failure_message="Some rows of ids do not become the text that the library's decoder gives.",
)
def test_agrees_with_the_library(bpe_decode_text):
    for ids in ([257, 258, 256, 33, 260], [*"נסיון é".encode(), 256, 32, 195, 169]):
        assert bpe_decode_text(ids, vocabulary()) == oracle(ids)
