/** The part of JSON schema that the tables produce. */
export interface JsonSchema {
    readonly type?: string | readonly string[];
    readonly enum?: readonly string[];
    readonly const?: string | boolean;
    readonly minimum?: number;
    readonly maximum?: number;
    readonly pattern?: string;
    readonly items?: JsonSchema;
    readonly properties?: Readonly<Record<string, JsonSchema>>;
    readonly required?: readonly string[];
    readonly additionalProperties?: boolean | JsonSchema;
    readonly oneOf?: readonly JsonSchema[];
    readonly allOf?: readonly JsonSchema[];
    readonly $ref?: string;
}
//# sourceMappingURL=json-schema.d.ts.map