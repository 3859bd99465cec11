// Turns the weights of a BERT sentence encoder (Hugging Face names, fp16) into an ONNX model with mean pooling and
// unit length inside the graph. Called by the embedders on first use. Matrices stay fp16 in the file and are widened by
// Cast nodes, which onnxruntime folds when it loads: half the disk, full precision in the arithmetic.
import { fromHalf } from "./fp16.ts";
import { ELEMENT, onnxGraph } from "./onnx-writer.ts";
import type { Tensor } from "./safetensors.ts";

/** The sizes of a BERT encoder, from its config.json. */
export interface BertShape {
  layers: number;
  heads: number;
  hidden: number;
  layerNormEpsilon: number;
}

function halves(tensor: Tensor): Uint16Array {
  if (tensor.type !== "F16") throw new Error(`Expected fp16 weights, found ${tensor.type}.`);
  // Copied, since a view into the file may start at an odd byte.
  return new Uint16Array(new Uint8Array(tensor.bytes).buffer);
}

/** Stacks [out, in] matrices by output and transposes to [in, sum of out], as MatMul wants them. */
function transposed(matrices: Tensor[]): { shape: [number, number]; bytes: Uint8Array } {
  const columns = matrices.reduce((sum, matrix) => sum + matrix.shape[0]!, 0);
  const rows = matrices[0]!.shape[1]!;
  const result = new Uint16Array(rows * columns);
  let offset = 0;
  for (const matrix of matrices) {
    const values = halves(matrix);
    const outputs = matrix.shape[0]!;
    for (let out = 0; out < outputs; out++) {
      for (let row = 0; row < rows; row++) result[row * columns + offset + out] = values[out * rows + row]!;
    }
    offset += outputs;
  }
  return { shape: [rows, columns], bytes: new Uint8Array(result.buffer) };
}

/**
 * The ONNX file (opset 20): int64 `input_ids` and `attention_mask` [batch, sequence] in,
 * `sentence_embedding` [batch, hidden] of unit length out. All inputs count as segment 0.
 */
export function bertToOnnx(tensors: Map<string, Tensor>, shape: BertShape): Buffer {
  const { layers, heads, hidden, layerNormEpsilon } = shape;
  const graph = onnxGraph("bert-sentence-encoder");
  const tensor = (name: string): Tensor => {
    const found = tensors.get(name);
    if (!found) throw new Error(`The weights lack ${name}.`);
    return found;
  };
  const wide = (value: string) => graph.node("Cast", [value], { to: { i: ELEMENT.float } });
  const vector = (...names: string[]) => {
    const parts = names.map((name) => fromHalf(halves(tensor(name))));
    const joined = Float32Array.from(parts.flatMap((part) => Array.from(part)));
    return graph.floats([joined.length], joined);
  };
  const linear = (x: string, ...prefixes: string[]) => {
    const { shape: size, bytes } = transposed(prefixes.map((prefix) => tensor(`${prefix}.weight`)));
    const product = graph.node("MatMul", [x, wide(graph.constant(ELEMENT.float16, size, bytes))]);
    return graph.node("Add", [product, vector(...prefixes.map((prefix) => `${prefix}.bias`))]);
  };
  const norm = (x: string, prefix: string) =>
    graph.node("LayerNormalization", [x, vector(`${prefix}.weight`), vector(`${prefix}.bias`)], {
      axis: { i: -1 },
      epsilon: { f: layerNormEpsilon },
    });

  const ids = graph.input("input_ids", ELEMENT.int64, ["batch", "sequence"]);
  const mask = wide(graph.input("attention_mask", ELEMENT.int64, ["batch", "sequence"]));

  const words = tensor("embeddings.word_embeddings.weight");
  const word = wide(graph.node("Gather", [graph.constant(ELEMENT.float16, words.shape, words.bytes), ids]));
  const positions = tensor("embeddings.position_embeddings.weight");
  const segment = fromHalf(halves(tensor("embeddings.token_type_embeddings.weight"))).subarray(0, hidden);
  const places = fromHalf(halves(positions)).map((value, i) => value + segment[i % hidden]!);
  const length = graph.node("Shape", [ids], { start: { i: 1 }, end: { i: 2 } });
  const zero = graph.int64s(0);
  const place = graph.node("Slice", [graph.floats(positions.shape, places), zero, length, zero]);
  let x = norm(graph.node("Add", [word, place]), "embeddings.LayerNorm");

  const one = graph.floats([1], Float32Array.of(1));
  const hide = graph.node("Mul", [graph.node("Sub", [one, mask]), graph.floats([1], Float32Array.of(-10_000))]);
  const hidden4d = graph.node("Unsqueeze", [hide, graph.int64s(1, 2)]);
  const scale = graph.floats([1], Float32Array.of(1 / Math.sqrt(hidden / heads)));
  const splitHeads = graph.int64s(0, 0, heads, hidden / heads);
  const joinHeads = graph.int64s(0, 0, hidden);

  for (let layer = 0; layer < layers; layer++) {
    const at = `encoder.layer.${layer}`;
    const attention = `${at}.attention.self`;
    const qkv = linear(x, `${attention}.query`, `${attention}.key`, `${attention}.value`);
    const [query, key, value] = graph
      .nodes("Split", [qkv], 3, { axis: { i: -1 }, num_outputs: { i: 3 } })
      .map((part) => graph.node("Reshape", [part, splitHeads]));
    const q = graph.node("Transpose", [query!], { perm: { ints: [0, 2, 1, 3] } });
    const k = graph.node("Transpose", [key!], { perm: { ints: [0, 2, 3, 1] } });
    const v = graph.node("Transpose", [value!], { perm: { ints: [0, 2, 1, 3] } });
    const scores = graph.node("Add", [graph.node("Mul", [graph.node("MatMul", [q, k]), scale]), hidden4d]);
    const mixed = graph.node("MatMul", [graph.node("Softmax", [scores], { axis: { i: -1 } }), v]);
    const joined = graph.node("Reshape", [
      graph.node("Transpose", [mixed], { perm: { ints: [0, 2, 1, 3] } }),
      joinHeads,
    ]);
    const attended = linear(joined, `${at}.attention.output.dense`);
    x = norm(graph.node("Add", [attended, x]), `${at}.attention.output.LayerNorm`);
    const inner = graph.node("Gelu", [linear(x, `${at}.intermediate.dense`)]);
    x = norm(graph.node("Add", [linear(inner, `${at}.output.dense`), x]), `${at}.output.LayerNorm`);
  }

  const weights = graph.node("Unsqueeze", [mask, graph.int64s(2)]);
  const axis = graph.int64s(1);
  const noAxis = { keepdims: { i: 0 } };
  const sum = graph.node("ReduceSum", [graph.node("Mul", [x, weights]), axis], noAxis);
  const mean = graph.node("Div", [sum, graph.node("ReduceSum", [weights, axis], noAxis)]);
  const unit = graph.node("LpNormalization", [mean], { axis: { i: -1 }, p: { i: 2 } });
  graph.output(unit, "sentence_embedding", ELEMENT.float, ["batch", hidden]);
  return graph.finish(20);
}
