// Writes ONNX model files: the few protobuf messages of onnx.proto3 that an encoder needs, by hand.
// Used by the embedders whose weights come in another format. Field numbers are those of onnx.proto (IR version 9).

/** Element types of a tensor, by their number in TensorProto.DataType. */
export const ELEMENT = { float: 1, int64: 7, float16: 10 } as const;
export type ElementType = (typeof ELEMENT)[keyof typeof ELEMENT];

/** An attribute of a node: a float (`f`), an integer (`i`) or a list of integers (`ints`). */
export type Attribute = { f: number } | { i: number } | { ints: number[] };

/** A message under construction: fields are appended in the order of the calls. */
class Message {
  private readonly parts: Uint8Array[] = [];

  private varintBytes(value: number): Uint8Array {
    const bytes: number[] = [];
    // Negative numbers take ten bytes in two's complement; BigInt keeps them right.
    let rest = BigInt.asUintN(64, BigInt(value));
    do {
      bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
      rest >>= 7n;
    } while (rest > 0n);
    return Uint8Array.from(bytes);
  }

  varint(field: number, value: number): this {
    this.parts.push(this.varintBytes(field << 3), this.varintBytes(value));
    return this;
  }

  float(field: number, value: number): this {
    this.parts.push(this.varintBytes((field << 3) | 5), new Uint8Array(Float32Array.of(value).buffer));
    return this;
  }

  bytes(field: number, value: Uint8Array | Message | string): this {
    const parts = typeof value === "string" ? [Buffer.from(value)] : value instanceof Message ? value.parts : [value];
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    this.parts.push(this.varintBytes((field << 3) | 2), this.varintBytes(length), ...parts);
    return this;
  }

  finish(): Buffer {
    return Buffer.concat(this.parts);
  }
}

function valueInfo(name: string, type: ElementType, shape: (number | string)[]): Message {
  const dimensions = new Message();
  for (const size of shape) {
    dimensions.bytes(1, typeof size === "number" ? new Message().varint(1, size) : new Message().bytes(2, size));
  }
  const tensor = new Message().varint(1, type).bytes(2, dimensions);
  return new Message().bytes(1, name).bytes(2, new Message().bytes(1, tensor));
}

/** A graph under construction. Every method returns the name of the value that it defines. */
export interface OnnxGraph {
  input(name: string, type: ElementType, shape: (number | string)[]): string;
  /** A constant from little-endian raw bytes. */
  constant(type: ElementType, shape: number[], bytes: Uint8Array): string;
  floats(shape: number[], values: Float32Array): string;
  int64s(...values: number[]): string;
  /** A node with one output. */
  node(kind: string, inputs: string[], attributes?: Record<string, Attribute>): string;
  /** A node with several outputs. */
  nodes(kind: string, inputs: string[], outputs: number, attributes?: Record<string, Attribute>): string[];
  output(value: string, name: string, type: ElementType, shape: (number | string)[]): void;
  /** The model file, for the standard operator set of the given version. */
  finish(opset: number): Buffer;
}

/** Starts an empty graph. */
export function onnxGraph(name: string): OnnxGraph {
  const graph = { nodes: new Message(), constants: new Message(), inputs: new Message(), outputs: new Message() };
  let count = 0;

  function addNode(kind: string, inputs: string[], outputs: string[], attributes: Record<string, Attribute>): void {
    const node = new Message();
    for (const input of inputs) node.bytes(1, input);
    for (const output of outputs) node.bytes(2, output);
    node.bytes(4, kind);
    for (const [key, value] of Object.entries(attributes)) {
      const attribute = new Message().bytes(1, key);
      if ("f" in value) attribute.float(2, value.f).varint(20, 1);
      else if ("i" in value) attribute.varint(3, value.i).varint(20, 2);
      else {
        for (const item of value.ints) attribute.varint(8, item);
        attribute.varint(20, 7);
      }
      node.bytes(5, attribute);
    }
    graph.nodes.bytes(1, node);
  }

  const self: OnnxGraph = {
    input(inputName, type, shape) {
      graph.inputs.bytes(11, valueInfo(inputName, type, shape));
      return inputName;
    },
    constant(type, shape, bytes) {
      const id = `constant_${count++}`;
      const tensor = new Message();
      for (const size of shape) tensor.varint(1, size);
      graph.constants.bytes(5, tensor.varint(2, type).bytes(8, id).bytes(9, bytes));
      return id;
    },
    floats(shape, values) {
      return self.constant(ELEMENT.float, shape, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    },
    int64s(...values) {
      const data = BigInt64Array.from(values, BigInt);
      return self.constant(ELEMENT.int64, [values.length], new Uint8Array(data.buffer));
    },
    node(kind, inputs, attributes = {}) {
      return self.nodes(kind, inputs, 1, attributes)[0]!;
    },
    nodes(kind, inputs, outputs, attributes = {}) {
      const names = Array.from({ length: outputs }, () => `${kind.toLowerCase()}_${count++}`);
      addNode(kind, inputs, names, attributes);
      return names;
    },
    output(value, outputName, type, shape) {
      addNode("Identity", [value], [outputName], {});
      graph.outputs.bytes(12, valueInfo(outputName, type, shape));
    },
    finish(opset) {
      const body = Buffer.concat([
        graph.nodes.finish(),
        new Message().bytes(2, name).finish(),
        graph.constants.finish(),
        graph.inputs.finish(),
        graph.outputs.finish(),
      ]);
      const operators = new Message().bytes(1, "").varint(2, opset);
      return new Message().varint(1, 9).bytes(2, "alcove").bytes(7, body).bytes(8, operators).finish();
    },
  };
  return self;
}
