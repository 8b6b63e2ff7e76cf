import type { ValueNode } from '../nodes/value-node.js';
import type { Frame, Waiting } from './frame.js';
import type { FrameTable } from './frame-table.js';
import { valueFrame } from './value-frame.js';

/** Nothing may follow but a stop token. */
const DONE: Omit<Frame, 'id'> = {
  group: undefined,
  structural: [],
  isDone: true,
  afterStructural: () => undefined,
  afterLexeme() {
    return this as Frame;
  },
};

/** The frame at the start of a document. */
export function documentFrame(node: ValueNode, table: FrameTable): Frame {
  const done = table.intern<Frame>('done', (id) => ({ ...DONE, id }));
  const waiting = table.intern<Waiting>('document', (id) => ({ id, afterValue: () => done }));
  return valueFrame([{ parent: 0, node }], waiting, undefined, table);
}
