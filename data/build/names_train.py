"""Train the name tagger: a MiniLM encoder fine-tuned for BIO tags.

The encoder is uncased; its table of token types, unused in one-text tasks, is widened to carry how each
word was written. The table of word pieces stays as it came, so that rare names keep their places in it.
Run it again with the same arguments to go on from the last checkpoint.
"""

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import names_corpora
import names_windows
import torch
from names_corpora import TAGS
from names_fill import Newsroom, People, Places
from names_vary import Variety
from names_windows import NOT_LEARNT, Window
from safetensors.torch import load_file
from torch.nn.utils import clip_grad_norm_
from transformers import BertConfig, BertForTokenClassification

from reader.entities.wordpiece import CASE_CLASSES, WordPiece

CORPORA = ("re-docred", "crossner-politics-literature", "wikigold", "uner-ewt", "crossner-science-music-ai")
ROUNDS_OF_SENTENCES = 12  # times that each made-up sentence is filled in an epoch
BROAD_MISC = frozenset(("crossner-science-music-ai",))
ENCODER_RATE, HEAD_RATE, DECAY, WARM_UP_STEPS = 2e-4, 2e-3, 0.01, 150


def build(base: Path) -> BertForTokenClassification:
    """The encoder of the sentence model in `base` with a fresh head and case table."""
    config = BertConfig.from_json_file(base / "config.json")
    config.num_labels, config.type_vocab_size = len(TAGS), CASE_CLASSES
    model = BertForTokenClassification(config)
    weights = load_file(base / "model.safetensors")
    types = weights.pop("embeddings.token_type_embeddings.weight")
    weights["embeddings.token_type_embeddings.weight"] = types[:1].repeat(CASE_CLASSES, 1)
    unexpected = model.bert.load_state_dict(weights, strict=False).unexpected_keys
    assert all(key.startswith("pooler") or key.endswith("position_ids") for key in unexpected), unexpected
    model.bert.embeddings.word_embeddings.weight.requires_grad_(False)
    return model


def optimiser(model: BertForTokenClassification) -> torch.optim.AdamW:
    def is_new(name: str) -> bool:
        return name.startswith("classifier") or "token_type_embeddings" in name

    trained = [(name, weight) for name, weight in model.named_parameters() if weight.requires_grad]
    return torch.optim.AdamW(
        [
            {"params": [w for n, w in trained if not is_new(n)], "lr": ENCODER_RATE, "rate": ENCODER_RATE},
            {"params": [w for n, w in trained if is_new(n)], "lr": HEAD_RATE, "rate": HEAD_RATE},
        ],
        weight_decay=DECAY,
    )


def share_of_rate(step: int, steps: int, held: int) -> float:
    """Warm up, hold the full rate for `held` steps, then fall in a line to zero at `steps`."""
    return min(1.0, (step + 1) / WARM_UP_STEPS, (steps - step) / max(1, steps - held))


def tensors(batch: list[Window], pad: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    width = max(len(window.ids) for window in batch)

    def column(rows: list[list[int]], filler: int) -> torch.Tensor:
        return torch.tensor([row + [filler] * (width - len(row)) for row in rows])

    ids = column([w.ids for w in batch], pad)
    cases = column([w.cases for w in batch], 0)
    tags = column([w.tags for w in batch], NOT_LEARNT)
    return ids, cases, column([[1] * len(w.ids) for w in batch], 0), tags


def stream(args: argparse.Namespace, pieces: WordPiece) -> Iterator[tuple[int, int, list[Window]]]:
    """(epoch, place in it, batch) for ever; the same for the same seed and `args.varied`."""
    demonyms = names_corpora.read_words(Path(__file__).with_name("names_demonyms.txt"))
    corpora = names_corpora.load(args.corpora, demonyms, CORPORA, BROAD_MISC)
    newsroom = Newsroom(People(), Places()) if args.varied else None
    vary = Variety(newsroom) if newsroom else None
    number = 0
    while True:
        rng = Random(f"{args.seed} {number}")
        extra = list(newsroom.runs(rng, ROUNDS_OF_SENTENCES)) if newsroom else []
        for place, batch in enumerate(names_windows.epoch(corpora, pieces, rng, vary, extra)):
            yield number, place, batch
        number += 1


def train(args: argparse.Namespace) -> None:
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    args.out.mkdir(parents=True, exist_ok=True)
    pieces = WordPiece((args.base / "vocab.txt").read_text(encoding="utf-8").split("\n"))
    model = build(args.base)
    if args.start:
        model.load_state_dict(torch.load(args.start)["model"])
    optimise = optimiser(model)
    step = 0
    checkpoint = args.out / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint)
        model.load_state_dict(saved["model"])
        optimise.load_state_dict(saved["optimiser"])
        step = saved["step"]
    model.train()
    batches = stream(args, pieces)
    for _ in range(step):
        next(batches)
    started, total, seen = time.perf_counter(), 0.0, 0
    while step < args.steps:
        epoch, place, batch = next(batches)
        for group in optimise.param_groups:
            group["lr"] = group["rate"] * share_of_rate(step, args.steps, args.hold)
        ids, cases, mask, tags = tensors(batch, pieces.pad)
        loss = model(input_ids=ids, token_type_ids=cases, attention_mask=mask, labels=tags).loss
        loss.backward()
        clip_grad_norm_(model.parameters(), 1.0)
        optimise.step()
        optimise.zero_grad()
        step += 1
        total, seen = total + loss.item(), seen + 1
        if step % 50 == 0:
            seconds = (time.perf_counter() - started) / seen
            print(
                json.dumps(
                    {
                        "step": step,
                        "epoch": epoch,
                        "batch": place,
                        "loss": round(total / seen, 4),
                        "s/step": round(seconds, 2),
                    }
                ),
                flush=True,
            )
            started, total, seen = time.perf_counter(), 0.0, 0
        if step % args.keep_every == 0 or step == args.steps:
            saved = {"model": model.state_dict(), "optimiser": optimise.state_dict(), "step": step}
            torch.save(saved, checkpoint.with_suffix(".new"))
            checkpoint.with_suffix(".new").replace(checkpoint)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the .conll files")
    parser.add_argument(
        "--base", type=Path, required=True, help="folder with config.json, model.safetensors and vocab.txt"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoint.pt")
    parser.add_argument(
        "--steps", type=int, required=True, help="steps in all, at which the rate has fallen to zero"
    )
    parser.add_argument("--hold", type=int, default=0, help="steps at the full rate before it begins to fall")
    parser.add_argument("--start", type=Path, help="checkpoint.pt of an earlier training to start from")
    parser.add_argument("--varied", action="store_true", help="vary the text and add made-up sentences")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--keep-every", type=int, default=300, help="steps between checkpoints")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
