// The columns of an index table and the conversion of rows to Arrow. Used by index.ts.
import {
  Field,
  FixedSizeList,
  Float16,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import type { IndexRow } from "../../shared/children/retrieval.ts";
import { fromHalf } from "./fp16.ts";

/** A row as it is written: the text as it is searched, and its bigrams. */
export interface WrittenRow extends IndexRow {
  bigrams: string;
}

const TEXT_COLUMNS = ["chunkId", "documentId", "text", "bigrams"] as const;

/** Four text columns and a vector of half-precision numbers. */
export function tableSchema(dimensions: number): Schema {
  return new Schema([
    ...TEXT_COLUMNS.map((name) => new Field(name, new Utf8(), false)),
    new Field("vector", new FixedSizeList(dimensions, new Field("item", new Float16(), true)), false),
  ]);
}

/** Rows as one Arrow batch. Throws when a vector has another length than `dimensions`. */
export function rowBatch(rows: WrittenRow[], dimensions: number): Table {
  const schema = tableSchema(dimensions);
  const halves = new Uint16Array(rows.length * dimensions);
  for (const [i, row] of rows.entries()) {
    if (row.vector.length !== dimensions) {
      throw new Error(`The vector of ${row.chunkId} has ${row.vector.length} numbers instead of ${dimensions}.`);
    }
    halves.set(row.vector, i * dimensions);
  }
  const numbers = makeData({ type: new Float16(), length: halves.length, nullCount: 0, data: halves });
  const type = schema.fields.at(-1)!.type as FixedSizeList;
  const vectors = makeData({ type, length: rows.length, nullCount: 0, child: numbers });
  const texts = TEXT_COLUMNS.map(
    (name) =>
      vectorFromArray(
        rows.map((row) => row[name]),
        new Utf8(),
      ).data[0]!,
  );
  const children = [...texts, vectors];
  const data = makeData({ type: new Struct(schema.fields), length: rows.length, nullCount: 0, children });
  return new Table(schema, [new RecordBatch(schema, data)]);
}

/** The column `vector` of a batch that LanceDB gave, widened: one array a row. */
export function vectorsOf(batch: RecordBatch): Float32Array[] {
  const column = batch.getChild("vector")!.data[0]!;
  const { listSize } = column.type as FixedSizeList;
  const values = column.children[0]!.values as Uint16Array;
  const wide = fromHalf(values.subarray(0, batch.numRows * listSize));
  return Array.from({ length: batch.numRows }, (_, i) => wide.subarray(i * listSize, (i + 1) * listSize));
}
