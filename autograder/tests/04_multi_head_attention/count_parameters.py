"""counting parameters. The oracle is a BertModel on torch's meta device, which takes no memory."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "count_parameters"
points = 3
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

TINY = {"vocab_size": 101, "max_position_embeddings": 23, "type_vocab_size": 3, "hidden_size": 12}
TINY |= {"intermediate_size": 31, "num_hidden_layers": 5, "num_attention_heads": 4}


def oracle(config):
    """Build the model and count."""
    from transformers import BertConfig, BertModel

    with torch.device("meta"):
        model = BertModel(BertConfig(**config), add_pooling_layer=False)
    return sum(parameter.numel() for parameter in model.parameters())


def does_its_work(count_parameters):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    one, two = count_parameters(dict(TINY)), count_parameters(TINY | {"hidden_size": 24})
    return repr(one) != repr(two) and repr(one) != repr(TINY)


@test_case(
    points=0.9,
    failure_message="For a small BERT the count is wrong. Biases? Both norms of each block, and the embeddings' one?",
)
def test_tiny(count_parameters):
    assert count_parameters(dict(TINY)) == oracle(TINY)


@test_case(points=0.5, failure_message="Without blocks, the three tables and one norm are left.")
def test_no_blocks(count_parameters):
    config = TINY | {"num_hidden_layers": 0}
    assert count_parameters(config) == (101 + 23 + 3) * 12 + 2 * 12


@test_case(
    points=0.6,
    hidden=True,
    failure_message="A block more should add four projections, two layers and two norms, each with its biases.",
)
def test_a_block_more(count_parameters):
    config = TINY | {"num_attention_heads": 1, "intermediate_size": 48}
    one, two = (config | {"num_hidden_layers": n} for n in (1, 2))
    assert count_parameters(two) - count_parameters(one) == oracle(two) - oracle(one)


@test_case(
    points=0.5, hidden=True, failure_message="The width inside the feed-forward network is not always 4 · d_model."
)
def test_narrow_feed_forward(count_parameters):
    assert count_parameters(TINY | {"intermediate_size": 7}) < count_parameters(TINY | {"intermediate_size": 8})


@test_case(
    points=0.3, hidden=True, failure_message="The number of heads should change nothing: they share the same matrices."
)
def test_heads_cost_nothing(count_parameters):
    assert does_its_work(count_parameters), IDLE
    assert count_parameters(TINY | {"num_attention_heads": 1}) == count_parameters(TINY | {"num_attention_heads": 6})


@test_case(points=0.1, hidden=True, failure_message="One more position, or one more segment, is one more vector.")
def test_tables(count_parameters):
    for table in ("vocab_size", "max_position_embeddings", "type_vocab_size"):
        assert count_parameters(TINY | {table: TINY[table] + 1}) - count_parameters(dict(TINY)) == 12


@test_case(points=0.1, hidden=True, failure_message="Return an int, and leave the configuration as it is.")
def test_plain_integer(count_parameters):
    assert does_its_work(count_parameters), IDLE
    config = dict(TINY)
    assert type(count_parameters(config)) is int
    assert config == TINY
