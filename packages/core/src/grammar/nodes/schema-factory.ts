import { type Demand, type Json, type SchemaNode, TypeBit } from '../../schema/schema-node.js';
import { negate, otherThanContainer } from './negate.js';

/** Makes schemas that no one wrote, equal ones once. Their ids are negative, so they never meet those of a document. */
export class SchemaFactory {
  readonly never: SchemaNode = { id: -1, pointer: '', isNever: true, assertions: [] };
  readonly anything: SchemaNode = { id: -2, pointer: '', isNever: false, assertions: [] };
  private readonly constants = new Map<string, SchemaNode>();
  private readonly negations = new Map<SchemaNode, SchemaNode>();
  private readonly absences = new Map<string, SchemaNode>();
  private nextId = -3;

  schema(demands: readonly Demand[], keyword = '', pointer = ''): SchemaNode {
    if (demands.length === 0) return this.anything;
    return { id: this.nextId--, pointer, isNever: false, assertions: demands.map((demand) => ({ keyword, pointer, demand })) };
  }

  constant(value: Json): SchemaNode {
    const key = JSON.stringify(value);
    let schema = this.constants.get(key);
    if (schema === undefined) {
      schema = this.schema([{ kind: 'values', values: [value] }]);
      this.constants.set(key, schema);
    }
    return schema;
  }

  /** Objects without a member of that name. */
  withoutMember(name: string, keyword: string, pointer: string): SchemaNode {
    let schema = this.absences.get(name);
    if (schema === undefined) {
      const absent: Demand = { kind: 'members', properties: new Map([[name, this.never]]), patterns: [], additional: undefined };
      schema = this.schema([{ kind: 'types', types: TypeBit.object }, absent], keyword, pointer);
      this.absences.set(name, schema);
    }
    return schema;
  }

  otherThan(value: readonly Json[] | { readonly [key: string]: Json }): SchemaNode[] {
    return otherThanContainer(value, this);
  }

  negation(schema: SchemaNode): SchemaNode {
    let negated = this.negations.get(schema);
    if (negated === undefined) {
      negated = negate(schema, this);
      this.negations.set(schema, negated);
    }
    return negated;
  }
}
