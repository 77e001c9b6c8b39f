"""docs/for_students.md says what code from older tutorials does on these versions. Each row of its table is run here.

The models are as small as they can be and made on the spot: what is tested is how the libraries take a call.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from autograder.authoring.catalogue import assignment_names, find_assignment
from autograder.authoring.variants import load_variants

KIT = Path(__file__).resolve().parents[2]
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "cat", "sat", "##s"]
SENTENCE = torch.tensor([[2, 5, 6, 7, 3]])  # [CLS] the cat sat [SEP]

Check = Callable[[SimpleNamespace], None]
ROWS: dict[str, Check] = {}


def row(copied: str) -> Callable[[Check], Check]:
    """Register what runs the row of the table whose first column is `copied`."""

    def register(check: Check) -> Check:
        ROWS[copied] = check
        return check

    return register


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """A vocabulary of nine words, tokenizers, and a BERT and a Llama of a few hundred weights."""
    import transformers
    from tokenizers import Tokenizer, models, pre_tokenizers

    transformers.logging.set_verbosity_error()
    folder = tmp_path_factory.mktemp("small")
    vocabulary = folder / "vocab.txt"
    vocabulary.write_text("\n".join(WORDS), encoding="utf-8")
    plain = Tokenizer(models.WordLevel({word: i for i, word in enumerate(WORDS)}, unk_token="[UNK]"))
    plain.pre_tokenizer = pre_tokenizers.Whitespace()
    wrapped = transformers.PreTrainedTokenizerFast(tokenizer_object=plain, unk_token="[UNK]", pad_token="[PAD]")
    wrapped.chat_template = "{% for message in messages %}{{ message['content'] }} {% endfor %}"
    shape = {
        "vocab_size": 9,
        "hidden_size": 8,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "intermediate_size": 16,
    }
    torch.manual_seed(0)
    return SimpleNamespace(
        folder=folder,
        vocabulary=str(vocabulary),
        tokenizer=transformers.BertTokenizer(str(vocabulary)),
        wrapped=wrapped,
        bert_config=transformers.BertConfig(**shape),
        bert=transformers.BertModel(transformers.BertConfig(**shape)).eval(),
        llama_shape=shape,
    )


def llama(small: SimpleNamespace, **settings: Any) -> Any:
    import transformers

    torch.manual_seed(0)
    return transformers.LlamaForCausalLM(transformers.LlamaConfig(**small.llama_shape, **settings)).eval()


@row('BertTokenizer(vocab_file="vocab.txt")')
def vocabulary_by_keyword(small: SimpleNamespace) -> None:
    from transformers import BertTokenizer

    assert BertTokenizer(vocab_file=small.vocabulary).tokenize("the cats sat") == ["[UNK]"] * 3
    assert BertTokenizer(small.vocabulary).tokenize("the cats sat") == ["the", "cat", "##s", "sat"]


@row("model(…, head_mask=mask)")
def head_mask(small: SimpleNamespace) -> None:
    with torch.no_grad():
        nothing_left = small.bert(SENTENCE, head_mask=torch.zeros(2, 2)).last_hidden_state
        assert torch.equal(nothing_left, small.bert(SENTENCE).last_hidden_state)


@row("len(tokenizer.apply_chat_template(chat))")
def chat_template(small: SimpleNamespace) -> None:
    chat = [{"role": "user", "content": "the cat sat the cat"}]
    assert len(small.wrapped.apply_chat_template(chat)) == 2
    assert len(small.wrapped.apply_chat_template(chat, return_dict=False)) == 5


@row("tokenizer(text, pad_to_max_length=True, max_length=n)")
def pad_to_max_length(small: SimpleNamespace) -> None:
    assert len(small.tokenizer("the cat", pad_to_max_length=True, max_length=8).input_ids) == 4
    padded = small.tokenizer("the cat", padding="max_length", max_length=8, truncation=True)
    assert len(padded.input_ids) == 8


@row("tokenizer.encode_plus(text)")
def encode_plus(small: SimpleNamespace) -> None:
    with pytest.raises(AttributeError):
        small.tokenizer.encode_plus("the cat")
    assert small.tokenizer("the cat").input_ids == [2, 5, 6, 3]


@row("tokenizer.batch_decode(ids) of one text")
def batch_decode(small: SimpleNamespace) -> None:
    assert small.tokenizer.batch_decode([2, 5, 6, 3]) == ["[CLS] the cat [SEP]"]
    assert small.tokenizer.convert_ids_to_tokens([2, 5, 6, 3]) == ["[CLS]", "the", "cat", "[SEP]"]


@row("config.rope_theta = x")
def rope_theta(small: SimpleNamespace) -> None:
    ids = torch.tensor([[5, 6, 7, 5, 6, 7]])
    usual = llama(small)
    later = llama(small)
    later.config.rope_theta = 50.0
    with torch.no_grad():
        expected = usual(ids).logits
        assert torch.equal(later(ids).logits, expected)
        assert not torch.equal(llama(small, rope_theta=50.0)(ids).logits, expected)


@row("AutoModel.from_pretrained(name)")
def half_precision(small: SimpleNamespace) -> None:
    from transformers import AutoModel, BertModel

    BertModel(small.bert_config).half().save_pretrained(small.folder / "half")
    assert AutoModel.from_pretrained(small.folder / "half").dtype == torch.float16
    assert AutoModel.from_pretrained(small.folder / "half", dtype=torch.float32).dtype == torch.float32


@row('tokenizer(a, b)["token_type_ids"]')
def token_type_ids(small: SimpleNamespace) -> None:
    assert "token_type_ids" not in small.wrapped("the cat", "sat")
    assert small.wrapped("the cat", "sat", return_token_type_ids=True)["token_type_ids"] == [0, 0, 1]


@row("title(get_display(text)), title(text[::-1])")
def hebrew_titles(small: SimpleNamespace) -> None:
    """The word's first letter stands at its right end if the text is given as it is."""
    assert ends_with_first_letter("שלום") and not ends_with_first_letter("שלום"[::-1])


