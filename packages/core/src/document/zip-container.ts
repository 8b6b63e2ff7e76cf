/** The parts of a zip container, expanded within the limits. */
export interface ZipContainer {
  /** names of all parts */
  readonly names: readonly string[];
  /** @throws {DocumentError} where the part is broken or over a limit */
  read(name: string): Promise<Uint8Array>;
}

/** A text part, in the encoding that XML is in. */
export function decodeXml(bytes: Uint8Array): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

/** Neither OOXML nor OpenDocument allows a document type declaration, and entities are what bombs are made of. */
export const declaresEntities = (xml: string): boolean => /<!(?:DOCTYPE|ENTITY)/i.test(xml);
