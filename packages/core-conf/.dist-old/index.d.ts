export type * from './model.ts';
export { completeDomain, type CompletionOptions } from './domain/complete/complete.ts';
export type { CompletionContext, DomainDriver } from './domain/complete/context.ts';
export { eachDevice, type Device } from './domain/complete/devices.ts';
export { formatDomain, type FormatOptions } from './domain/format.ts';
export { parseDomain, readDomain, type ParseOptions } from './domain/parse.ts';
export { validateDomain } from './domain/validate/validate.ts';
export { completeArch, type GuestCapabilities, type GuestCapability } from './capabilities/guests.ts';
//# sourceMappingURL=index.d.ts.map