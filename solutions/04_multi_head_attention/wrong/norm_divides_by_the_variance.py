"""Divided by the variance.

You divide by σ² instead of its root. Then numbers twice as large come out half as large, and the variance is not 1
afterwards.
"""

# exercise: LayerNorm
FAILS = ("test_variance",)


class LayerNorm(LayerNorm):
    def forward(self, x):
        centred = x - x.mean(-1, keepdim=True)
        return centred / (centred.pow(2).mean(-1, keepdim=True) + self.eps) * self.weight + self.bias
