import { codeOf } from '../expect.ts';
import type { SuiteGroup } from '../group.ts';

/** Numbers at the edges of what JavaScript, libvirt and the wire can hold. */
export const numbers: SuiteGroup = {
  name: 'numbers',
  tests: [
    {
      name: 'sizes are numbers, counters are bigint',
      needs: ['domainDefineXMLFlags', 'domainGetInfo'],
      async run(kit) {
        const info = await (await kit.define(await kit.connect())).info();
        kit.expect([typeof info.maxMemory, typeof info.memory, typeof info.vcpus, typeof info.cpuTime]).toEqual([
          'number',
          'number',
          'number',
          'bigint',
        ]);
        kit.expect(info.maxMemory >= info.memory).toBe(true);
      },
    },
    {
      name: 'a number above 2^53-1 is refused, since it may have lost bits',
      needs: ['domainDefineXMLFlags', 'domainSetMemoryFlags'],
      async run(kit) {
        const domain = await kit.define(await kit.connect());
        kit.expect(await codeOf(domain.setMemory(2 ** 53, { config: true }))).toBe('VIR_ERR_OVERFLOW');
        kit.expect(await codeOf(domain.setMemory(2 ** 64, { config: true }))).toBe('VIR_ERR_OVERFLOW');
      },
    },
    {
      name: 'bigints up to 2^64-1 reach the driver, which judges them; beyond and below they do not fit',
      needs: ['domainDefineXMLFlags', 'domainSetMemoryFlags', 'domainGetMaxMemory'],
      async run(kit) {
        const domain = await kit.define(await kit.connect());
        const before = await domain.maxMemory();
        for (const kib of [2n ** 63n, 2n ** 64n - 1n]) {
          const code = await codeOf(domain.setMemory(kib, { config: true }));
          kit.expect(['VIR_ERR_INVALID_ARG', 'VIR_ERR_OVERFLOW'].includes(code)).toBe(true);
        }
        kit.expect(await codeOf(domain.setMemory(2n ** 64n, { config: true }))).toBe('VIR_ERR_OVERFLOW');
        kit.expect(await codeOf(domain.setMemory(-1n, { config: true }))).toBe('VIR_ERR_INVALID_ARG');
        kit.expect(await domain.maxMemory()).toBe(before);
      },
    },
    {
      name: 'zero, fractions and what is no number are refused',
      needs: ['domainDefineXMLFlags', 'domainSetMemoryFlags'],
      async run(kit) {
        const domain = await kit.define(await kit.connect());
        for (const kib of [0, 0n, 0.5, Number.NaN])
          kit.expect(await codeOf(domain.setMemory(kib, { config: true }))).toBe('VIR_ERR_INVALID_ARG');
      },
    },
    {
      name: 'a bigint is as good as a number',
      needs: ['domainDefineXMLFlags', 'domainSetMemoryFlags', 'domainGetInfo'],
      async run(kit) {
        const domain = await kit.define(await kit.connect());
        const { maxMemory } = await domain.info();
        await domain.setMemory(BigInt(maxMemory) - 1024n, { config: true });
        kit.expect((await domain.info()).memory).toBe(maxMemory - 1024);
        await domain.setMemory(maxMemory, { config: true });
        kit.expect((await domain.info()).memory).toBe(maxMemory);
      },
    },
    {
      name: 'counts beyond 32 bits are refused',
      needs: ['domainDefineXMLFlags', 'domainSetVcpusFlags'],
      async run(kit) {
        const domain = await kit.define(await kit.connect());
        kit.expect(await codeOf(domain.setVcpus(2 ** 32, { config: true }))).toBe('VIR_ERR_OVERFLOW');
        kit.expect(await codeOf(domain.setVcpus(-1, { config: true }))).toBe('VIR_ERR_INVALID_ARG');
        const code = await codeOf(domain.setVcpus(2 ** 32 - 1, { config: true }));
        kit.expect(['VIR_ERR_INVALID_ARG', 'VIR_ERR_OVERFLOW'].includes(code)).toBe(true);
      },
    },
  ],
};
