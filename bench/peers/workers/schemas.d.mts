/** What a peer knows of JSON Schema. */
export interface PeerKeywords {
  readonly keeps: ReadonlySet<string>;
  drops(keyword: string, content?: unknown): boolean;
  refine?(schema: object): object;
}

/** @throws where the schema holds a keyword that is neither kept nor dropped */
export declare function convertSchema(schema: object, peer: PeerKeywords): { schema: object; dropped: string[] };
