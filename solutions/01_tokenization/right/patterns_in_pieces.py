"""Counters and a regular expression for the merges."""

# exercise: count_pairs, merge_pair, train_bpe, compare_units
import itertools
import re
from collections import Counter


def count_pairs(words):
    counts = Counter()
    for symbols, number in words.items():
        counts.update({pair: number * times for pair, times in Counter(itertools.pairwise(symbols)).items()})
    return counts


def merge_pair(symbols, pair):
    separator = "\x00"  # never part of a symbol
    joined = separator + separator.join(symbols) + separator
    left, right = map(re.escape, pair)
    pattern = f"(?<={separator}){left}{separator}{right}(?={separator})"
    merged = re.sub(pattern, lambda match: match.group().replace(separator, ""), joined)
    return tuple(part for part in merged.split(separator) if part)


def train_bpe(word_counts, num_merges):
    words, merges = [(tuple(word), number) for word, number in word_counts.items()], []
    for _ in range(num_merges):
        counts = Counter()
        for symbols, number in words:
            for pair in itertools.pairwise(symbols):
                counts[pair] += number
        if not counts:
            return merges
        merges.append(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[0][0])
        words = [(merge_pair(symbols, merges[-1]), number) for symbols, number in words]
    return merges


def compare_units(train_texts, test_texts, units, max_size=None):
    def row(cut):
        vocab = build_vocab(list(map(cut, train_texts)), max_size=max_size)
        counts = Counter(itertools.chain.from_iterable(map(cut, test_texts)))
        total = counts.total()
        return {
            "vocab_size": len(vocab),
            "tokens_per_text": total / len(test_texts),
            "fertility": total / len(" ".join(test_texts).split()),
            "unknown_rate": sum(number for token, number in counts.items() if token not in vocab) / total,
        }

    return {name: row(cut) for name, cut in units.items()}
