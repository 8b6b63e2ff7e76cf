/** The public shapes of `@maaza/core/grammar`: usable with any tokenizer and any runtime. */

/** How one keyword of a schema is treated. */
export type KeywordVerdict = 'enforced' | 'checked' | 'refused';

/** One keyword at one place of a schema, and what happens to it. */
export interface SchemaFinding {
  /** JSON pointer into the schema, of the keyword itself, e.g. `/properties/price/multipleOf` */
  readonly pointer: string;
  readonly keyword: string;
  readonly verdict: KeywordVerdict;
  /** why it is checked after or refused; empty where it is enforced */
  readonly reason: string;
}

/** What `checkSchema` tells: each constraining keyword with its verdict, before any run. */
export interface SchemaReport {
  /** false where a finding is `refused`: compiling would throw `unsupported_schema` */
  readonly supported: boolean;
  readonly findings: readonly SchemaFinding[];
}

/**
 * Where a token may end.
 * - `any`: a token may span several lexemes, as `",` or `"}` do.
 * - `lexeme`: no token offered by a mask has a lexeme border inside it. Lexemes are: each of `{ } [ ] , :`, the opening quote, the
 *   content of a string, the closing quote, a number, a literal (`null`, `true`, `false`). This is how the embedded model was trained.
 *   Only masks are narrowed; `acceptToken` and `acceptText` still take whatever the grammar allows.
 */
export type TokenBoundary = 'any' | 'lexeme';

/**
 * How the formats `date-time` and `time` are written.
 * - `rfc3339`: what the standard demands: `2024-05-01T09:30:00Z`, `09:30:00+02:00`, with a zone and maybe a fraction of a second.
 * - `local`: exactly `2024-05-01T09:30:00` and `09:30`, without a zone, as texts give them. The embedded model was trained on this form.
 */
export type DateTimeStyle = 'rfc3339' | 'local';

/**
 * In which order the members of an object may come.
 * - `schema`: those that the schema lists first, in its order: a schema's own `properties`, then those of `$ref`, of `allOf` in its order,
 *   of the branches of `anyOf`, `oneOf`, `if`, `dependentSchemas` that hold, each of them by the same rule; a name keeps its first place.
 *   Then `required` names that nothing lists, in their order; then all others, in any order. Objects given by `const` or `enum` come as
 *   they are spelled there.
 * - `any`: any order.
 */
export type KeyOrder = 'schema' | 'any';

export interface CompileOptions {
  /** @default 'schema' */
  readonly keyOrder?: KeyOrder;
  /** @default 'rfc3339' */
  readonly dateTimeStyle?: DateTimeStyle;
  /** @default 'any' */
  readonly tokenBoundary?: TokenBoundary;
  /** white space between lexemes: none, or what JSON allows (bounded). @default 'compact' */
  readonly whitespace?: 'compact' | 'flexible';
  /** what an object schema that lists `properties` and is silent on `additionalProperties` means. @default true (the standard) */
  readonly additionalProperties?: boolean;
  /** compilation is given up after this long, with `schema_too_complex`. @default 2000 */
  readonly compileTimeoutMs?: number;
}

/** The token ids of one tokenizer as bytes, in a form that masks can be computed from. */
export interface Vocabulary {
  readonly size: number;
  /** 32-bit words of a token mask: `ceil(size / 32)` */
  readonly maskWords: number;
  readonly stopTokenIds: readonly number[];
}

/** The rules of one schema bound to one vocabulary. Immutable for callers; serves any number of matchers at once. */
export interface CompiledGrammar {
  readonly vocabulary: Vocabulary;
  readonly report: SchemaReport;
  createMatcher(): Matcher;
}

/** The state of one generation. Each `acceptToken` or `acceptText` that returns true is one step for `rollback`. */
export interface Matcher {
  /**
   * Overwrites `mask`: bit `id & 31` of word `id >> 5` set means token `id` may come next and a valid end exists after it.
   * Stop tokens are set exactly where `isComplete()`.
   * @param mask - `ceil(vocabSize / 32)` words, owned by the caller
   */
  fillTokenMask(mask: Uint32Array): void;
  /** @returns false, and nothing changed, where the token may not come next */
  acceptToken(tokenId: number): boolean;
  /** Takes text whatever its token borders are (forced text that was tokenized by itself); one step for `rollback`. */
  acceptText(text: string): boolean;
  /** Undoes the last `steps` accepted tokens or texts. */
  rollback(steps: number): void;
  /** true where what was accepted is a whole valid instance */
  isComplete(): boolean;
  /** The text that must come next, whatever is chosen: everything up to the first place with an alternative (may be empty). Changes nothing. */
  forcedText(): string;
}
