export { qemuDomainCapabilities, type DomainCapabilitiesFacts, type QemuGuestKind } from './capabilities.ts';
