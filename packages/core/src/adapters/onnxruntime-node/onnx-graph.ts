import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/**
 * The few message fields of ONNX that a rewrite of nodes needs; everything else is carried through as bytes.
 * Field numbers: onnx/onnx.proto (ModelProto, GraphProto, NodeProto, AttributeProto, TensorProto).
 */
const MODEL_GRAPH = 7;
const GRAPH_NODE = 1;
const GRAPH_INITIALIZER = 5;
const NODE = { input: 1, output: 2, opType: 4, attribute: 5, domain: 7 } as const;
const ATTRIBUTE = { name: 1, int: 3, ints: 8, type: 20 } as const;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_INTS = 7;
const TENSOR = { dataType: 2, name: 8, rawData: 9 } as const;

export const TENSOR_FLOAT = 1;
export const TENSOR_UINT8 = 2;

/** One node of a graph. `raw` is the message it was read from; a node without it is written anew. */
export interface GraphNode {
  readonly opType: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
  readonly raw?: Uint8Array;
}

/** A scalar that a rewrite adds. */
export interface ScalarInitializer {
  readonly name: string;
  readonly dataType: number;
  /** little-endian */
  readonly bytes: Uint8Array;
}

function readNode(raw: Uint8Array): GraphNode {
  const reader = new BinaryReader(raw);
  const inputs: string[] = [];
  const outputs: string[] = [];
  let opType = '';
  let domain = '';
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag();
    if (field === NODE.input) inputs.push(reader.string());
    else if (field === NODE.output) outputs.push(reader.string());
    else if (field === NODE.opType) opType = reader.string();
    else if (field === NODE.domain) domain = reader.string();
    else reader.skip(type);
  }
  return { opType, domain, inputs, outputs, raw };
}

function writeAttribute(writer: BinaryWriter, name: string, value: number | readonly number[]): void {
  writer.tag(ATTRIBUTE.name, WireType.LengthDelimited).string(name);
  if (typeof value === 'number') {
    writer.tag(ATTRIBUTE.int, WireType.Varint).int64(value).tag(ATTRIBUTE.type, WireType.Varint).int32(ATTRIBUTE_INT);
    return;
  }
  for (const entry of value) writer.tag(ATTRIBUTE.ints, WireType.Varint).int64(entry);
  writer.tag(ATTRIBUTE.type, WireType.Varint).int32(ATTRIBUTE_INTS);
}

function writeNode(node: GraphNode): Uint8Array {
  if (node.raw) return node.raw;
  const writer = new BinaryWriter();
  for (const input of node.inputs) writer.tag(NODE.input, WireType.LengthDelimited).string(input);
  for (const output of node.outputs) writer.tag(NODE.output, WireType.LengthDelimited).string(output);
  writer.tag(NODE.opType, WireType.LengthDelimited).string(node.opType);
  for (const [name, value] of Object.entries(node.attributes ?? {})) {
    writer.tag(NODE.attribute, WireType.LengthDelimited).fork();
    writeAttribute(writer, name, value);
    writer.join();
  }
  if (node.domain) writer.tag(NODE.domain, WireType.LengthDelimited).string(node.domain);
  return writer.finish();
}

function writeInitializer({ name, dataType, bytes }: ScalarInitializer): Uint8Array {
  return new BinaryWriter()
    .tag(TENSOR.dataType, WireType.Varint)
    .int32(dataType)
    .tag(TENSOR.name, WireType.LengthDelimited)
    .string(name)
    .tag(TENSOR.rawData, WireType.LengthDelimited)
    .bytes(bytes)
    .finish();
}

/** Calls `onField` with each field and the bytes of the whole field, tag included. */
function eachField(message: Uint8Array, onField: (field: number, reader: BinaryReader, type: WireType, start: number) => void): void {
  const reader = new BinaryReader(message);
  while (reader.pos < reader.len) {
    const start = reader.pos;
    const [field, type] = reader.tag();
    onField(field, reader, type, start);
  }
}

function rewriteGraph(
  graph: Uint8Array,
  rewrite: (nodes: readonly GraphNode[]) => readonly GraphNode[],
  added: readonly ScalarInitializer[],
): Uint8Array {
  const nodes: GraphNode[] = [];
  const rest: Uint8Array[] = [];
  eachField(graph, (field, reader, type, start) => {
    if (field === GRAPH_NODE) {
      nodes.push(readNode(reader.bytes()));
      return;
    }
    reader.skip(type);
    rest.push(graph.subarray(start, reader.pos));
  });
  const writer = new BinaryWriter();
  for (const node of rewrite(nodes)) writer.tag(GRAPH_NODE, WireType.LengthDelimited).bytes(writeNode(node));
  for (const bytes of rest) writer.raw(bytes);
  for (const scalar of added) writer.tag(GRAPH_INITIALIZER, WireType.LengthDelimited).bytes(writeInitializer(scalar));
  return writer.finish();
}

/** A copy of an ONNX model with its nodes replaced and some scalars added; nodes stay in topological order if `rewrite` keeps it. */
export function rewriteOnnxModel(
  model: Uint8Array,
  rewrite: (nodes: readonly GraphNode[]) => readonly GraphNode[],
  added: readonly ScalarInitializer[],
): Uint8Array {
  const writer = new BinaryWriter();
  eachField(model, (field, reader, type, start) => {
    if (field === MODEL_GRAPH) {
      writer.tag(MODEL_GRAPH, WireType.LengthDelimited).bytes(rewriteGraph(reader.bytes(), rewrite, added));
      return;
    }
    reader.skip(type);
    writer.raw(model.subarray(start, reader.pos));
  });
  return writer.finish();
}
