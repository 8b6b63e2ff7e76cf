import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isSchemaObject, type SchemaObject } from './schema-index.js';

const require = createRequire(import.meta.url);

/** Real schemas that come inside packages this repository already installs: configuration files, and the meta-schemas themselves. */
const paths = [
  '@biomejs/biome/configuration_schema.json',
  '@changesets/config/schema.json',
  'knip/schema.json',
  'tsup/schema.json',
  'ajv/dist/refs/json-schema-draft-06.json',
  'ajv/dist/refs/json-schema-draft-07.json',
  'ajv/dist/refs/json-schema-secure.json',
  'ajv/dist/refs/json-schema-2019-09/meta/validation.json',
  'ajv/dist/refs/json-schema-2020-12/meta/validation.json',
];

export interface RealSchema {
  readonly name: string;
  readonly schema: SchemaObject;
}

/** Each file, and each of its definitions as a schema of its own, unless a `$ref` to the whole file would then mean something else. */
export function realSchemas(): RealSchema[] {
  return paths.flatMap((name) => {
    const file = resolveFile(name);
    if (file === undefined) return [];
    const schema = JSON.parse(readFileSync(file, 'utf8')) as SchemaObject;
    const refersToRoot = /"\$ref":"#"/.test(JSON.stringify(schema));
    return [{ name, schema }, ...(refersToRoot ? [] : definitionsOf(name, schema))];
  });
}

function definitionsOf(name: string, schema: SchemaObject): RealSchema[] {
  return ['definitions', '$defs'].flatMap((keyword) => {
    const definitions = schema[keyword];
    if (!isSchemaObject(definitions)) return [];
    return Object.keys(definitions).map((key) => {
      const pointer = `#/${keyword}/${encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))}`;
      return {
        name: `${name}${pointer}`,
        schema: { $schema: schema.$schema, $ref: pointer, [keyword]: reachableFrom(key, keyword, definitions) },
      };
    });
  });
}

/** The definitions that `key` needs, itself included: what a person would copy to use it alone. */
function reachableFrom(key: string, keyword: string, definitions: SchemaObject): SchemaObject {
  const needed = new Set([key]);
  for (const name of needed) {
    for (const [, pointer] of JSON.stringify(definitions[name]).matchAll(/"\$ref":"#\/[^/"]+\/([^"/]+)/g)) {
      const other = decodeURIComponent(pointer!).replaceAll('~1', '/').replaceAll('~0', '~');
      if (other in definitions) needed.add(other);
      else throw new Error(`${keyword}/${other} is not in the file`);
    }
  }
  return Object.fromEntries(Object.entries(definitions).filter(([name]) => needed.has(name)));
}

/** Packages list what may be resolved; a schema file often is not on the list, but stands beside package.json. */
function resolveFile(name: string): string | undefined {
  for (const folder of require.resolve.paths(name) ?? []) {
    try {
      return require.resolve(`${folder}/${name}`);
    } catch {
      // Not in this node_modules; the next one up may have it.
    }
  }
  return undefined;
}
