const CLOSER: Readonly<Record<string, string>> = { '{': '}', '[': ']' };

/**
 * What is written to its end of a growing JSON text: without the key, number, string or word under way, and with its brackets closed.
 * It trusts its input: the beginning of a valid JSON text without white space.
 * @returns undefined where nothing is written to its end yet
 */
export function closedPart(text: string): string | undefined {
  const open: string[] = [];
  let end = 0;
  let closers: readonly string[] = [];
  let isInString = false;
  let isKey = false;
  const keep = (length: number) => {
    end = length;
    closers = open.toReversed();
  };
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (isInString) {
      if (character === '\\') i++;
      else if (character === '"') {
        isInString = false;
        if (!isKey) keep(i + 1);
      }
      continue;
    }
    switch (character) {
      case '"':
        isInString = true;
        break;
      case '{':
      case '[':
        open.push(CLOSER[character]!);
        isKey = character === '{';
        keep(i + 1);
        break;
      case '}':
      case ']':
        open.pop();
        keep(i + 1);
        break;
      case ',':
        isKey = open.at(-1) === '}';
        keep(i);
        break;
      case ':':
        isKey = false;
        break;
      default:
    }
  }
  return end === 0 ? undefined : text.slice(0, end) + closers.join('');
}
