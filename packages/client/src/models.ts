import type { components } from './api-types.js';

type Schemas = components['schemas'];

export type ExtractRequest = Schemas['ExtractRequest'];
export type BatchRequest = Schemas['BatchRequest'];
export type BatchItem = Schemas['BatchItem'];
/** `extracted` is what your schema says; the server has checked it where `validation.valid`. */
export type Extraction<T = unknown> = Omit<Schemas['Extraction'], 'extracted'> & { extracted: T };
export type BatchResult<T = unknown> = Omit<Schemas['BatchResult'], 'extraction'> & { extraction?: Extraction<T> };
export type Batch<T = unknown> = Omit<Schemas['Batch'], 'results'> & { results: BatchResult<T>[] };
export type Models = Schemas['Models'];
export type SchemaCheckRequest = Schemas['SchemaCheckRequest'];
export type SchemaReport = Schemas['SchemaReport'];
export type Usage = Schemas['Usage'];
export type Quota = Schemas['Quota'];
export type CreateKeyRequest = Schemas['CreateKeyRequest'];
export type UpdateKeyRequest = Schemas['UpdateKeyRequest'];
export type RotateKeyRequest = Schemas['RotateKeyRequest'];
export type ApiKey = Schemas['ApiKey'];
export type CreatedApiKey = Schemas['CreatedApiKey'];
export type ApiKeyList = Schemas['ApiKeyList'];
export type Login = Schemas['Login'];
export type ErrorCode = Schemas['Error']['error']['code'];
