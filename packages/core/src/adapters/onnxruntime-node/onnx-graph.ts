import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/**
 * The few message fields of ONNX that a rewrite of nodes needs; everything else is carried through as bytes.
 * Field numbers: onnx/onnx.proto (ModelProto, GraphProto, NodeProto, AttributeProto, TensorProto).
 */
const MODEL_GRAPH = 7;
const GRAPH_NODE = 1;
const GRAPH_INITIALIZER = 5;
const GRAPH_INPUT = 11;
const GRAPH_OUTPUT = 12;
const VALUE_INFO_NAME = 1;
const VALUE_INFO_TYPE = 2;
const NODE = { input: 1, output: 2, opType: 4, attribute: 5, domain: 7 } as const;
const ATTRIBUTE = { name: 1, int: 3, ints: 8, type: 20 } as const;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_INTS = 7;
const TENSOR = { dims: 1, dataType: 2, name: 8, rawData: 9, externalData: 13 } as const;
const ENTRY = { key: 1, value: 2 } as const;

export const TENSOR_FLOAT = 1;
export const TENSOR_UINT8 = 2;
export const TENSOR_INT8 = 3;
export const TENSOR_INT32 = 6;
export const TENSOR_INT64 = 7;

/** One node of a graph. `raw` is the message it was read from; a node without it is written anew. */
export interface GraphNode {
  readonly opType: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
  /** attributes as messages, as they were read */
  readonly rawAttributes?: readonly Uint8Array[];
  readonly raw?: Uint8Array;
}

/** An input or output of a graph: a tensor whose shape is left open. */
export interface GraphValue {
  readonly name: string;
  /** element type */
  readonly dataType: number;
}

/** A constant that a rewrite adds. */
export interface ScalarInitializer {
  readonly name: string;
  readonly dataType: number;
  /** shape; a scalar without it */
  readonly dims?: readonly number[];
  /** little-endian */
  readonly bytes: Uint8Array;
}

function readNode(raw: Uint8Array): GraphNode {
  const reader = new BinaryReader(raw);
  const inputs: string[] = [];
  const outputs: string[] = [];
  const rawAttributes: Uint8Array[] = [];
  let opType = '';
  let domain = '';
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag();
    if (field === NODE.input) inputs.push(reader.string());
    else if (field === NODE.output) outputs.push(reader.string());
    else if (field === NODE.opType) opType = reader.string();
    else if (field === NODE.attribute) rawAttributes.push(reader.bytes());
    else if (field === NODE.domain) domain = reader.string();
    else reader.skip(type);
  }
  return { opType, domain, inputs, outputs, rawAttributes, raw };
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
  for (const raw of node.rawAttributes ?? []) writer.tag(NODE.attribute, WireType.LengthDelimited).bytes(raw);
  for (const [name, value] of Object.entries(node.attributes ?? {})) {
    writer.tag(NODE.attribute, WireType.LengthDelimited).fork();
    writeAttribute(writer, name, value);
    writer.join();
  }
  if (node.domain) writer.tag(NODE.domain, WireType.LengthDelimited).string(node.domain);
  return writer.finish();
}

function writeInitializer({ name, dataType, dims = [], bytes }: ScalarInitializer): Uint8Array {
  const writer = new BinaryWriter();
  for (const dim of dims) writer.tag(TENSOR.dims, WireType.Varint).int64(dim);
  return writer
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

/** A constant of a graph, as far as a rewrite looks at it. */
export interface Initializer {
  readonly name: string;
  readonly dataType: number;
  /** shape; empty for a scalar */
  readonly dims: readonly number[];
  /** the bytes, where they are kept in the graph itself */
  readonly rawData?: Uint8Array;
  /** the file, offset and length in bytes, where they are kept outside */
  readonly external?: { readonly location: string; readonly offset: number; readonly length: number };
}

function readEntry(raw: Uint8Array): [string, string] {
  const reader = new BinaryReader(raw);
  let key = '';
  let value = '';
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag();
    if (field === ENTRY.key) key = reader.string();
    else if (field === ENTRY.value) value = reader.string();
    else reader.skip(type);
  }
  return [key, value];
}

