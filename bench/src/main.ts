/** `npm run bench -- <name> [options]` runs `src/<name>/main.ts`, which exports `run`. */
const [name, ...args] = process.argv.slice(2);

if (name === undefined || !/^[a-z-]+$/.test(name)) {
  console.error('Usage: npm run bench -- <name>, where <name> is a folder of bench/src');
  process.exitCode = 2;
} else {
  const { run } = (await import(`./${name}/main.js`)) as { run(args: readonly string[]): Promise<void> };
  await run(args);
}
