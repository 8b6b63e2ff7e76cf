import type { ValueNode } from '../nodes/value-node.js';
import type { Frame, Waiting } from './frame.js';
import type { FrameTable } from './frame-table.js';
import { valueFrame } from './value-frame.js';

/** The whole document was read: nothing may follow but a stop token. */
class DoneFrame implements Frame {
  readonly group = undefined;
  readonly structural: readonly number[] = [];
  readonly isDone = true;

  constructor(readonly id: number) {}

  afterStructural(): undefined {
    return undefined;
  }

  afterLexeme(): Frame {
    return this;
  }
}

/** The frame at the start of a document. */
export function documentFrame(node: ValueNode, table: FrameTable): Frame {
  const done = table.intern('done', (id) => new DoneFrame(id));
  const waiting = table.intern<Waiting>('document', (id) => ({ id, readsText: false, afterValue: () => done }));
  return valueFrame([{ parent: 0, node }], waiting, undefined, table);
}
