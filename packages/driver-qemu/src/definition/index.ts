export { qemuDomainDriver } from './driver.ts';
export type { HostPciDevice, QemuDefinitionConfig, QemuDefinitionOptions } from './options.ts';
export { parseQemuDefinition } from './parse.ts';
