"""What notebook 1 says about its own pictures and numbers, held against a run of it. A row: sentences → cell → what must hold."""

import re

import pytest
from worked import Worked, pictures, run_worked


@pytest.fixture(scope="module")
def worked() -> Worked:
    return run_worked("01_tokenization")


def rows(shown: str) -> list[list[str]]:
    """The cells of a shown table, by rows, empty ones left out."""
    return [[cell for cell in map(str.strip, line.split("|")) if cell] for line in shown.splitlines() if "|" in line]


def test_three_spellings_of_one_word(worked: Worked) -> None:
    worked.claims("normalize-read", "The plain word has 4 code points, all letters (Lo). The pointed word has 7")
    lengths = [len(row) - 1 for row in rows(worked.shown["normalize-look"]) if row[0] == "category"]
    assert lengths == [4, 7, 5]
    assert "RIGHT-TO-LEFT" in worked.shown["normalize-look"]


def test_vocabulary_of_the_lecture(worked: Worked) -> None:
    worked.claims("vocab-read", "then a and apple and is and the, which occur more than once")
    vocab = worked.names["LECTURE_VOCAB"]
    assert list(vocab)[:8] == ["[PAD]", "[SOS]", "[EOS]", "[UNK]", "a", "apple", "is", "the"]
    worked.claims("vocab-read", "in lexicographic order: the question mark stands before the letters")
    assert list(vocab)[8:] == sorted(list(vocab)[8:])
    assert list(vocab)[8] == "?"


def test_padding(worked: Worked) -> None:
    worked.claims("pad-read", "three sentences in three rows of 8 columns. Sentence 1 is the longest")
    assert "21% of the batch is padding" in worked.shown["pad-share"]
    assert worked.shown["pad-demo"].count("sentence") == 3


def test_unknown_words(worked: Worked) -> None:
    worked.claims("bpe-hebrew", "in English about one token in ten is unknown, in Hebrew about four in ten")
    assert "en: 11 of 102 test tokens are unknown" in worked.shown["unknown-words"]
    assert "he: 25 of 60 test tokens are unknown" in worked.shown["unknown-words"]


def test_textbook(worked: Worked) -> None:
    worked.claims(
        "count-read", "the eight most frequent pairs. Two of them, e + r and r + _, occur 9 times each: a tie."
    )
    assert rows(worked.shown["count-demo"])[1][1:3] == ["9", "9"]
    worked.claims("train-predict", "after er_ the pairs n + e and e + w are tied at 8")
    worked.claims("train-real", "Ours takes ew, theirs ne; one merge later both have new")
    assert "er · er_ · ew · new · lo · low" in worked.shown["train-demo"]


def test_first_merges(worked: Worked) -> None:
    worked.claims("train-read", "English begins with the end of words (e_), then th and the_.")
    english, hebrew = (["".join(pair) for pair in worked.names["MERGES"][language][:32]] for language in ("en", "he"))
    assert english[:3] == ["e_", "th", "the_"]
    assert {"ים_", "המ", "הע"} <= set(hebrew)


def test_new_words_fall_into_known_parts(worked: Worked) -> None:
    worked.claims("bpe-encode-read", 'וביער ("and in the forest") becomes ו and ביער', 'keeps הבית ("the house") whole')
    shown = worked.shown["bpe-encode-demo"]
    for line in ("forest | 1 |", "ביער | 1 |", "וביער | 2 | ו |  | ביער_", "מהבית | 2 | מ |  | הבית_"):
        assert all(part in shown for part in line.split(" |  | "))


def test_symbols_per_word(worked: Worked) -> None:
    worked.claims(
        "bpe-curve-read",
        "about five symbols",
        "about 1.2 symbols a word in English and 1.5 in Hebrew",
        "On the test sentences Hebrew stays at 1.9",
    )
    numbers = re.findall(r"(\d\.\d) at 0, (\d\.\d) at 200", worked.shown["bpe-curve"])
    assert [end for _, end in numbers] == ["1.2", "1.5", "1.5", "1.9"]
    assert all(4.5 <= float(start) <= 5 for start, _ in numbers)


def test_bytes(worked: Worked) -> None:
    worked.claims(
        "bytes-exercise",
        "4 bytes for the space and three letters; 2 for é; 8 for the four letters of שלום; 3 for 日; 4 for the emoji",
    )
    worked.claims("bytes-why", "UTF-8 writes every text there is in bytes, and there are only 256 different ones")
    assert len(worked.names["BYTE_SIGNS"]) == 256
    lengths = [len(row) - 1 for row in rows(worked.shown["bytes-look"]) if row[0].endswith("bytes")]
    assert lengths == [4, 2, 8, 3, 4]
    worked.claims("bytes-exercise", '"é" becomes [195, 169]')
    assert list("é".encode()) == [195, 169]


