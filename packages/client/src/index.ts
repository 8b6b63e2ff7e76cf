export { MaazaApiError, MaazaConnectionError } from './errors.js';
export { type CallOptions, createClient, type MaazaClient, type MaazaClientOptions } from './maaza-client.js';
export type * from './models.js';
