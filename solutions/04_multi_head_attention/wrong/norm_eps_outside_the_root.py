"""ε outside the root.

You add ε to the deviation, √σ² + ε. BERT and PyTorch add it to the variance, √(σ² + ε). With a tiny ε nobody sees
it, except where the variance is tiny too.
"""

# exercise: LayerNorm
FAILS = ("test_epsilon_under_the_root",)


class LayerNorm(LayerNorm):
    def forward(self, x):
        centred = x - x.mean(-1, keepdim=True)
        return centred / (centred.pow(2).mean(-1, keepdim=True).sqrt() + self.eps) * self.weight + self.bias