/** A repeated number comes packed, or one by one. */
function readDims(reader: BinaryReader, type: WireType, dims: number[]): void {
  if (type !== WireType.LengthDelimited) {
    dims.push(Number(reader.int64()));
    return;
  }
  const packed = new BinaryReader(reader.bytes());
  while (packed.pos < packed.len) dims.push(Number(packed.int64()));
}

function readInitializer(raw: Uint8Array): Initializer {
  const reader = new BinaryReader(raw);
  const entries = new Map<string, string>();
  let name = '';
  const dims: number[] = [];
  let dataType = 0;
  let rawData: Uint8Array | undefined;
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag();
    if (field === TENSOR.name) name = reader.string();
    else if (field === TENSOR.dims) readDims(reader, type, dims);
    else if (field === TENSOR.dataType) dataType = reader.int32();
    else if (field === TENSOR.rawData) rawData = reader.bytes();
    else if (field === TENSOR.externalData) entries.set(...readEntry(reader.bytes()));
    else reader.skip(type);
  }
  const location = entries.get('location');
  const external =
    location === undefined
      ? undefined
      : { location, offset: Number(entries.get('offset') ?? 0), length: Number(entries.get('length') ?? 0) };
  return { name, dataType, dims, rawData, external };
}

/** The same constant with another element type, and other bytes where it holds them itself. */
function retypeInitializer(raw: Uint8Array, dataType: number, rawData: Uint8Array | undefined): Uint8Array {
  const writer = new BinaryWriter();
  eachField(raw, (field, reader, type, start) => {
    reader.skip(type);
    if (field === TENSOR.dataType) writer.tag(TENSOR.dataType, WireType.Varint).int32(dataType);
    else if (field === TENSOR.rawData && rawData) writer.tag(TENSOR.rawData, WireType.LengthDelimited).bytes(rawData);
    else writer.raw(raw.subarray(start, reader.pos));
  });
  return writer.finish();
}

/** What a rewrite makes of a graph. */
export interface GraphRewrite {
  readonly nodes: readonly GraphNode[];
  readonly added: readonly ScalarInitializer[];
  /** by name: the constants that change their element type, with their new bytes where they are kept in the graph */
  readonly retyped?: ReadonlyMap<string, { readonly dataType: number; readonly rawData?: Uint8Array }>;
  /** names of the inputs and outputs that go, and what comes instead; by default they stay as they are */
  readonly values?: {
    readonly dropped: ReadonlySet<string>;
    readonly inputs: readonly GraphValue[];
    readonly outputs: readonly GraphValue[];
  };
}

/** ValueInfoProto; in TypeProto, `tensor_type` and its `elem_type` have the number 1. */
function writeGraphValue({ name, dataType }: GraphValue): Uint8Array {
  const writer = new BinaryWriter().tag(VALUE_INFO_NAME, WireType.LengthDelimited).string(name);
  writer.tag(VALUE_INFO_TYPE, WireType.LengthDelimited).fork().tag(1, WireType.LengthDelimited).fork();
  return writer.tag(1, WireType.Varint).int32(dataType).join().join().finish();
}

function readGraphValueName(raw: Uint8Array): string {
  let name = '';
  eachField(raw, (field, reader, type) => {
    if (field === VALUE_INFO_NAME) name = reader.string();
    else reader.skip(type);
  });
  return name;
}

type Rewrite = (nodes: readonly GraphNode[], initializers: ReadonlyMap<string, Initializer>) => GraphRewrite;

