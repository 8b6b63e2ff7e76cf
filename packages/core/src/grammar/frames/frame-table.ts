import type { GrammarContext } from '../grammar-context.js';

/** Over this many entries the table is emptied: frames in use live on by themselves, only sharing with later ones is lost. */
const MAX_ENTRIES = 50_000;

/** Interns frames by what they stand for. */
export class FrameTable {
  private readonly entries = new Map<string, object>();
  private nextId = 0;

  constructor(readonly context: GrammarContext) {}

  intern<T extends object>(key: string, make: (id: number) => T): T {
    const known = this.entries.get(key);
    if (known !== undefined) return known as T;
    if (this.entries.size >= MAX_ENTRIES) {
      this.entries.clear();
      this.context.forget();
    }
    const made = make(this.nextId++);
    this.entries.set(key, made);
    return made;
  }
}
