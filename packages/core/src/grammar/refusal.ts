import type { Assertion } from '../schema/schema-node.js';

/** Thrown while a schema is expanded, at an assertion that cannot be enforced where it stands; becomes a finding of the report. */
export class Refusal extends Error {
  constructor(
    readonly keyword: string,
    readonly pointer: string,
    readonly reason: string,
  ) {
    super(reason);
  }
}

export function refuse(assertion: Pick<Assertion, 'keyword' | 'pointer'>, reason: string): Refusal {
  return new Refusal(assertion.keyword, assertion.pointer, reason);
}
