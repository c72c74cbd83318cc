/** The part of JSON schema that the tables produce. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly title?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly const?: string | boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  /**
   * What a string stands for: `int64`, a number that JSON's own numbers cannot hold, in decimal; `xml`, an element as text.
   */
  readonly format?: 'int64' | 'xml';
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
}

/** An element of foreign XML. */
export const xmlSchema: JsonSchema = { type: 'string', format: 'xml' };

/** A 64-bit number. */
export const int64Schema: JsonSchema = { type: ['integer', 'string'], pattern: '^[+-]?\\d+$', format: 'int64' };
