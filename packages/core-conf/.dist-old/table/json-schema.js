export {};
//# sourceMappingURL=json-schema.js.map