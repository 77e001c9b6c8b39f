"""join_pieces. The oracle is the WordPiece decoder of the Hugging Face `tokenizers` library."""

from otter.test_files import test_case
from tokenizers import decoders

OK_FORMAT = False
name = "join_pieces"
points = 4


def oracle(pieces):
    return decoders.WordPiece(prefix="##", cleanup=False).decode(pieces)


@test_case(
    points=0.5, failure_message="A piece with ## is glued to the one before it, without the ## and without a space."
)
def test_playing(join_pieces):
    assert join_pieces(["he", "likes", "play", "##ing"]) == "he likes playing"


@test_case(points=0.5, failure_message="A word may have more than two pieces, and several words may be cut.")
def test_many_pieces(join_pieces):
    assert join_pieces(["em", "##bed", "##ding", "##s", "roam", "##ed"]) == "embeddings roamed"


@test_case(points=0.5, hidden=True, failure_message="Pieces without ## are words, with one space between them.")
def test_words_only(join_pieces):
    assert join_pieces(["my", "dog", "is", "cute"]) == "my dog is cute"
    assert join_pieces(["dog"]) == "dog"
    assert join_pieces([]) == ""


@test_case(
    points=1,
    hidden=True,
    failure_message="Only a ## at the front of a piece is a mark. A # elsewhere, or a single one, is text and "
    "should stay.",
)
def test_other_number_signs(join_pieces):
    assert join_pieces(["#", "dog"]) == "# dog"
    assert join_pieces(["c#", "code"]) == "c# code"
    assert join_pieces(["c", "###"]) == "c#"
    assert join_pieces(["a##b", "##c"]) == "a##bc"


@test_case(points=0.5, hidden=True, failure_message="Special tokens and punctuation are words of their own, unchanged.")
def test_special_tokens(join_pieces):
    assert join_pieces(["[CLS]", "cut", "##e", "!", "[SEP]", "[UNK]"]) == "[CLS] cute ! [SEP] [UNK]"


@test_case(
    points=0.5, hidden=True, failure_message="Hebrew pieces should be glued in the order in which they are read."
)
def test_hebrew(join_pieces):
    assert join_pieces(["ה", "##כלב", "של", "##י"]) == "הכלב שלי"
    assert join_pieces(["ש", "##ל", "##ו", "##ם"]) == "שלום"


@test_case(points=0.25, hidden=True, failure_message="Some pieces are not joined as the library joins them.")
def test_agrees_with_the_library(join_pieces):
    for pieces in (["a", "##b", "##c", "d", "##e", ".", "f"], ["x", "##1", "##-", "y"], ["no", "##.", "1", "##st"]):
        assert join_pieces(pieces) == oracle(pieces)


@test_case(points=0.25, hidden=True, failure_message="The list of pieces should be left as it was.")
def test_inputs_are_left_alone(join_pieces):
    pieces = ["play", "##ing", "dog", "##s"]
    assert join_pieces(pieces) == "playing dogs"
    assert pieces == ["play", "##ing", "dog", "##s"]
