"""A checkpoint in half precision is read as float32, so that a student's own layers fit behind it and can be trained."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
import torch
from safetensors.torch import load_file
from transformers import BertConfig, BertModel

KIT = Path(__file__).resolve().parents[2]
SIZES = {"vocab_size": 11, "max_position_embeddings": 7, "hidden_size": 8, "intermediate_size": 6}


def half_checkpoint(folder: Path, dtype: torch.dtype) -> None:
    """A small BERT, saved as people save large ones."""
    config = BertConfig(**SIZES, num_hidden_layers=1, num_attention_heads=2)
    BertModel(config, add_pooling_layer=False).to(dtype).save_pretrained(folder)
    stored = load_file(folder / "model.safetensors")
    assert {tensor.dtype for tensor in stored.values() if tensor.is_floating_point()} == {dtype}


@pytest.fixture
def encoder() -> ModuleType:
    """The loader as students get it, a copy of this test's own."""
    spec = importlib.util.spec_from_file_location("encoder_for_precision", KIT / "datasets" / "encoder.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16], ids=str)
def test_float32_whatever_the_checkpoint(
    encoder: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dtype: torch.dtype
) -> None:
    half_checkpoint(tmp_path, dtype)
    monkeypatch.setattr(encoder, "encoder_folder", lambda name=encoder.HUB_NAME, download=False: tmp_path)

    weights = encoder.load_weights()
    assert {tensor.dtype for tensor in weights.values() if tensor.is_floating_point()} == {torch.float32}
    stored = load_file(tmp_path / "model.safetensors")
    assert all(torch.equal(weights[name], tensor.to(weights[name].dtype)) for name, tensor in stored.items())

    model = encoder.load_encoder()
    assert {parameter.dtype for parameter in model.parameters()} == {torch.float32}
    vectors = model(input_ids=torch.tensor([[1, 2, 3]])).last_hidden_state
    torch.nn.Linear(8, 2)(vectors).sum().backward()  # a head of the student's own fits and trains
    assert all(parameter.grad is not None for parameter in model.encoder.parameters())
