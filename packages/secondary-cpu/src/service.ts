import type { ServiceDefinition } from '@virtweave/core-api';
import { defineService } from '@virtweave/core-api/driver';

/** The CPU service: models and features, and what can be said of them without a machine. */
const service: ServiceDefinition<'cpu'> = defineService({
  contract: 1,
  name: 'cpu',
  provides: 'cpu',
  open: async (arch, context) => (await import('./open.ts')).openCpuService(arch, () => context.host()),
});

export default service;
