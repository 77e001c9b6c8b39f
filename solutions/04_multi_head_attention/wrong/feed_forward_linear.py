"""Nothing between the two layers.

Two linear layers without a bend between them are one linear layer: W₁W₂ is just another matrix. What makes the
network more than that?
"""

# exercise: FeedForward
FAILS = ("test_agrees_with_torch",)


class FeedForward(FeedForward):
    def forward(self, x):
        return self.linear2(self.linear1(x))
