"""Write the trained tagger as the files that the program reads: names.onnx (int8), vocab.txt, names.json.

Word pieces of scripts other than Latin are left out; such words become one unknown piece.
"""

import argparse
import hashlib
import json
import tempfile
import unicodedata
from pathlib import Path

import torch
from names_corpora import TAGS
from names_train import build
from names_windows import PIECES_PER_WINDOW
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from transformers import BertForTokenClassification

OPSET = 17


def is_kept(piece: str) -> bool:
    if piece.startswith("["):
        return piece in ("[PAD]", "[UNK]", "[CLS]", "[SEP]") or piece == "["
    return all(not c.isalpha() or "LATIN" in unicodedata.name(c, "") for c in piece)


def mean(checkpoints: list[str]) -> dict[str, torch.Tensor]:
    """The weighted mean of weights of one training (Wortsman et al. 2022): steadier than its last ones."""
    total: dict[str, torch.Tensor] = {}
    for checkpoint in checkpoints:
        file, _, share = checkpoint.rpartition("=")
        for name, weights in torch.load(file, map_location="cpu")["model"].items():
            total[name] = total.get(name, 0) + float(share) * weights
    return total


def shrink(model: BertForTokenClassification, vocabulary: list[str]) -> list[str]:
    """Cut the tables of word pieces and of positions to what is read; returns the pieces kept."""
    kept = [number for number, piece in enumerate(vocabulary) if is_kept(piece)]
    tables = model.bert.embeddings
    words, places = (
        tables.word_embeddings.weight.data[kept],
        tables.position_embeddings.weight.data[:PIECES_PER_WINDOW],
    )
    tables.word_embeddings = nn.Embedding.from_pretrained(words)
    tables.position_embeddings = nn.Embedding.from_pretrained(places)
    tables.position_ids = tables.position_ids[:, :PIECES_PER_WINDOW]
    return [vocabulary[number] for number in kept]


def write_onnx(model: BertForTokenClassification, path: Path) -> None:
    """One window at a time, so that there is no padding to mask."""
    model.config.return_dict = False
    model.set_attn_implementation("eager")  # its graph runs faster than that of fused attention
    example = torch.ones((1, 9), dtype=torch.long)
    torch.onnx.export(
        model.eval(),
        (example, None, example),
        str(path),
        input_names=["input_ids", "token_type_ids"],
        output_names=["logits"],
        dynamic_axes={name: {1: "piece"} for name in ("input_ids", "token_type_ids", "logits")},
        opset_version=OPSET,
        dynamo=False,
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--base", type=Path, required=True, help="folder of the base model, as in training")
    parser.add_argument(
        "--checkpoint",
        action="append",
        required=True,
        metavar="FILE=SHARE",
        help="weights, and their share of the mean",
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for the three files")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    model = build(args.base)
    model.load_state_dict(mean(args.checkpoint))
    vocabulary = (args.base / "vocab.txt").read_text(encoding="utf-8").split("\n")
    kept = shrink(model, [piece for piece in vocabulary if piece])
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        write_onnx(model, full)
        quantize_dynamic(full, args.out / "names.onnx", per_channel=True, weight_type=QuantType.QInt8)
    (args.out / "vocab.txt").write_text("\n".join(kept) + "\n", encoding="utf-8")
    digest = hashlib.sha256((args.out / "names.onnx").read_bytes()).hexdigest()[:12]
    settings = {"version": digest, "tags": list(TAGS)}
    (args.out / "names.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
