import { posix } from 'node:path';
import ts from 'typescript';

/** Source files by path from the root of the repository, `/` between the steps. */
export type SourceFiles = ReadonlyMap<string, string>;

export interface ImportedModule {
  readonly specifier: string;
  readonly isTypeOnly: boolean;
}

/** A rule that a file breaks, in words that say what to do instead. */
export interface Violation {
  readonly file: string;
  readonly rule: string;
}

export interface LayeringRules {
  /** folder of core's source → the folders it may import, besides itself */
  readonly mayImport: Readonly<Record<string, readonly string[]>>;
  /** files of core that all folders may take types from */
  readonly sharedTypes: readonly string[];
  /** packages that files outside of adapters/ may import, with the reason */
  readonly thirdPartyOutsideAdapters: Readonly<Record<string, { readonly packages: readonly string[]; readonly reason: string }>>;
  /** files outside of adapters/ that may import adapters, with the reason */
  readonly mayImportAdapters: Readonly<Record<string, string>>;
  /** folders whose files may import each other in a circle, with the reason */
  readonly mayBeCyclic: Readonly<Record<string, string>>;
}

const coreSource = 'packages/core/src/';
const isTest = (file: string) => /\.test(-d)?\.ts$/.test(file);

/** `import`, `export … from`, `import()` and `import('…')` types: all ways in which a file names another. */
export function importsOf(file: string, source: string): readonly ImportedModule[] {
  const found: ImportedModule[] = [];
  const add = (node: ts.Node | undefined, isTypeOnly: boolean) => {
    if (node && ts.isStringLiteralLike(node)) found.push({ specifier: node.text, isTypeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const { importClause } = node;
      const named = importClause?.namedBindings;
      const hasOnlyTypes =
        named !== undefined && ts.isNamedImports(named) && !importClause?.name && named.elements.every((element) => element.isTypeOnly);
      add(node.moduleSpecifier, importClause?.isTypeOnly === true || hasOnlyTypes);
    } else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true));
  return found;
}

/** `process.env`, `process.exit`, `process.exitCode` and the console, in code: words in comments and strings do not count. */
export function ambientUsesOf(file: string, source: string): readonly string[] {
  const found: string[] = [];
  const forbidden = new Set(['env', 'exit', 'exitCode', 'argv', 'stdout', 'stderr']);
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
      const { text } = node.expression;
      if (text === 'console' || (text === 'process' && forbidden.has(node.name.text))) found.push(`${text}.${node.name.text}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true));
  return found;
}

const folderOf = (file: string) => file.slice(coreSource.length).split('/')[0]!;
const targetOf = (file: string, specifier: string) => posix.join(posix.dirname(file), specifier).replace(/\.js$/, '.ts');
const packageOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

function checkCoreImport(file: string, { specifier, isTypeOnly }: ImportedModule, rules: LayeringRules): string | undefined {
  const folder = folderOf(file);
  if (!specifier.startsWith('.')) {
    if (specifier.startsWith('node:') || folder === 'adapters') return undefined;
    const name = packageOf(specifier);
    if (rules.thirdPartyOutsideAdapters[file]?.packages.includes(name)) return undefined;
    return `imports the package ${name}; only adapters/ may: put it behind an interface`;
  }
  const target = targetOf(file, specifier);
  if (!target.startsWith(coreSource)) return `imports ${target}, outside of core's source`;
  const targetFolder = folderOf(target);
  if (targetFolder === folder || (isTypeOnly && rules.sharedTypes.includes(target))) return undefined;
  // src/index.ts and src/entries are what users see: they gather from everywhere.
  if (folder === 'index.ts' || folder === 'entries') return undefined;
  if (targetFolder === 'adapters') {
    return rules.mayImportAdapters[file] === undefined
      ? `imports ${target}; adapters are wired up in entries and in the files listed for it only`
      : undefined;
  }
  if (rules.mayImport[folder]?.includes(targetFolder)) return undefined;
  return `imports ${target}; ${folder}/ may import ${rules.mayImport[folder]?.join(', ') || 'nothing'}`;
}

function checkCliImport(file: string, { specifier }: ImportedModule): string | undefined {
  const target = specifier.startsWith('.') ? targetOf(file, specifier) : specifier;
  if (target.startsWith('packages/core/') || /^@maaza\/core\/(src|dist)\b/.test(target))
    return `imports ${specifier}; the command line uses core through its public entries`;
  return undefined;
}

function edgesOf(files: SourceFiles): ReadonlyMap<string, readonly string[]> {
  const edges = [...files].map(([file, source]) => {
    const targets = importsOf(file, source).filter(({ specifier, isTypeOnly }) => specifier.startsWith('.') && !isTypeOnly);
    return [file, targets.map(({ specifier }) => targetOf(file, specifier)).filter((target) => files.has(target))] as const;
  });
  return new Map(edges);
}

/** Each way back to a file that is still being looked at, as `a → b → a`. Imports of types do not count: they are gone when the code runs. */
export function findCycles(files: SourceFiles): readonly (readonly string[])[] {
  const edges = edgesOf(files);
  const done = new Set<string>();
  const path: string[] = [];
  const cycles: string[][] = [];
  const visit = (file: string): void => {
    const start = path.indexOf(file);
    if (start >= 0) cycles.push([...path.slice(start), file]);
    if (start >= 0 || done.has(file)) return;
    path.push(file);
    for (const target of edges.get(file)!) visit(target);
    path.pop();
    done.add(file);
  };
  for (const file of edges.keys()) visit(file);
  return cycles;
}

/** Every place where the sources break the rules of who may import whom. Tests may import anything. */
export function findViolations(all: SourceFiles, rules: LayeringRules): readonly Violation[] {
  const files = new Map([...all].filter(([file]) => !isTest(file)));
  const isAllowed = (cycle: readonly string[]) =>
    Object.keys(rules.mayBeCyclic).some((folder) => cycle.every((file) => posix.dirname(file) === folder));
  const cycles = findCycles(files).filter((cycle) => !isAllowed(cycle));
  const violations: Violation[] = cycles.map((cycle) => ({ file: cycle[0]!, rule: `import cycle: ${cycle.join(' → ')}` }));
  for (const [file, source] of files) {
    const isCore = file.startsWith(coreSource);
    for (const imported of importsOf(file, source)) {
      const rule = isCore ? checkCoreImport(file, imported, rules) : checkCliImport(file, imported);
      if (rule) violations.push({ file, rule });
    }
    if (isCore)
      for (const use of ambientUsesOf(file, source))
        violations.push({ file, rule: `uses ${use}; core takes options, signals and callbacks instead` });
  }
  return violations;
}