def ends_with_first_letter(shown: str) -> bool:
    """Whether matplotlib draws ש as the last letter from the left."""
    word, letter = ink(shown), ink("ש")
    rightmost = word[:, -letter.shape[1] :]
    tallest = min(len(rightmost), len(letter))
    return float(np.mean(rightmost[-tallest:] != letter[-tallest:])) < 0.05


def ink(text: str) -> np.ndarray:
    """The picture of a text, True where there is ink, cut to it (on the right and left; down to the base line)."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4, 1), dpi=100)
    canvas = FigureCanvasAgg(figure)
    figure.text(0.1, 0.4, text, fontsize=40, family="DejaVu Sans", va="baseline")
    canvas.draw()
    dark = np.asarray(canvas.buffer_rgba())[..., 0] < 128
    columns = np.flatnonzero(dark.any(axis=0))
    return dark[:, columns[0] : columns[-1] + 1]


@row("x / np.sqrt(x.shape[-1]) in float32")
def square_root(small: SimpleNamespace) -> None:
    x = np.ones((2, 3), dtype=np.float32)
    assert (x / np.sqrt(x.shape[-1])).dtype == np.float64
    assert (x / math.sqrt(x.shape[-1])).dtype == np.float32


@row("model(…, output_attentions=True).attentions")
def output_attentions(small: SimpleNamespace) -> None:
    from transformers import BertModel

    model = BertModel(small.bert_config).eval()
    assert model(SENTENCE, output_attentions=True).attentions == ()
    model.set_attn_implementation("eager")
    assert len(model(SENTENCE, output_attentions=True).attentions) == 2


@row("output.past_key_values[0]")
def past_key_values(small: SimpleNamespace) -> None:
    cache = llama(small)(SENTENCE, use_cache=True).past_key_values
    with pytest.raises(TypeError):
        cache[0]
    assert cache.layers[0].keys.shape == (1, 2, 5, 4)


@row("model.config.max_length = n; model.generate(ids)")
def generate(small: SimpleNamespace) -> None:
    model = llama(small)
    model.config.max_length = 12
    with pytest.raises(ValueError, match="configuration"):
        model.generate(SENTENCE, do_sample=False)
    assert llama(small).generate(SENTENCE, do_sample=False, max_new_tokens=4, eos_token_id=None).shape[1] == 5 + 4


@row('safetensors.numpy.save_file({"x": vectors.T}, path)')
def saved_transposed(small: SimpleNamespace) -> None:
    from safetensors.numpy import load, save

    vectors = np.arange(12, dtype=np.float32).reshape(3, 4)
    for given in (vectors.T, vectors[::2]):
        assert not np.array_equal(load(save({"x": given}))["x"], given)
        assert np.array_equal(load(save({"x": np.ascontiguousarray(given)}))["x"], given)


@row("scores of numpy.float32 in ir_measures")
def numpy_scores(small: SimpleNamespace) -> None:
    import ir_measures

    judged, score = {"q": {"d": 1}}, np.float32(0.5)
    with pytest.raises(TypeError, match="Unable to extract"):
        ir_measures.calc_aggregate([ir_measures.nDCG @ 3], judged, {"q": {"d": score}})
    assert ir_measures.calc_aggregate([ir_measures.nDCG @ 3], judged, {"q": {"d": float(score)}}) == {
        ir_measures.nDCG @ 3: 1.0
    }


@row("from IPython.core.display import display")
def display(small: SimpleNamespace) -> None:
    import IPython.core.display
    import IPython.display

    assert not hasattr(IPython.core.display, "display") and callable(IPython.display.display)


@pytest.mark.parametrize("copied", ROWS)
def test_the_table_is_true(copied: str, small: SimpleNamespace) -> None:
    ROWS[copied](small)


def test_the_table_has_these_rows_and_no_others() -> None:
    text = (KIT / "docs" / "for_students.md").read_text(encoding="utf-8")
    section = text.split("## Code from older tutorials")[1].split("\n## ")[0]
    told = [
        re.sub(r"^`|`$", "", line.split(" | ")[0].lstrip("| "))
        for line in section.splitlines()
        if line.startswith("| ")
    ]
    told = [re.sub("`", "", first) for first in told]
    assert told[1:] == [re.sub("`", "", copied) for copied in ROWS]


MET = {"ablate_heads": "head_mask", "apply_rope": "rope_theta", "scale_scores": "np.sqrt"}
"""What students of an exercise may copy. Its part of the notebook or the hint of a known mistake says what becomes of it."""


def test_where_a_row_meets_an_exercise_its_text_or_a_hint_says_so() -> None:
    text = (KIT / "docs" / "for_students.md").read_text(encoding="utf-8")
    section = text.split("## Code from older tutorials")[1].split("\n## ")[0]
    assert set(re.findall(r"\(exercise `(\w+)`", section)) == set(MET)
    for assignment in (find_assignment(name, KIT) for name in assignment_names(KIT)):
        for exercise in {one.name for one in assignment.exercises} & set(MET):
            cells = assignment.master.cells
            answer = next(number for number, cell in enumerate(cells) if cell.exercise == exercise)
            said = [cell.source for cell in cells[answer - 2 : answer] if cell.kind == "markdown"]
            said += [one.hint for one in load_variants(assignment) if exercise in one.exercises]
            assert any(MET[exercise] in one for one in said), exercise
