/** Writes docs/schema-support.md from what the grammar engine does: `npx tsx scripts/schema-support.ts`. */
import { writeFileSync } from 'node:fs';
import { renderSupportTable } from '../packages/core/test/grammar/support-table/render.js';

writeFileSync(new URL('../docs/schema-support.md', import.meta.url), renderSupportTable());
