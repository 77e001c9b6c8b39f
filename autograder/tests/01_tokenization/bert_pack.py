"""bert_pack. The oracle is the Hugging Face `tokenizers` library with BERT's template.

That library and BERT's first code agree on longest-first truncation unless an odd number of tokens has to be shared by
two sentences that are both cut; the docstring settles that case (BERT's first code), and a case of its own asks for it.
"""

from otter.test_files import test_case
from tokenizers import Tokenizer, models, processors

OK_FORMAT = False
name = "bert_pack"
points = 8

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
    encoded = tokenizer.encode(a, b, is_pretokenized=True)
    return encoded.tokens, encoded.type_ids


def plain(packed):
    tokens, segments = packed
    return list(tokens), [int(segment) for segment in segments]


@test_case(points=1, failure_message="Expected [CLS] A [SEP] B [SEP].")
def test_two_sentences(bert_pack):
    tokens, _ = bert_pack(["my", "dog", "is", "cute"], ["he", "likes", "play", "##ing"])
    assert list(tokens) == ["[CLS]", "my", "dog", "is", "cute", "[SEP]", "he", "likes", "play", "##ing", "[SEP]"]


@test_case(
    points=1, failure_message="One segment id for each token: 0 for [CLS], A and its [SEP], then 1 for B and its [SEP]."
)
def test_segments(bert_pack):
    tokens, segments = bert_pack(["my", "dog", "is", "cute"], ["he", "plays"])
    assert len(segments) == len(tokens)
    assert [int(segment) for segment in segments] == [0, 0, 0, 0, 0, 0, 1, 1, 1]


@test_case(points=1, failure_message="A sentence alone is [CLS] A [SEP], all in segment 0.")
def test_one_sentence(bert_pack):
    assert plain(bert_pack(["my", "dog"])) == (["[CLS]", "my", "dog", "[SEP]"], [0, 0, 0, 0])


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Longest first: the last token of the longer sentence is dropped, again and again, until all fits.",
)
def test_longest_first(bert_pack):
    for a, b, max_len in ((9, 4, 11), (3, 12, 12), (11, 6, 13), (5, 12, 11), (10, 10, 9)):
        assert plain(bert_pack(A[:a], B[:b], max_len=max_len)) == oracle(A[:a], B[:b], max_len)


@test_case(
    points=1,
    hidden=True,
    failure_message="A short sentence should survive whole beside a long one that can give up enough; tokens are "
    "cut from the end.",
)
def test_a_short_question_survives(bert_pack):
    assert plain(bert_pack(A[:3], B[:12], max_len=9))[0] == ["[CLS]", *A[:3], "[SEP]", *B[:3], "[SEP]"]
    assert plain(bert_pack(A[:12], B[:2], max_len=9))[0] == ["[CLS]", *A[:4], "[SEP]", *B[:2], "[SEP]"]


@test_case(points=0.5, hidden=True, failure_message="If both sentences are equally long, B loses the next token.")
def test_equally_long(bert_pack):
    assert plain(bert_pack(A[:5], B[:5], max_len=10))[0] == ["[CLS]", *A[:4], "[SEP]", *B[:3], "[SEP]"]
    assert plain(bert_pack(A[:2], B[:7], max_len=6))[0] == ["[CLS]", *A[:2], "[SEP]", *B[:1], "[SEP]"]


@test_case(
    points=0.5, hidden=True, failure_message="[CLS] and every [SEP] stay when tokens are cut, in their segments."
)
def test_special_tokens_stay(bert_pack):
    tokens, segments = plain(bert_pack(A[:8], B[:9], max_len=7))
    assert tokens == ["[CLS]", "a0", "a1", "[SEP]", "b0", "b1", "[SEP]"]
    assert segments == [0, 0, 0, 0, 1, 1, 1]
    assert plain(bert_pack(A[:8], B[:9], max_len=3)) == (["[CLS]", "[SEP]", "[SEP]"], [0, 0, 1])


@test_case(
    points=0.5, hidden=True, failure_message="A sentence alone is cut too; it needs two special tokens, not three."
)
def test_one_long_sentence(bert_pack):
    assert plain(bert_pack(A[:9], max_len=6)) == (["[CLS]", *A[:4], "[SEP]"], [0] * 6)
    assert plain(bert_pack(A[:4], max_len=6)) == (["[CLS]", *A[:4], "[SEP]"], [0] * 6)


@test_case(
    points=0.5, hidden=True, failure_message="What fits, special tokens included, is not cut, and nothing is filled up."
)
def test_what_fits_is_not_cut(bert_pack):
    for max_len in (None, 40, 14):
        assert plain(bert_pack(A[:7], B[:4], max_len=max_len)) == oracle(A[:7], B[:4])


@test_case(
    points=0.5,
    hidden=True,
    failure_message="An empty list is a sentence without tokens, and has its [SEP]; None is no sentence. Does your code "
    "tell the two apart?",
)
def test_a_sentence_without_tokens(bert_pack):
    assert plain(bert_pack(A[:2], [])) == (["[CLS]", "a0", "a1", "[SEP]", "[SEP]"], [0, 0, 0, 0, 1])
    assert plain(bert_pack([], B[:1])) == (["[CLS]", "[SEP]", "b0", "[SEP]"], [0, 0, 1, 1])


@test_case(points=0.5, hidden=True, failure_message="Your function changed the lists that it was given; cut copies.")
def test_inputs_are_left_alone(bert_pack):
    a, b = A[:6], B[:9]
    packed = plain(bert_pack(a, b, max_len=8))
    assert (a, b) == (A[:6], B[:9])
    assert plain(bert_pack(a, b, max_len=8)) == packed
    assert len(packed[0]) == 8


@test_case(points=0.5, hidden=True, failure_message="If the special tokens alone have no room, raise a ValueError.")
def test_no_room(bert_pack):
    for arguments, max_len in (((A[:3], B[:3]), 2), ((A[:3],), 1)):
        try:
            bert_pack(*arguments, max_len=max_len)
        except ValueError:
            continue
        raise AssertionError("no ValueError")
    assert plain(bert_pack(A[:3], max_len=2)) == (["[CLS]", "[SEP]"], [0, 0])
