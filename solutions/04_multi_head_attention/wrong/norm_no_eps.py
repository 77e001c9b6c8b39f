"""ε is not used.

Where all features of a token are equal, the variance is 0 and you divide 0 by 0. That is what ε is for.
"""

# exercise: LayerNorm
FAILS = ("test_epsilon_under_the_root", "test_constant_token")


class LayerNorm(LayerNorm):
    def forward(self, x):
        centred = x - x.mean(-1, keepdim=True)
        return centred / centred.pow(2).mean(-1, keepdim=True).sqrt() * self.weight + self.bias
