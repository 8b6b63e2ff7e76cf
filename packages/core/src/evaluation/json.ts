import type { JsonValue } from '../extract/types.js';

/** A place of some data that may hold nothing. */
export type Maybe = JsonValue | undefined;
export type JsonObject = { readonly [key: string]: JsonValue };

/** null, an empty list and an absent key all say that there is nothing. */
export const isMissing = (value: Maybe): value is null | undefined | readonly [] =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0);

export const isArray = (value: Maybe): value is readonly JsonValue[] => Array.isArray(value);
export const isObject = (value: Maybe): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
export const ownValue = (object: JsonObject, key: string): Maybe => (Object.hasOwn(object, key) ? object[key] : undefined);
export const collapseSpace = (text: string): string => text.trim().replace(/\s+/g, ' ');
