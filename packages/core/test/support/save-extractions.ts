/** Run as a process of its own: saves so many extractions in a SQLite file. Arguments: file, name, count. */
import { createSqliteStore } from '../../src/adapters/better-sqlite3/index.js';
import { createSampleExtraction } from '../../src/testing/index.js';

const [path, name, count] = process.argv.slice(2);
const store = await createSqliteStore({ path });
for (let index = 0; index < Number(count); index++) await store.save(createSampleExtraction({ id: `${name}-${index}`, created: index }));
await store.dispose();
