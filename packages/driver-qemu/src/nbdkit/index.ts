export { nbdkitCommand, type NbdkitCommand, type NbdkitOptions } from './command.ts';
export { nbdkitServes, probeNbdkit, type NbdkitCapabilities } from './capabilities.ts';
