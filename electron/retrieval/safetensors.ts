// Reads .safetensors files (https://huggingface.co/docs/safetensors): a JSON header, then raw little-endian tensors.
// Used by the embedders that convert such weights to ONNX.

/** One tensor: its raw bytes are a view into the file's buffer. */
export interface Tensor {
  /** "F16", "F32", "I64" ... as the file says. */
  type: string;
  shape: number[];
  bytes: Uint8Array;
}

/** Splits a whole file into its tensors by name. Throws when the header does not fit the data. */
export function readSafetensors(file: Buffer): Map<string, Tensor> {
  const headerLength = Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.toString("utf8", 8, 8 + headerLength)) as Record<
    string,
    { dtype: string; shape: number[]; data_offsets: [number, number] }
  >;
  const data = file.subarray(8 + headerLength);
  const tensors = new Map<string, Tensor>();
  for (const [name, entry] of Object.entries(header)) {
    if (name === "__metadata__") continue;
    const [from, to] = entry.data_offsets;
    if (to > data.length) throw new Error(`The tensor ${name} ends at byte ${to}, the file has ${data.length}.`);
    tensors.set(name, { type: entry.dtype, shape: entry.shape, bytes: data.subarray(from, to) });
  }
  return tensors;
}
