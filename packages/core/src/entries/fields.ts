/** `@maaza/core/fields`: the field shorthand (`name, total:number, due:date?`) → JSON Schema. Loads nothing else. */
export { parseFields } from '../fields/parse-fields.js';
