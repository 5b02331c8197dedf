"""Trains the demo model from scratch on the text of this folder and writes `demo.gguf`.

Runs in the training environment (README.md): `python -m resources.demo.train --steps N --checkpoint FILE`. It goes
on from the checkpoint when there is one; `--export-only` writes the file from it.
"""

import argparse
import math
import time
from collections.abc import Iterator
from pathlib import Path

import torch
from gguf import GGMLQuantizationType
from torch import Tensor
from torch.nn import functional

from resources.demo.conversations import Conversation, ConversationSource
from resources.demo.gguf_writer import (
    EncodedArray,
    LlamaShape,
    ModelCard,
    TensorSpec,
    tensor_specs,
    write_llama_gguf,
)
from resources.demo.network import Llama, in_neighbouring_pairs
from resources.demo.tokenizer import END, load_tokenizer

MODEL_FILE = Path(__file__).with_name("demo.gguf")
CARD = ModelCard(
    name="Hearth demo",
    description=(
        "A demo: a very small model that comes with Hearth and shows a swarm at work before any download. "
        "It knows Hearth and a few everyday things."
    ),
)
PEAK_LEARNING_RATE = 2e-3
WARM_UP_STEPS = 100
TOKENS_PER_STEP = 4096
POOL = 1024
WEIGHT_DECAY = 0.05


def demo_shape() -> LlamaShape:
    """The sizes of the demo model."""
    return LlamaShape(n_vocab=len(load_tokenizer().tokens), n_embd=192, n_layer=8, n_head=6, n_head_kv=2, n_ff=384)


def batches(seed: int, padding: int) -> Iterator[tuple[Tensor, Tensor]]:
    """Token ids and the tokens to learn (-100 where there is none), in batches of conversations of like length."""
    source = ConversationSource(seed)
    while True:
        pool = sorted((source.draw() for _ in range(POOL)), key=lambda each: len(each.tokens))
        groups: list[list[Conversation]] = [[]]
        for conversation in pool:
            if (len(groups[-1]) + 1) * len(conversation.tokens) > TOKENS_PER_STEP:
                groups.append([])
            groups[-1].append(conversation)
        order = torch.randperm(len(groups), generator=torch.Generator().manual_seed(len(groups)))
        for index in order.tolist():
            yield _padded(groups[index], padding)


def _padded(group: list[Conversation], padding: int) -> tuple[Tensor, Tensor]:
    length = max(len(each.tokens) for each in group)
    tokens = torch.full((len(group), length), padding)
    targets = torch.full((len(group), length), -100)
    for row, each in enumerate(group):
        size = len(each.tokens)
        tokens[row, :size] = torch.tensor(each.tokens)
        following = [token if learn else -100 for token, learn in zip(each.tokens[1:], each.learnt[1:], strict=True)]
        targets[row, : size - 1] = torch.tensor(following)
    return tokens, targets


def loss_of(model: Llama, tokens: Tensor, targets: Tensor) -> Tensor:
    """Cross entropy over the tokens to learn."""
    hidden = model(tokens, torch.bfloat16)
    chosen = targets != -100
    scores = functional.linear(hidden[chosen], model.output.weight)
    return functional.cross_entropy(scores.float(), targets[chosen])


def learning_rate(step: int, share: float) -> float:
    """A short rise, then a cosine down to a fiftieth as the share of the training that is done grows to 1."""
    if step < WARM_UP_STEPS:
        return PEAK_LEARNING_RATE * (step + 1) / WARM_UP_STEPS
    return PEAK_LEARNING_RATE * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * share)))


def train(model: Llama, steps: int, checkpoint: Path, seconds: float = math.inf) -> None:
    """Train up to `steps`, or until the time is over when that is earlier, saving every 100 steps."""
    matrices = [weight for weight in model.parameters() if weight.dim() == 2]
    others = [weight for weight in model.parameters() if weight.dim() != 2]
    optimizer = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": WEIGHT_DECAY}, {"params": others, "weight_decay": 0.0}],
        lr=PEAK_LEARNING_RATE,
        betas=(0.9, 0.98),
        fused=True,
    )
    first = 0
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        first = saved["step"]
    source = batches(1000 + first, load_tokenizer().token_id(END))
    began, seen, average = time.monotonic(), 0, 0.0
    for step in range(first, steps):
        timed = first / steps + (1 - first / steps) * (time.monotonic() - began) / seconds
        share = min(1.0, max(step / steps, timed))
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(step, share)
        tokens, targets = next(source)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = loss_of(model, tokens, targets)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        seen += tokens.numel()
        average = loss.item() if step == first else 0.98 * average + 0.02 * loss.item()
        if (step + 1) % 50 == 0:
            rate = seen / (time.monotonic() - began)
            print(f"step {step + 1}: loss {average:.4f}, {rate:,.0f} tokens/s", flush=True)
        if (step + 1) % 100 == 0 or step + 1 == steps or share == 1:
            state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step + 1}
            torch.save(state, checkpoint)
        if share == 1:
            break


def export(model: Llama, path: Path = MODEL_FILE) -> None:
    """Write the GGUF file, in Q8_0."""
    weights = {name: weight.detach() for name, weight in model.named_parameters()}

    def encoded(spec: TensorSpec) -> EncodedArray:
        weight = weights[spec.name]
        if "attn_q" in spec.name or "attn_k" in spec.name:
            weight = in_neighbouring_pairs(weight, model.shape.head_dim)
        return spec.encode(weight.numpy())

    specs = tensor_specs(model.shape, GGMLQuantizationType.Q8_0)
    write_llama_gguf(path, model.shape, CARD, load_tokenizer(), specs, encoded)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Train the demo model.")
    parser.add_argument("--steps", type=int, default=3200)
    parser.add_argument("--minutes", type=float, default=math.inf, help="end after this long, at the latest")
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=MODEL_FILE)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--export-only", action="store_true", help="write the file from the checkpoint")
    parser.add_argument("--average-with", type=Path, help="a second checkpoint, whose weights are averaged in")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(1)
    model = Llama(demo_shape())
    print(f"{sum(weight.numel() for weight in model.parameters()) / 1e6:.2f} M weights")
    if arguments.export_only:
        files = [file for file in (arguments.checkpoint, arguments.average_with) if file]
        saved = [torch.load(file, weights_only=True)["model"] for file in files]
        model.load_state_dict({name: sum(each[name] for each in saved) / len(saved) for name in saved[0]})
    else:
        train(model, arguments.steps, arguments.checkpoint, arguments.minutes * 60)
    export(model, arguments.out)
    print(f"{arguments.out.name}: {arguments.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
