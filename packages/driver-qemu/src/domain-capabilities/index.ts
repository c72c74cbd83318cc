export { qemuDomainCapabilities, type DomainCapabilitiesFacts, type QemuGuestKind } from './capabilities.ts';
export { cpuFacts } from './facts.ts';
