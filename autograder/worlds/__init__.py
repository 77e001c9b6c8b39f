"""The generator of fictional worlds: what the final project's corpora, questions and judgements are made from."""