function rewriteGraph(graph: Uint8Array, rewrite: Rewrite): Uint8Array {
  const nodes: GraphNode[] = [];
  const initializers = new Map<string, Initializer>();
  const rawInitializers = new Map<string, Uint8Array>();
  const rest: Uint8Array[] = [];
  const values: { field: number; raw: Uint8Array }[] = [];
  eachField(graph, (field, reader, type, start) => {
    if (field === GRAPH_INPUT || field === GRAPH_OUTPUT) values.push({ field, raw: reader.bytes() });
    else if (field === GRAPH_NODE) nodes.push(readNode(reader.bytes()));
    else if (field === GRAPH_INITIALIZER) {
      const raw = reader.bytes();
      const initializer = readInitializer(raw);
      initializers.set(initializer.name, initializer);
      rawInitializers.set(initializer.name, raw);
    } else {
      reader.skip(type);
      rest.push(graph.subarray(start, reader.pos));
    }
  });
  const { nodes: newNodes, added, retyped, values: changed } = rewrite(nodes, initializers);
  const writer = new BinaryWriter();
  const writeValue = (field: number, raw: Uint8Array) => writer.tag(field, WireType.LengthDelimited).bytes(raw);
  for (const node of newNodes) writer.tag(GRAPH_NODE, WireType.LengthDelimited).bytes(writeNode(node));
  for (const bytes of rest) writer.raw(bytes);
  for (const { field, raw } of values) if (!changed?.dropped.has(readGraphValueName(raw))) writeValue(field, raw);
  for (const input of changed?.inputs ?? []) writeValue(GRAPH_INPUT, writeGraphValue(input));
  for (const output of changed?.outputs ?? []) writeValue(GRAPH_OUTPUT, writeGraphValue(output));
  for (const [name, raw] of rawInitializers) {
    const change = retyped?.get(name);
    writer.tag(GRAPH_INITIALIZER, WireType.LengthDelimited).bytes(change ? retypeInitializer(raw, change.dataType, change.rawData) : raw);
  }
  for (const constant of added) writer.tag(GRAPH_INITIALIZER, WireType.LengthDelimited).bytes(writeInitializer(constant));
  return writer.finish();
}

/** A copy of an ONNX model with its graph rewritten; nodes have to stay in topological order. */
export function rewriteOnnxModel(model: Uint8Array, rewrite: Rewrite): Uint8Array {
  const writer = new BinaryWriter();
  eachField(model, (field, reader, type, start) => {
    if (field === MODEL_GRAPH) {
      writer.tag(MODEL_GRAPH, WireType.LengthDelimited).bytes(rewriteGraph(reader.bytes(), rewrite));
      return;
    }
    reader.skip(type);
    writer.raw(model.subarray(start, reader.pos));
  });
  return writer.finish();
}

const MODEL = { irVersion: 1, graph: MODEL_GRAPH, opsetImport: 8 } as const;
const GRAPH = { node: GRAPH_NODE, name: 2, initializer: GRAPH_INITIALIZER } as const;
const OPSET = { domain: 1, version: 2 } as const;

/** A model without inputs whose one output is a float tensor: for asking the runtime what a kernel computes. */
export function writeConstantModel(nodes: readonly GraphNode[], initializers: readonly ScalarInitializer[], output: string): Uint8Array {
  const graph = new BinaryWriter();
  for (const node of nodes) graph.tag(GRAPH.node, WireType.LengthDelimited).bytes(writeNode(node));
  graph.tag(GRAPH.name, WireType.LengthDelimited).string('probe');
  for (const initializer of initializers) graph.tag(GRAPH.initializer, WireType.LengthDelimited).bytes(writeInitializer(initializer));
  graph.tag(GRAPH_OUTPUT, WireType.LengthDelimited).bytes(writeGraphValue({ name: output, dataType: TENSOR_FLOAT }));
  const opset = (domain: string, version: number) =>
    new BinaryWriter()
      .tag(OPSET.domain, WireType.LengthDelimited)
      .string(domain)
      .tag(OPSET.version, WireType.Varint)
      .int64(version)
      .finish();
  return new BinaryWriter()
    .tag(MODEL.irVersion, WireType.Varint)
    .int64(8)
    .tag(MODEL.graph, WireType.LengthDelimited)
    .bytes(graph.finish())
    .tag(MODEL.opsetImport, WireType.LengthDelimited)
    .bytes(opset('', 17))
    .tag(MODEL.opsetImport, WireType.LengthDelimited)
    .bytes(opset('com.microsoft', 1))
    .finish();
}
