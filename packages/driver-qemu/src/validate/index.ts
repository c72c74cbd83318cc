export { validateQemuDevice, validateQemuDomain } from './validate.ts';