def test_gpt2(worked: Worked) -> None:
    worked.claims("bytes-why", "256 bytes + 50,000 merges + 1 end-of-text token = 50,257 entries")
    shown = worked.shown["gpt2-demo"]
    assert "50257 tokens" in shown
    assert shown.count("the same as the real GPT-2 tokenizer: True") == 4
    encode, arguments = worked.names["bpe_encode_text"], (worked.names["gpt2_merges"](), worked.names["gpt2_vocab"]())
    worked.claims("gpt2-read", "English words are one to three tokens", "is 5 tokens")
    assert len(encode("שלום", *arguments)) == 5
    for text in ("creature", "iphone"):
        counts = [len(encode(piece, *arguments)) for piece in worked.names["gpt2_split"](worked.names["LECTURE"][text])]
        assert 1 <= min(counts) <= max(counts) <= 3
    worked.claims("gpt2-odd-read", "dog, Ġdog, ĠDog are three different tokens, DOG falls into two", "threes and twos")
    odd = worked.shown["gpt2-odd"]
    for parts in ("dog | Ġdog | ĠDog | ĠD | OG", "st | raw | berry", "314 | 15 | 92 | Ġ+ | Ġ27 | 182"):
        assert parts in odd


def test_back_to_text(worked: Worked) -> None:
    worked.claims("bytes-back-read", "both texts come back whole", "after the fourth the text ends in a �")
    shown = worked.shown["bytes-back-demo"]
    assert shown.count("comes back whole: True") == 2
    assert "ש | של | שלו | שלו� | שלום" in shown


def test_bert(worked: Worked) -> None:
    worked.claims("bert-real-read", "playing whole, embeddings in four pieces", "falls into 11 single letters")
    shown = worked.shown["bert-real-demo"]
    assert shown.count("the same as the real BERT tokenizer: True") == 5
    assert "em | ##bed | ##ding | ##s" in shown
    assert "ve | ##rdan | ##t" in shown
    pieces = worked.names["bert_pieces"]("הכלב שלי חמוד")
    assert len(pieces) == 11
    assert all(len(piece.removeprefix("##")) == 1 for piece in pieces)
    worked.claims(
        "bert-real-read",
        "a ligature stays whole; gershayim are punctuation to it; and it cuts between Chinese characters",
    )
    other = worked.shown["bert-other-demo"]
    for line in ("ﬁne, BERT | 2 | ﬁ | ##ne", "צ | ##ה | [UNK] | ל", "日本語, BERT | 3 | 日 | 本 | 語"):
        assert line in other


def test_scores(worked: Worked) -> None:
    worked.claims("scores-why", "##g + ##s occurs only 5 times", "The most frequent pair is ##u + ##g, 20 times")
    worked.claims("scores-read", "the six pairs", "with the smallest count but one", "All others have the same, 1/36")
    pairs, scores = worked.names["pairs"], worked.names["scores"]
    assert len(pairs) == 6
    assert max(pairs, key=pairs.get) == ("##u", "##g")
    best = max(scores, key=scores.get)
    assert (best, sorted(pairs.values()).index(pairs[best])) == (("##g", "##s"), 1)
    assert all(score == pytest.approx(1 / 36) for pair, score in scores.items() if pair != best)


def test_pack(worked: Worked) -> None:
    worked.claims("pack-read", "11 tokens", "six segments 0, five segments 1; positions 0 to 10")
    token, segment, position = rows(worked.shown["pack-demo"])[-3:]
    assert len(token) - 1 == 11
    assert (segment[1:].count("0"), segment[1:].count("1")) == (6, 5)
    assert position[-1] == "10"


def test_units(worked: Worked) -> None:
    tables = worked.names["tables"]
    english, hebrew = tables["English"], tables["Hebrew"]
    worked.claims(
        "units-read",
        "From words to characters fertility rises, and the unknown rate falls.",
        "For words the unknown rate of Hebrew is more than three times that of English",
        "sub-words (100 merges) bring it below 5 % in both and cost 2.3 and 3.2 tokens a word",
        "Why not zero, if BPE can spell every word?",
        "With 300 merges, more than our few sentences can carry, half of all sub-words in the Hebrew test sentences",
    )
    for table in (english, hebrew):
        fertility = [row["fertility"] for row in table.values()]
        unknown = [row["unknown_rate"] for row in table.values()]
        assert fertility == sorted(fertility)
        assert unknown == sorted(unknown, reverse=True)
    assert hebrew["word"]["unknown_rate"] > 3 * english["word"]["unknown_rate"]
    assert all(0 < table["sub-word"]["unknown_rate"] < 0.05 for table in (english, hebrew))
    assert [round(table["sub-word"]["fertility"], 1) for table in (english, hebrew)] == [2.3, 3.2]
    names = worked.names
    merges = names["train_bpe"](names["word_counts_of"](names["TRAIN"]["he"]), 300)

    def cut(text: str) -> list[str]:
        return [
            part for word in names["words_of"](text) for part in names["bpe_encode_word"](word + names["END"], merges)
        ]

    many = names["compare_units"](names["TRAIN"]["he"], names["TEST"]["he"], {"sub-word": cut})
    assert 0.45 < many["sub-word"]["unknown_rate"] < 0.55


def test_real_tokenizers(worked: Worked) -> None:
    worked.claims(
        "units-real-read",
        "In English the real ones need 1.15 and yours",
        "In Hebrew yours needs 3.2, BERT 5 and GPT-2 nearly 7",
    )
    english, hebrew = [row[1:] for row in rows(worked.shown["units-real"]) if "tokens a word" in row[0]]
    assert english == ["2.29", "1.15", "1.15"]
    assert hebrew == ["3.23", "6.70", "5.00"]


def test_pictures_are_sharp(worked: Worked) -> None:
    found = pictures(worked)
    assert len(found) == 3
    assert all(dots // 2 == width for width, dots, _ in found)
