import type { SchemaFinding } from '../../../src/grammar/types.js';
import type { SchemaObject } from './schema-index.js';

/**
 * The schema without the keywords that the engine says it only checks afterwards. A value that the grammar takes must fit at least this.
 * (Under `not` a removal narrows instead of widening; callers also ask the whole schema.)
 */
export function withoutChecked(schema: SchemaObject, findings: readonly SchemaFinding[]): SchemaObject {
  const copy = structuredClone(schema);
  for (const { pointer, verdict } of findings) {
    if (verdict !== 'checked') continue;
    const parts = pointer
      .split('/')
      .slice(1)
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = parts.pop();
    let node: unknown = copy;
    for (const part of parts) node = typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[part] : undefined;
    if (last !== undefined && typeof node === 'object' && node !== null) delete (node as Record<string, unknown>)[last];
  }
  return copy;
}
