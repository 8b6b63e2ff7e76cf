import { renderSchema } from '../../prompt/render-schema.js';
import type { JsonSchema } from '../../schema/json-schema.js';
import { isPlainObjectSchema } from '../answer-schema.js';

/** What a member takes of the prompt, in characters. */
const sizeOf = (root: JsonSchema, key: string, member: unknown): number => renderSchema(partOf(root, [[key, member]])).length;

function partOf(root: JsonSchema, members: readonly (readonly [string, unknown])[]): JsonSchema {
  const { required, ...rest } = root;
  const names = new Set(members.map(([key]) => key));
  const kept = Array.isArray(required) ? (required as string[]).filter((key) => names.has(key)) : [];
  return { ...rest, properties: Object.fromEntries(members), ...(kept.length > 0 && { required: kept }) };
}

/**
 * Parts of an object's schema that can be asked for one after the other, in its order and about equally long. A member stays whole.
 * @returns undefined where members depend on each other, or where there are fewer of them than parts
 */
export function splitSchema(root: JsonSchema, parts: number): readonly JsonSchema[] | undefined {
  if (!isPlainObjectSchema(root)) return undefined;
  const members = Object.entries(root.properties as JsonSchema);
  if (members.length < parts) return undefined;
  const sizes = members.map(([key, member]) => sizeOf(root, key, member));
  const share = sizes.reduce((sum, size) => sum + size, 0) / parts;
  const groups: (typeof members)[] = Array.from({ length: parts }, () => []);
  let before = 0;
  members.forEach((member, i) => {
    // By its middle: what reaches over a border goes where most of it is.
    groups[Math.min(parts - 1, Math.floor((before + sizes[i]! / 2) / share))]!.push(member);
    before += sizes[i]!;
  });
  return groups.filter((group) => group.length > 0).map((group) => partOf(root, group));
}
