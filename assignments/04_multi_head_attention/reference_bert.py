"""The other side of the finale: Hugging Face's BertModel, with a published model's weights, and its tokenizer.

Where the published model is not on the machine (see `encoder.py` for how to get it), a small BERT with random weights
takes its place, with a note: the comparison with your modules is as exact, only its numbers mean nothing.
"""

import contextlib

import torch
from encoder import EncoderMissingError, load_config, load_tokenizer, load_weights
from transformers import BertConfig, BertModel
from transformers.utils import logging

logging.set_verbosity_error()

# BERT's ids of the words of the lecture's sentences, for machines without the tokenizer
WORDS = {"[UNK]": 100, "[CLS]": 101, "[SEP]": 102, "apple": 6207, "released": 2207, "a": 1037, "new": 2047}
WORDS |= {"iphone": 18059, "model": 2944, "last": 2197, "week": 2733}


def tiny_bert(layers: int = 2, seed: int = 0):
    """A small BertModel with wide random weights. Returns (model, its configuration as a dict)."""
    config = {"vocab_size": 50, "max_position_embeddings": 20, "type_vocab_size": 2, "hidden_size": 24}
    config |= {"intermediate_size": 40, "num_hidden_layers": layers, "num_attention_heads": 3, "layer_norm_eps": 1e-12}
    return _random_bert(config, seed), config


def _random_bert(config: dict, seed: int) -> BertModel:
    """A BertModel of these sizes, weights drawn at random, ready for evaluation."""
    torch.manual_seed(seed)
    model = BertModel(BertConfig(**config, attn_implementation="eager"), add_pooling_layer=False).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.1)
    return model


def name_lists(states: dict) -> None:
    """Print state dicts, title -> state dict, as lists of names and shapes, one after the other."""
    for title, state in states.items():
        print(title)
        for name, tensor in state.items():
            print(f"    {name:55} {tuple(tensor.shape)}")
        print()


def reference_bert():
    """The published model where it is on this machine, else a random one.

    Returns:
        the BertModel in evaluation mode, its configuration as a dict, and its weights under Hugging Face's names.
    """
    try:
        config, weights = load_config(), load_weights()
    except EncoderMissingError as missing:
        print(missing)
        print("Until then: a small BERT with random weights, so that you can compare all the same.")
        config = {"vocab_size": 30522, "max_position_embeddings": 512, "type_vocab_size": 2, "hidden_size": 96}
        config |= {"intermediate_size": 200, "num_hidden_layers": 3, "num_attention_heads": 12, "layer_norm_eps": 1e-12}
        model = _random_bert(config, 0)
        return model, config, model.state_dict()
    with torch.device("meta"):  # no need to draw random weights first
        model = BertModel(BertConfig(**config, attn_implementation="eager"), add_pooling_layer=False)
    fitting = {name: tensor.clone() for name, tensor in weights.items() if name in model.state_dict()}
    model.load_state_dict(fitting, strict=True, assign=True)
    for name, buffer in model.embeddings.named_buffers():  # numbers 0, 1, 2, … and zeros, which the file does not hold
        values = torch.arange(buffer.shape[-1]) if name == "position_ids" else torch.zeros(buffer.shape[-1])
        model.embeddings.register_buffer(name, values[None].to(buffer.dtype), persistent=False)
    print("all-MiniLM-L6-v2, as published")
    return model.eval(), config, weights


def pack(first: str, second: str | None = None):
    """[CLS] first [SEP] (second [SEP]) as tokens (list), ids (1, T) and segment ids (1, T)."""
    with contextlib.suppress(EncoderMissingError):
        packed = load_tokenizer().encode(first, second)
        return packed.tokens, torch.tensor([packed.ids]), torch.tensor([packed.type_ids])
    parts = [["[CLS]", *first.lower().split(), "[SEP]"], [*second.lower().split(), "[SEP]"] if second else []]
    tokens = [word for part in parts for word in part]
    ids = [WORDS.get(word, WORDS["[UNK]"]) for word in tokens]
    segments = [number for number, part in enumerate(parts) for _ in part]
    return tokens, torch.tensor([ids]), torch.tensor([segments])
