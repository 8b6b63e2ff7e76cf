import { unescapePointerSegment } from '../json/json-pointer.js';
import { acceptsNull, isSchemaObject, type JsonSchema, resolveSubschema } from '../schema/json-schema.js';
import { subschemasAt } from './string-policy.js';

/** true where the schema demands a value at a JSON pointer, and null is none */
export function isRequiredAt(root: JsonSchema, pointer: string): boolean {
  const cut = pointer.lastIndexOf('/');
  if (cut < 0) return false;
  const key = unescapePointerSegment(pointer.slice(cut + 1));
  return subschemasAt(root, pointer.slice(0, cut)).some((parent) => {
    if (!Array.isArray(parent.required) || !parent.required.includes(key) || !isSchemaObject(parent.properties)) return false;
    return !acceptsNull(resolveSubschema(parent.properties[key], root), root);
  });
}
