import { codeOf } from '../expect.ts';
import type { SuiteGroup } from '../group.ts';

/** Memory and virtual CPUs. */
export const resources: SuiteGroup = {
  name: 'memory and CPUs',
  tests: [
    {
      name: 'memory and its limit of a stopped guest',
      needs: ['domainDefineXMLFlags', 'domainSetMemoryFlags', 'domainGetMaxMemory', 'domainGetInfo'],
      async run(kit) {
        const domain = await kit.define(await kit.connect());
        const limit = await domain.maxMemory();
        kit.expect(await codeOf(domain.setMemory(limit + 1024, { config: true }))).toBe('VIR_ERR_INVALID_ARG');
        await domain.setMemory(2 * limit, { config: true, maximum: true });
        await domain.setMemory(limit + 1024, { config: true });
        const { memory, maxMemory } = await domain.info();
        kit.expect([memory, maxMemory]).toEqual([limit + 1024, 2 * limit]);
        await domain.setMemory(limit, { config: true, maximum: true });
        kit.expect((await domain.info()).memory).toBe(limit);
      },
    },
    {
      name: 'the running guest and its definition have memory of their own',
      needs: ['domainDefineXMLFlags', 'domainCreateWithFlags', 'domainDestroyFlags', 'domainSetMemoryFlags', 'domainGetInfo'],
      async run(kit) {
        const domain = await kit.define(await kit.connect());
        const { memory } = await domain.info();
        kit.expect(await codeOf(domain.setMemory(memory, { live: true }))).toBe('VIR_ERR_OPERATION_INVALID');
        await domain.start();
        await domain.setMemory(memory - 1024, { config: true });
        kit.expect((await domain.info()).memory).toBe(memory);
        kit.expect(await codeOf(domain.setMemory(2 * memory, { live: true, maximum: true }))).toBe(
          'VIR_ERR_OPERATION_INVALID',
        );
        await domain.destroy();
        kit.expect((await domain.info()).memory).toBe(memory - 1024);
      },
    },
    {
      name: 'virtual CPUs of a stopped guest',
      needs: ['domainDefineXMLFlags', 'domainSetVcpusFlags', 'domainGetVcpusFlags', 'domainGetInfo'],
      async run(kit) {
        const domain = await kit.define(await kit.connect());
        const most = await domain.vcpus({ config: true, maximum: true });
        kit.expect(await domain.vcpus({ config: true })).toBe(most);
        await domain.setVcpus(1, { config: true });
        kit.expect([await domain.vcpus({ config: true }), (await domain.info()).vcpus]).toEqual([1, 1]);
        kit.expect(await codeOf(domain.setVcpus(most + 1, { config: true }))).toBe('VIR_ERR_INVALID_ARG');
        await domain.setVcpus(most + 1, { config: true, maximum: true });
        await domain.setVcpus(most + 1, { config: true });
        kit.expect(await domain.vcpus({ config: true, maximum: true })).toBe(most + 1);
        kit.expect(await codeOf(domain.setVcpus(0, { config: true }))).toBe('VIR_ERR_INVALID_ARG');
        kit.expect(await codeOf(domain.vcpus({ live: true }))).toBe('VIR_ERR_OPERATION_INVALID');
        kit.expect(await codeOf(domain.vcpus({ live: true, config: true }))).toBe('VIR_ERR_INVALID_ARG');
      },
    },
  ],
};
