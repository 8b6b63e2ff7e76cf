import { Refusal } from './serve.mjs';

const annotations = new Set([
  'title',
  'description',
  'default',
  'examples',
  '$schema',
  '$id',
  '$comment',
  'deprecated',
  'readOnly',
  'writeOnly',
]);
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const mapValues = (object, map) => Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)]));

/**
 * Writes a schema in the words of one peer.
 * @param {object} schema
 * @param {{ keeps: Set<string>, drops: Set<string>, refine?: (schema: object) => object }} peer `keeps`: keywords it enforces. `drops`: it
 *   knows no such keyword, and its output may break it. Any other keyword is a refusal. `refine` has the last word on each subschema.
 * @returns {{ schema: object, dropped: string[] }} with the keywords that were left out
 * @throws {Refusal} naming the keyword
 */
export function convertSchema(schema, { keeps, drops, refine = (converted) => converted }) {
  const dropped = new Set();
  const convert = (value) => {
    if (value === true) return convert({});
    if (!isObject(value)) throw new Refusal(`the schema ${JSON.stringify(value)}`);
    const result = {};
    for (const [keyword, content] of Object.entries(value)) {
      if (annotations.has(keyword)) continue;
      if (drops(keyword, content)) dropped.add(typeof content === 'string' && keyword === 'format' ? `format ${content}` : keyword);
      else if (keeps.has(keyword)) result[keyword] = convertContent(keyword, content);
      else throw new Refusal(`keyword ${keyword}`);
    }
    return refine(result);
  };
  const convertContent = (keyword, content) => {
    if (keyword === 'properties' || keyword === '$defs' || keyword === 'definitions') return mapValues(content, convert);
    if (keyword === 'anyOf' || keyword === 'oneOf' || keyword === 'prefixItems' || keyword === 'allOf') return content.map(convert);
    if (keyword === 'items' || keyword === 'not') return convert(content);
    return keyword === 'additionalProperties' && isObject(content) ? convert(content) : content;
  };
  return { schema: convert(schema), dropped: [...dropped].sort() };
}
