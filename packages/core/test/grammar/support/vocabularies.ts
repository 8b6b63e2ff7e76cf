import { readFileSync } from 'node:fs';

/** Token ids as bytes, before an engine has seen them. */
export interface TokenTable {
  readonly tokenBytes: readonly Uint8Array[];
  readonly stopTokenIds: readonly number[];
}

const encoder = new TextEncoder();

/** Every byte is a token of the same id; 256 is the stop token. */
export function byteTokens(): TokenTable {
  const tokenBytes = Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte));
  return { tokenBytes: [...tokenBytes, new Uint8Array(0)], stopTokenIds: [256] };
}

/** Texts that cross lexeme borders, cut escapes, numbers and literals in two, or repeat another token. */
const awkwardTexts = [
  ...[
    '",',
    '":"',
    '":',
    '{"',
    '"}',
    '},{',
    '"},{"',
    '[]',
    '{}',
    '""',
    '],[',
    ']}',
    '}}',
    ',"',
    '["',
    '"]',
    '[[',
    '":[',
    '":{"',
    '"a":',
    '"a"',
    'a":',
  ],
  ...['null', 'nu', 'll', 'true', 'tr', 'ue', 'false', 'fal', 'se,', ':null', ',null', '[null', 'null}', 'true]'],
  ...[
    '12',
    '00',
    '-1',
    '0.',
    '.5',
    '1e',
    'e+',
    'E-',
    '10,',
    '-0',
    '3]',
    '7}',
    ':1',
    ':-',
    ',2',
    '1,2',
    '2024-',
    '-02-',
    'T10:',
    ':00Z',
    '000',
  ],
  ...[
    '\\u',
    '\\n',
    '\\"',
    '\\\\',
    'u00',
    '\\ud8',
    'u0041',
    '3d',
    '\\',
    'ab',
    'abc',
    'ba',
    'c"',
    ' a',
    'é',
    '日',
    '\u{1f600}',
    'é"',
    'aé',
    'a',
    '"',
    ' ',
    '  ',
  ],
];

/**
 * All bytes, pieces like `",`, `":"` and `},{`, halves of UTF-8 sequences, doubles, two tokens without bytes and two stop tokens:
 * the smallest vocabulary that holds all that real ones hold. About 350 tokens, so that each can be tried in each state.
 */
export function smallTokens(): TokenTable {
  const halves = [
    Uint8Array.of(0xc3, 0xa9, 0x22),
    Uint8Array.of(0xa9, 0x22),
    Uint8Array.of(0x22, 0xc3),
    Uint8Array.of(0xe6, 0x97),
    Uint8Array.of(0x61, 0xf0),
  ];
  const bytes = Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte));
  const empty = new Uint8Array(0);
  const tokenBytes = [empty, ...bytes, ...awkwardTexts.map((text) => encoder.encode(text)), ...halves, empty, empty];
  return { tokenBytes, stopTokenIds: [0, tokenBytes.length - 1] };
}

/** GPT-2's byte-level alphabet: printable bytes stand for themselves, the others for code points from U+0100 on. */
function byteOfCodePoint(): Map<number, number> {
  const isPrintable = (byte: number) => (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  const table = new Map<number, number>();
  let next = 256;
  for (let byte = 0; byte < 256; byte++) table.set(isPrintable(byte) ? byte : next++, byte);
  return table;
}

/** The 49,152 tokens of the embedded model; control tokens have no bytes. */
export function modelTokens(): TokenTable {
  const path = new URL('../../../../model-135m/tokenizer.json', import.meta.url);
  const file = JSON.parse(readFileSync(path, 'utf8')) as {
    model: { vocab: Record<string, number> };
    added_tokens: readonly { id: number; content: string }[];
  };
  const byteOf = byteOfCodePoint();
  const tokenBytes: Uint8Array[] = [];
  for (const [token, id] of Object.entries(file.model.vocab)) {
    tokenBytes[id] = Uint8Array.from(token, (character) => byteOf.get(character.codePointAt(0)!)!);
  }
  for (const { id } of file.added_tokens) tokenBytes[id] = new Uint8Array(0);
  return { tokenBytes, stopTokenIds: [2] };
}
