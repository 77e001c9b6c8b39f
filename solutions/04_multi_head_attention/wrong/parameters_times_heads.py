"""Each head gets full matrices.

You multiply by the number of heads. Each head's matrices are (d_model, d_head), and all heads together fill one
(d_model, d_model): more heads mean narrower heads, not more parameters.
"""

# exercise: count_parameters
FAILS = ("test_tiny", "test_heads_cost_nothing")


def count_parameters(config):
    d, d_ff = config["hidden_size"], config["intermediate_size"]
    norm = 2 * d
    rows = config["vocab_size"] + config["max_position_embeddings"] + config["type_vocab_size"]
    attention = 4 * (d * d + d) * config["num_attention_heads"]
    feed_forward = d * d_ff + d_ff + d_ff * d + d
    return rows * d + norm + config["num_hidden_layers"] * (attention + feed_forward + 2 * norm)
