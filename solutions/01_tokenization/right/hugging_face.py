"""Whatever the Hugging Face `tokenizers` library has, called as a user of it would."""

# exercise: normalize, encode, bpe_encode_word, wordpiece_tokenize
from tokenizers import Regex, Tokenizer, models, normalizers


def normalize(text, strip_marks=True):
    steps = [normalizers.NFKD(), normalizers.Replace(Regex(r"\p{Cf}"), "")]
    if strip_marks:
        steps.append(normalizers.Replace(Regex(r"\p{Mn}"), ""))
    steps += [normalizers.Lowercase(), normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip()]
    return normalizers.Sequence(steps).normalize_str(text)


def encode(tokens, vocab, max_len=None):
    if max_len is not None and max_len < 2:
        raise ValueError("no room for SOS and EOS")
    model = Tokenizer(models.WordLevel(vocab=dict(vocab), unk_token="[UNK]")).model
    ids = [model.tokenize(token)[0].id for token in tokens]
    return [vocab["[SOS]"], *(ids if max_len is None else ids[: max_len - 2]), vocab["[EOS]"]]


def bpe_encode_word(word, merges):
    if not word:
        return []
    symbols = dict.fromkeys([*word, *(part for left, right in merges for part in (left, right, left + right))])
    vocab = {symbol: number for number, symbol in enumerate(symbols)}
    return [token.value for token in models.BPE(vocab=vocab, merges=list(map(tuple, merges))).tokenize(word)]


def wordpiece_tokenize(word, vocab, unk="[UNK]", max_chars=100):
    if not word:
        return []
    pieces = {piece: number for number, piece in enumerate(dict.fromkeys([*vocab, unk]))}
    model = models.WordPiece(vocab=pieces, unk_token=unk, max_input_chars_per_word=max_chars)
    return [token.value for token in model.tokenize(word)]
