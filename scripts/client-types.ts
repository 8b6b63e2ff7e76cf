/** Writes the client's types from the server's OpenAPI: `npx tsx scripts/client-types.ts`. */
import { realpathSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTypes, { astToString } from 'openapi-typescript';
import { createRoutes } from '../packages/server/src/app.js';
import type { Services } from '../packages/server/src/compose.js';
import { createOpenApi } from '../packages/server/src/http/openapi.js';

export const clientTypesPath = fileURLToPath(new URL('../packages/client/src/api-types.ts', import.meta.url));

export async function renderClientTypes(): Promise<string> {
  // Routes are only described here, never called, so that they need nothing to stand on.
  const routes = createRoutes({ config: { registration: 'open' } } as Services);
  const openApi = createOpenApi(routes, '0.1.0');
  const types = astToString(await openapiTypes(JSON.stringify(openApi), { defaultNonNullable: false }));
  return `// Written by scripts/client-types.ts from the OpenAPI of packages/server.\n\n${types}`;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  writeFileSync(clientTypesPath, await renderClientTypes());
