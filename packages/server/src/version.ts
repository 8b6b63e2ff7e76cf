import { readFileSync } from 'node:fs';

/** One folder up from src/version.ts and from dist/index.js alike. */
export const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
