"""bpe_encode_text. The oracle is the byte-level BPE of the Hugging Face `tokenizers` library, and GPT-2's own ids."""

import json

from otter.test_files import test_case
from tokenizers import ByteLevelBPETokenizer

OK_FORMAT = False
name = "bpe_encode_text"
points = 6
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

TEXTS = ["the dog and the other dog, the end.", "הכלב של הילד, הילדים של הכלב", "the café, the thé; naïve naïf"]
# Of GPT-2's merges, in their order, those that can occur in the texts below, and GPT-2's ids.
GPT2_MERGES = (
    "o+n a+t e+n Ġ+c i+s Ġ+d i+on u+t Ġ+is at+ion k+e Ġd+o '+t o+k o+g i+z t+e i+o ut+e Ġ+i t+o iz+ation "
    "Ġc+ut o+ke Ġis+n Ġdo+g k+en M+y ok+en z+a d+o t+ion at+i n+i c+ut d+og Ġc+ute s+n Ġc+u t+i iz+a ×+ķ "
    "c+u t+oken at+io ×+ľ en+i ×+©"
)
GPT2_MERGED_IDS = [
    261,
    265,
    268,
    269,
    271,
    288,
    295,
    315,
    318,
    341,
    365,
    466,
    470,
    482,
    519,
    528,
    660,
    952,
    1133,
    1312,
    1462,
    1634,
    2005,
    2088,
    2125,
    3290,
    3464,
    3666,
    4233,
    4496,
    4598,
    5378,
    7246,
    8461,
    8968,
    9703,
    13779,
    16184,
    18912,
    20259,
    23638,
    27072,
    27399,
    30001,
    39485,
    40010,
    43850,
    50227,
]
GPT2_IDS = {
    "My dog isn't cute.": [3666, 3290, 2125, 470, 13779, 13],
    "tokenization": [30001, 1634],
    "שלום": [50227, 40010, 27072, 147, 251],
}

PRINTABLE = frozenset([*range(33, 127), *range(161, 173), *range(174, 256)])
OTHERS = [byte for byte in range(256) if byte not in PRINTABLE]


def sign(byte):
    """The sign of one byte, by the rule that GPT-2 has: what prints is its own sign, the others follow from U+0100 on."""
    return chr(byte) if byte in PRINTABLE else chr(256 + OTHERS.index(byte))


def alphabet():
    """The smallest vocabulary: the id of a byte's sign is the byte."""
    return {sign(byte): byte for byte in range(256)}


def learn(texts, size):
    """Merges and vocabulary from the library's trainer, and its tokenizer."""
    tokenizer = ByteLevelBPETokenizer()
    tokenizer.train_from_iterator(texts, vocab_size=size, min_frequency=0, show_progress=False)
    model = json.loads(tokenizer.to_str())["model"]
    return [tuple(pair) for pair in model["merges"]], model["vocab"], tokenizer


def gpt2():
    """The merges above and a vocabulary of them and of all bytes, with GPT-2's ids: bytes that print have the first ones."""
    merges = [tuple(pair.split("+")) for pair in GPT2_MERGES.split()]
    signs = sorted(map(sign, range(256)))
    ids = iter(GPT2_MERGED_IDS)
    return merges, {one: number for number, one in enumerate(signs)} | {
        left + right: next(ids) for left, right in merges
    }


def does_its_work(bpe_encode_text):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    vocab = {chr(code): code for code in range(512)} | {"ab": 600}
    one, two = bpe_encode_text("abc", [("a", "b")], vocab), bpe_encode_text("cab", [("a", "b")], vocab)
    return repr(one) != repr(two) and repr(one) != repr("abc")


@test_case(
    points=1.25,
    failure_message="Without merges every byte is a symbol: the ids are those of the signs of the UTF-8 bytes, two for a "
    "Hebrew letter, three for €.",
)
def test_bytes(bpe_encode_text):
    for text in ("dog", "ß", "שלום", "€", "日"):
        assert list(bpe_encode_text(text, [], alphabet())) == list(text.encode("utf-8"))


@test_case(
    points=1.25,
    failure_message="What the merges make one symbol should be one id: each piece is cut by bpe_encode_word.",
)
def test_merges(bpe_encode_text):
    assert does_its_work(bpe_encode_text), IDLE
    if list(bpe_encode_text("dog", [], alphabet())) == list(
        b"dog"
    ):  # other bytes have cost the points of the case above
        vocab = {**alphabet(), "og": 256, "dog": 257}
        assert 257 in bpe_encode_text("dog", [("o", "g"), ("d", "og")], vocab)


@test_case(
    points=1,
    hidden=True,
    failure_message="A merge never joins two of the pieces that gpt2_split makes.",
)
def test_not_across_pieces(bpe_encode_text):
    assert does_its_work(bpe_encode_text), IDLE
    assert 256 not in bpe_encode_text("my dog", [("y", "\u0120")], {**alphabet(), "y\u0120": 256})


@test_case(
    points=1,
    hidden=True,
    failure_message="Something of the text is lost: take it as it is, with its capital letters, spaces in a row and at the ends, "
    "and line ends.",
)
def test_nothing_is_lost(bpe_encode_text):
    for text in ("  Two  spaces ", "a\n\n b\t", "CAPITAL", ""):
        ids = list(bpe_encode_text(text, [], alphabet()))
        assert len(ids) >= len(text)
        assert not text or set(text.encode("utf-8")) <= set(ids)


@test_case(
    points=1,
    hidden=True,
    failure_message="With merges learned from a text, or with GPT-2's own, the ids are not those of the tokenizers library.",
)
def test_agrees_with_the_library(bpe_encode_text):
    for text in TEXTS:
        merges, vocab, tokenizer = learn([text], 290)
        assert list(bpe_encode_text(text, merges, vocab)) == tokenizer.encode(text).ids
    for text, ids in GPT2_IDS.items():
        assert list(bpe_encode_text(text, *gpt2())) == ids


@test_case(
    points=0.25,
    hidden=True,
    failure_message="The ids should come in a list, also those of the empty text. Yours come in something else: a tuple, an array, "
    "a tensor?",
)
def test_a_list(bpe_encode_text):
    assert does_its_work(bpe_encode_text), IDLE
    vocab = {chr(code): code for code in range(512)}
    for text in ("ab", ""):
        assert isinstance(bpe_encode_text(text, [], vocab), list)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Something that the function was given has changed: the vocabulary has other entries, or the list of merges does.",
)
def test_inputs_are_left_alone(bpe_encode_text):
    assert does_its_work(bpe_encode_text), IDLE
    merges, vocab = [("o", "g")], {**alphabet(), "og": 256}
    bpe_encode_text("dog, dog", merges, vocab)
    assert vocab == {**alphabet(), "og": 256}
    assert merges == [("o", "g")]
