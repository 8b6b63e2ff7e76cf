/** What has to be said to one library, through `libraryOptions` of Standard JSON Schema, to get a schema that says enough. */

interface ZodOverride {
  readonly zodSchema: { readonly _zod: { readonly def: { readonly format?: unknown; readonly checks?: readonly ZodCheck[] } } };
  readonly jsonSchema: Record<string, unknown>;
}

interface ZodCheck {
  readonly _zod: { readonly def: { readonly format?: unknown } };
}

const zodFormats: Readonly<Record<string, string>> = { time: 'time', datetime: 'date-time' };

/** Zod names no format where its own differs from RFC 3339 (times without a zone); we take both, and Zod checks the result. */
function nameZodFormat({ zodSchema, jsonSchema }: ZodOverride): void {
  if (jsonSchema.type !== 'string' || jsonSchema.format !== undefined) return;
  const { def } = zodSchema._zod;
  const formats = [def.format, ...(def.checks ?? []).map((check) => check._zod.def.format)];
  const known = formats.find((format) => typeof format === 'string' && Object.hasOwn(zodFormats, format));
  if (known !== undefined) jsonSchema.format = zodFormats[known as string];
}

/** ArkType writes "anything" for what JSON cannot hold. It has to say so instead: the model would write anything. */
function refuseArkType({ code }: { readonly code: string }): never {
  throw new TypeError(`JSON has no form for this ArkType ${code}`);
}

const arkTypeRefusals = ['arrayObject', 'date', 'domain', 'proto', 'symbolKey', 'unit'];

export const libraryOptions: Readonly<Record<string, Record<string, unknown>>> = {
  zod: { override: nameZodFormat },
  arktype: { fallback: Object.fromEntries(arkTypeRefusals.map((code) => [code, refuseArkType])) },
};
