"""bert_pack. The oracle is the Hugging Face `tokenizers` library with BERT's template.

That library and BERT's first code agree on longest-first truncation unless an odd number of tokens has to be shared by
two sentences that are both cut; the docstring settles that case (BERT's first code), and a case of its own asks for it.
"""

from otter.test_files import test_case
from tokenizers import Tokenizer, models, processors

OK_FORMAT = False
name = "bert_pack"
points = 7
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

A = [f"a{number}" for number in range(12)]
B = [f"b{number}" for number in range(12)]


def oracle(a, b, max_len=None):
    names = ["[UNK]", "[CLS]", "[SEP]", *A, *B]
    tokenizer = Tokenizer(models.WordLevel({token: number for number, token in enumerate(names)}, unk_token="[UNK]"))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 1), ("[SEP]", 2)],
    )
    if max_len is not None:
        tokenizer.enable_truncation(max_len, strategy="longest_first")
    return tokenizer.encode(a, b, is_pretokenized=True).tokens


def packed(result):
    return list(result[0])


def specials(tokens):
    return [token for token in tokens if token in ("[CLS]", "[SEP]")]


def words(tokens):
    return [token for token in tokens if token not in ("[CLS]", "[SEP]")]


def does_its_work(bert_pack):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    one, two = bert_pack(["a"], ["b"]), bert_pack(["c"], ["d"])
    return repr(one) != repr(two) and repr(one) != repr(["a"])


@test_case(
    points=0.75,
    failure_message="Expected [CLS] A [SEP] B [SEP], or [CLS] A [SEP] if there is no B.",
)
def test_order_of_the_tokens(bert_pack):
    assert packed(bert_pack(["my", "dog", "is", "cute"], ["he", "likes", "play", "##ing"])) == [
        *["[CLS]", "my", "dog", "is", "cute", "[SEP]"],
        *["he", "likes", "play", "##ing", "[SEP]"],
    ]
    assert packed(bert_pack(["my", "dog"])) == ["[CLS]", "my", "dog", "[SEP]"]


@test_case(
    points=1,
    failure_message="One segment id for each token: 0 up to and including the first [SEP], then 1.",
)
def test_segments(bert_pack):
    for b, max_len in ((["he", "plays"], None), (None, None), (["he", "plays"], 7)):
        tokens, segments = bert_pack(["my", "dog", "is", "cute"], b, max_len=max_len)
        first = tokens.index("[SEP]") + 1
        assert [int(segment) for segment in segments] == [0] * first + [1] * (len(tokens) - first)


@test_case(
    points=1,
    failure_message="When the sentences are too long, words are cut: [CLS] and every [SEP] stay.",
)
def test_special_tokens_stay(bert_pack):
    assert does_its_work(bert_pack), IDLE
    for a, b in ((A[:8], B[:9]), (A[:9], None)):
        assert specials(packed(bert_pack(a, b, max_len=7))) == specials(packed(bert_pack(a, b)))


@test_case(
    points=0.75,
    hidden=True,
    failure_message="What is too long becomes exactly max_len tokens, the special ones counted (two with one sentence, "
    "three with two), and what fits is not cut.",
)
def test_max_len(bert_pack):
    assert does_its_work(bert_pack), IDLE
    for a, b in ((9, None), (8, 8)):
        whole = packed(bert_pack(A[:a], b and B[:b]))
        for max_len in (6, 8):
            assert len(packed(bert_pack(A[:a], b and B[:b], max_len=max_len))) == max_len
        for max_len in (len(whole), 40):
            assert packed(bert_pack(A[:a], b and B[:b], max_len=max_len)) == whole


@test_case(
    points=0.75,
    hidden=True,
    failure_message="Longest first: the longer sentence gives up its last token, again and again, until all fits. A short "
    "sentence survives whole beside a long one that can give up enough.",
)
def test_longest_first(bert_pack):
    assert does_its_work(bert_pack), IDLE
    for a, b, max_len in ((3, 12, 12), (12, 2, 9), (11, 6, 15)):
        room = len(words(packed(bert_pack(list(A), list(B), max_len=max_len))))  # as many words as the student keeps
        kept = words(packed(bert_pack(A[:a], B[:b], max_len=max_len)))
        assert kept == words(oracle(A[:a], B[:b], room + 3))


@test_case(points=0.5, hidden=True, failure_message="If both sentences are equally long, B loses the next token.")
def test_equally_long(bert_pack):
    assert does_its_work(bert_pack), IDLE
    kept = words(packed(bert_pack(A[:5], B[:5], max_len=12)))
    if len(kept) % 2:
        assert kept == [*A[: len(kept) // 2 + 1], *B[: len(kept) // 2]]


@test_case(
    points=0.5,
    hidden=True,
    failure_message="An empty list is a sentence without tokens, and has its [SEP]; None is no sentence. Does your code "
    "tell the two apart?",
)
def test_a_sentence_without_tokens(bert_pack):
    assert does_its_work(bert_pack), IDLE
    # as many as the student gives a sentence with tokens: a [SEP] that is always missing has its own case
    assert packed(bert_pack(A[:2], [])).count("[SEP]") == packed(bert_pack(A[:2], B[:2])).count("[SEP]")


@test_case(points=0.75, hidden=True, failure_message="Your function changed the lists that it was given; cut copies.")
def test_inputs_are_left_alone(bert_pack):
    assert does_its_work(bert_pack), IDLE
    a, b = A[:6], B[:9]
    bert_pack(a, b, max_len=8)
    assert (a, b) == (A[:6], B[:9])


@test_case(points=0.5, hidden=True, failure_message="If the special tokens alone have no room, raise a ValueError.")
def test_no_room(bert_pack):
    assert does_its_work(bert_pack), IDLE
    for arguments in ((A[:3], B[:3]), (A[:3],)):
        max_len = len(specials(packed(bert_pack(*arguments)))) - 1  # one less than the student's own take
        try:
            bert_pack(*arguments, max_len=max_len)
        except ValueError:
            continue
        raise AssertionError(f"no ValueError for max_len={max_len}")


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Some pairs of sentences do not come out as BERT's own tokenizer packs them.",
)
def test_agrees_with_the_library(bert_pack):
    for a, b, max_len in ((7, 4, None), (3, 9, 11), (9, 3, 10)):
        tokens, segments = bert_pack(A[:a], B[:b], max_len=max_len)
        first = list(tokens).index("[SEP]") + 1
        assert list(tokens) == oracle(A[:a], B[:b], max_len)
        assert [int(segment) for segment in segments] == [0] * first + [1] * (len(tokens) - first)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Tokens and segments should come in lists, the segments plain ints. Yours come in something else: a tuple, an "
    "array, a tensor?",
)
def test_lists(bert_pack):
    assert does_its_work(bert_pack), IDLE
    for b in (B[:2], None):
        tokens, segments = bert_pack(A[:2], b)
        assert isinstance(tokens, list) and isinstance(segments, list)
        assert all(isinstance(segment, int) for segment in segments)
