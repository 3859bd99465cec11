// Half-precision numbers as they cross the channel and lie in the index: 16 bits each, in a Uint16Array.
/// <reference lib="esnext.float16" />

/** Rounds numbers to half precision and gives their bits. */
export function toHalf(values: Float32Array): Uint16Array {
  return new Uint16Array(new Float16Array(values).buffer);
}

/** The numbers behind half-precision bits. */
export function fromHalf(bits: Uint16Array): Float32Array {
  return new Float32Array(new Float16Array(bits.buffer, bits.byteOffset, bits.length));
}
