import type { Scanner } from './scanner.js';
import { schemaOfType, suggestType } from './types.js';

interface Option {
  readonly text: string;
  readonly isQuoted: boolean;
  readonly at: number;
}

const OPTION = /[^\r\n,:?#|{}[\]"]*/y;

/** Reads a type word (`number`, `date`) or the options of an enum (`open|paid`, `"one"`) and gives its schema. */
export function readScalarType(scanner: Scanner): Record<string, unknown> {
  const at = scanner.position;
  const options = [readOption(scanner)];
  while (scanner.take('|')) options.push(readOption(scanner));
  const first = options[0]!;
  if (options.length === 1 && !first.isQuoted) return readTypeWord(scanner, first);
  if (options.every((option) => !option.isQuoted && schemaOfType(option.text) !== undefined)) {
    scanner.fail('a field has one type; put options that are called like types in quotes', at);
  }
  return { type: 'string', enum: distinctTexts(scanner, options) };
}

function readTypeWord(scanner: Scanner, word: Option): Record<string, unknown> {
  const schema = schemaOfType(word.text);
  if (schema !== undefined) return schema;
  const suggestion = suggestType(word.text);
  const hint = suggestion === undefined ? 'an enum with one option needs quotes' : `did you mean ${suggestion}?`;
  return scanner.fail(`there is no type "${word.text}"; ${hint}`, word.at);
}

function distinctTexts(scanner: Scanner, options: readonly Option[]): string[] {
  const texts = new Set<string>();
  for (const option of options) {
    if (texts.has(option.text)) scanner.fail(`the option "${option.text}" is named twice`, option.at);
    texts.add(option.text);
  }
  return [...texts];
}

/** Options may hold spaces; everything with a meaning here, `, | : ? # { } [ ] "`, needs quotes. */
function readOption(scanner: Scanner): Option {
  scanner.skipWhiteSpace();
  const at = scanner.position;
  const quoted = scanner.takeQuoted();
  const text = quoted ?? scanner.takeWhile(OPTION).trim();
  if (quoted === undefined && text === '') scanner.fail('a type or an option is missing here', at);
  scanner.skipBlanks();
  return { text, isQuoted: quoted !== undefined, at };
}
