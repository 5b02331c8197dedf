"""The demo's network in PyTorch: the llama architecture exactly as llama.cpp computes it.

Runs in the training environment. Module names follow the tensor names of GGUF, so that writing the file is a
copy without renaming.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from resources.demo.gguf_writer import LlamaShape


class RmsNorm(nn.Module):
    """Root mean square normalization with a learnt weight."""

    def __init__(self, width: int, epsilon: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.epsilon = epsilon

    def forward(self, hidden: Tensor) -> Tensor:
        """Normalize the last side."""
        return functional.rms_norm(hidden, self.weight.shape, self.weight.to(hidden.dtype), self.epsilon)


def rotation(length: int, head_dim: int, theta: float) -> tuple[Tensor, Tensor]:
    """Cosines and sines of the rotary embedding, each of shape (length, head_dim / 2)."""
    frequencies = theta ** (-torch.arange(0, head_dim, 2).float() / head_dim)
    angles = torch.arange(length).float()[:, None] * frequencies[None, :]
    return angles.cos(), angles.sin()


def rotate(values: Tensor, cosines: Tensor, sines: Tensor) -> Tensor:
    """Turn pairs (i, i + head_dim / 2), faster here than neighbours; `values` is (batch, heads, length, head_dim)."""
    first, second = values.chunk(2, dim=-1)
    return torch.cat((first * cosines - second * sines, first * sines + second * cosines), dim=-1)


def in_neighbouring_pairs(weight: Tensor, head_dim: int) -> Tensor:
    """The rows of a query or key matrix reordered, so that llama.cpp, turning neighbours, turns the same pairs."""
    return weight.unflatten(0, (-1, 2, head_dim // 2)).transpose(1, 2).reshape(weight.shape)


class Block(nn.Module):
    """One layer: grouped-query attention, then a gated feed-forward part."""

    def __init__(self, shape: LlamaShape) -> None:
        super().__init__()
        self.shape = shape
        n_kv = shape.n_head_kv * shape.head_dim
        self.attn_norm = RmsNorm(shape.n_embd, shape.rms_eps)
        self.attn_q = nn.Linear(shape.n_embd, shape.n_embd, bias=False)
        self.attn_k = nn.Linear(shape.n_embd, n_kv, bias=False)
        self.attn_v = nn.Linear(shape.n_embd, n_kv, bias=False)
        self.attn_output = nn.Linear(shape.n_embd, shape.n_embd, bias=False)
        self.ffn_norm = RmsNorm(shape.n_embd, shape.rms_eps)
        self.ffn_gate = nn.Linear(shape.n_embd, shape.n_ff, bias=False)
        self.ffn_up = nn.Linear(shape.n_embd, shape.n_ff, bias=False)
        self.ffn_down = nn.Linear(shape.n_ff, shape.n_embd, bias=False)

    def forward(self, hidden: Tensor, cosines: Tensor, sines: Tensor, mask: Tensor) -> Tensor:
        """(batch, length, n_embd) to the same."""
        batch, length, _ = hidden.shape
        shape = self.shape

        def heads(values: Tensor, count: int) -> Tensor:
            return values.view(batch, length, count, shape.head_dim).transpose(1, 2)

        normed = self.attn_norm(hidden)
        query = rotate(heads(self.attn_q(normed), shape.n_head), cosines, sines)
        key = rotate(heads(self.attn_k(normed), shape.n_head_kv), cosines, sines)
        value = heads(self.attn_v(normed), shape.n_head_kv)
        # Written out: on a processor, PyTorch's own attention spends most of its time going backwards.
        groups = (query * shape.head_dim**-0.5).unflatten(1, (shape.n_head_kv, -1)).flatten(2, 3)
        scores = groups @ key.transpose(-1, -2)
        scores = scores.unflatten(2, (-1, length)) + mask
        mixed = (scores.softmax(-1, dtype=hidden.dtype).flatten(2, 3) @ value).view(batch, -1, length, shape.head_dim)
        hidden = hidden + self.attn_output(mixed.transpose(1, 2).reshape(batch, length, -1))
        normed = self.ffn_norm(hidden)
        return hidden + self.ffn_down(functional.silu(self.ffn_gate(normed)) * self.ffn_up(normed))


class Llama(nn.Module):
    """The whole model; `forward` gives the last hidden state, `output` makes scores of it."""

    def __init__(self, shape: LlamaShape) -> None:
        super().__init__()
        self.shape = shape
        self.token_embd = nn.Embedding(shape.n_vocab, shape.n_embd)
        self.blk = nn.ModuleList(Block(shape) for _ in range(shape.n_layer))
        self.output_norm = RmsNorm(shape.n_embd, shape.rms_eps)
        self.output = nn.Linear(shape.n_embd, shape.n_vocab, bias=False)
        for name, weight in self.named_parameters():
            if weight.dim() == 2:
                deviation = 0.02 if "embd" in name else weight.shape[1] ** -0.5
                if name.endswith(("attn_output.weight", "ffn_down.weight")):
                    deviation /= (2 * shape.n_layer) ** 0.5
                nn.init.normal_(weight, std=deviation)
        cosines, sines = rotation(shape.n_ctx, shape.head_dim, shape.rope_theta)
        self.register_buffer("cosines", cosines, persistent=False)
        self.register_buffer("sines", sines, persistent=False)

    def forward(self, tokens: Tensor, dtype: torch.dtype = torch.float32) -> Tensor:
        """(batch, length) token ids to (batch, length, n_embd) normalized hidden states."""
        length = tokens.shape[1]
        cosines, sines = self.cosines[:length].to(dtype), self.sines[:length].to(dtype)
        hidden = self.token_embd(tokens).to(dtype)
        mask = torch.full((length, length), -1e4, dtype=dtype).triu(1)
        for block in self.blk:
            hidden = block(hidden, cosines, sines, mask)
        return self.output_norm(hidden)
