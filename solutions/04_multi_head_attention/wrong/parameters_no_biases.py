"""Biases forgotten.

Every nn.Linear(a, b) has b biases besides its a·b weights: four in attention, two in the feed-forward network.
"""

# exercise: count_parameters
HEADLINE = True
FAILS = ("test_tiny", "test_a_block_more")


def count_parameters(config):
    d, d_ff = config["hidden_size"], config["intermediate_size"]
    norm = 2 * d
    rows = config["vocab_size"] + config["max_position_embeddings"] + config["type_vocab_size"]
    attention = 4 * d * d
    feed_forward = 2 * d * d_ff
    return rows * d + norm + config["num_hidden_layers"] * (attention + feed_forward + 2 * norm)
