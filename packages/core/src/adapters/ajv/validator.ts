import type { Ajv, AnySchemaObject, ValidateFunction } from 'ajv';
import { LRUCache } from 'lru-cache';
import { RequestError } from '../../errors/index.js';
import { type CompiledValidator, schemaToJson, type Validator } from '../../validate/index.js';
import { type AjvValidatorConfig, ajvValidatorDefaults } from './config.js';
import { createAjv, type Dialect, dialectOf } from './dialects.js';
import { compileError, metaSchemaError } from './schema-errors.js';
import { toValidationIssue } from './validation-issue.js';

const validResult = Object.freeze({ valid: true, errors: Object.freeze([]) });

function toCompiledValidator(check: ValidateFunction): CompiledValidator {
  return {
    validate: (value) => (check(value) ? validResult : { valid: false, errors: (check.errors ?? []).map(toValidationIssue) }),
  };
}

/** An ajv keeps parts of every schema that it compiled for as long as it lives, some kilobytes each; so it lives for this many. */
const COMPILATIONS_OF_ONE_AJV = 250;

interface AjvOfDialect {
  readonly ajv: Ajv;
  readonly ownUris: ReadonlySet<string>;
  compilations: number;
}

/** One ajv per dialect at a time, made when first needed, because reading the meta-schemas takes milliseconds. */
class SchemaCompiler {
  readonly #ajvs = new Map<Dialect, AjvOfDialect>();
  readonly #formatMode;

  constructor(formatMode: Required<AjvValidatorConfig>['formatMode']) {
    this.#formatMode = formatMode;
  }

  compile(json: string): CompiledValidator {
    // The parsed copy is ours: the caller may go on changing the original.
    const schema = JSON.parse(json) as AnySchemaObject;
    // ajv's own keyword, unknown to JSON Schema, would turn the verdict into a promise.
    delete schema.$async;
    const { ajv, ownUris } = this.#ajvFor(dialectOf(schema));
    if (!ajv.validateSchema(schema)) throw metaSchemaError(ajv.errors ?? [], schema);
    try {
      return toCompiledValidator(ajv.compile(schema));
    } catch (cause) {
      throw compileError(cause, schema);
    } finally {
      // ajv remembers each schema and each `$id` in it for ever; two schemas with the same `$id` must not meet.
      ajv.removeSchema(schema);
      for (const table of [ajv.refs, ajv.schemas]) for (const uri of Object.keys(table)) if (!ownUris.has(uri)) delete table[uri];
    }
  }

  #ajvFor(dialect: Dialect) {
    let entry = this.#ajvs.get(dialect);
    if (!entry || entry.compilations >= COMPILATIONS_OF_ONE_AJV) {
      const ajv = createAjv(dialect, this.#formatMode);
      ajv.validateSchema({});
      entry = { ajv, ownUris: new Set([...Object.keys(ajv.refs), ...Object.keys(ajv.schemas)]), compilations: 0 };
      this.#ajvs.set(dialect, entry);
    }
    entry.compilations++;
    return entry;
  }
}

function resolveConfig(config: AjvValidatorConfig): Required<AjvValidatorConfig> {
  const resolved = { ...ajvValidatorDefaults, ...config };
  if (resolved.formatMode !== 'local' && resolved.formatMode !== 'rfc3339') {
    throw new RequestError('invalid_request', `formatMode is 'local' or 'rfc3339', not ${String(resolved.formatMode)}`, {
      details: { option: 'formatMode' },
    });
  }
  if (!Number.isInteger(resolved.maxCompiled) || resolved.maxCompiled < 1 || resolved.maxCompiled > 10_000) {
    throw new RequestError('invalid_request', `maxCompiled is an integer from 1 to 10000, not ${resolved.maxCompiled}`, {
      details: { option: 'maxCompiled' },
    });
  }
  return resolved;
}

/**
 * A `Validator` on ajv: 2020-12, 2019-09 and draft-07 by `$schema`, all formats checked, every error reported.
 * As ajv does, `nullable: true` beside a `type` (OpenAPI 3.0) lets `null` pass.
 * @throws {RequestError} `invalid_request` for an option outside its range
 */
export function createAjvValidator(config: AjvValidatorConfig = {}): Validator {
  const { formatMode, maxCompiled } = resolveConfig(config);
  const compiler = new SchemaCompiler(formatMode);
  const compiled = new LRUCache<string, CompiledValidator>({ max: maxCompiled });
  const compile = (schema: unknown): CompiledValidator => {
    const json = schemaToJson(schema);
    const known = compiled.get(json);
    if (known) return known;
    const fresh = compiler.compile(json);
    compiled.set(json, fresh);
    return fresh;
  };
  return {
    compile,
    assertJsonSchema: (schema) => void compile(schema),
  };
}
