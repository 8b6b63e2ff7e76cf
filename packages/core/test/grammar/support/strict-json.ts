/** Parses JSON as `JSON.parse` does, and finds the first key that one object holds twice, which `JSON.parse` hides. */
export function findRepeatedKey(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  const tokens = text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]/gu);
  let pending: string | undefined;
  for (const [token] of tokens) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':' && pending !== undefined) {
      const keys = open.at(-1)!;
      if (keys.has(pending)) return pending;
      keys.add(pending);
    }
    pending = token.startsWith('"') ? (JSON.parse(token) as string) : undefined;
  }
  return undefined;
}
