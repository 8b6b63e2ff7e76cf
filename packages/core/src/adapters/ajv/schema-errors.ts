import { type AnySchemaObject, type ErrorObject, MissingRefError } from 'ajv/dist/2020.js';
import { SchemaError } from '../../errors/index.js';
import { appendPointer } from '../../validate/index.js';

const depthOf = (pointer: string) => pointer.split('/').length;

/** Keywords of the meta-schema that only say that a part below them failed. */
const composite = new Set(['anyOf', 'oneOf', 'allOf', 'if', '$ref', '$dynamicRef', '$recursiveRef']);

/** The error that says most: about a keyword rather than about the whole, and at the innermost place. */
function mostSpecific(errors: readonly ErrorObject[]): ErrorObject {
  const plain = errors.filter((error) => !composite.has(error.keyword));
  return (plain.length > 0 ? plain : errors).reduce((best, error) =>
    depthOf(error.instancePath) > depthOf(best.instancePath) ? error : best,
  );
}

function hintFor(pointer: string, schema: AnySchemaObject): string {
  const isTuple = pointer.endsWith('/items') && schema.$schema === undefined;
  return isTuple ? ' (a list of schemas is draft-07: set "$schema" to "http://json-schema.org/draft-07/schema#", or use prefixItems)' : '';
}

/** The schema breaks its meta-schema: `invalid_schema`, with the place in the schema. */
export function metaSchemaError(errors: readonly ErrorObject[], schema: AnySchemaObject): SchemaError {
  const error = mostSpecific(errors);
  const pointer = error.instancePath;
  const allowed = (error.params as { allowedValues?: unknown[] }).allowedValues;
  const expectation = `${error.message}${allowed ? `: ${allowed.join(', ')}` : ''}`;
  return new SchemaError(
    'invalid_schema',
    `the schema is not valid at ${pointer || 'its root'}: ${expectation}${hintFor(pointer, schema)}`,
    {
      details: { pointer, expectation },
    },
  );
}

/** The place of the first member, in document order, that `matches`; undefined where there is none. */
function findMember(
  value: unknown,
  matches: (key: string, member: unknown, parent: string) => boolean,
  parent = '',
  pointer = '',
): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    const place = appendPointer(pointer, key);
    if (matches(key, member, parent)) return place;
    const below = findMember(member, matches, key, place);
    if (below !== undefined) return below;
  }
  return undefined;
}

function isBrokenPattern(pattern: string): boolean {
  try {
    return !new RegExp(pattern);
  } catch {
    return true;
  }
}

/** A `pattern`, or a name in `patternProperties`, that is no regular expression. */
const holdsBrokenPattern = (key: string, member: unknown, parent: string) =>
  (key === 'pattern' && typeof member === 'string' && isBrokenPattern(member)) || (parent === 'patternProperties' && isBrokenPattern(key));

function referenceError(cause: MissingRefError, schema: AnySchemaObject): SchemaError {
  const { missingRef } = cause;
  let written = missingRef;
  const isMissing = (key: string, member: unknown) => {
    // ajv may have made the reference absolute with the `$id` around it.
    if (key !== '$ref' || typeof member !== 'string' || !missingRef.endsWith(member)) return false;
    written = member;
    return true;
  };
  const pointer = findMember(schema, isMissing) ?? '';
  if (written.startsWith('#')) {
    return new SchemaError('invalid_schema', `the $ref at ${pointer} leads nowhere: ${written}`, { details: { pointer }, cause });
  }
  const finding = {
    pointer,
    keyword: '$ref',
    verdict: 'refused',
    reason: `it leads outside of the schema (${missingRef}); nothing is fetched`,
  };
  return new SchemaError('unsupported_schema', `unsupported_schema at ${pointer}: ${finding.reason}`, {
    details: { pointer, findings: [finding] },
    cause,
  });
}

/** What ajv refuses while compiling: a `$ref` that leads nowhere or outside, a broken pattern, keywords that contradict each other. */
export function compileError(cause: unknown, schema: AnySchemaObject): SchemaError {
  if (cause instanceof MissingRefError) return referenceError(cause, schema);
  const pointer = (cause instanceof SyntaxError && findMember(schema, holdsBrokenPattern)) || '';
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new SchemaError('invalid_schema', `the schema is not valid at ${pointer || 'its root'}: ${reason}`, {
    details: { pointer },
    cause,
  });
}
