import { expect, test } from '@jest/globals';
import {
  formatQemuCapabilities,
  parseQemuCapabilities,
  probeQemu,
  type QemuCapabilities,
} from '../../src/capabilities/index.ts';
import { formatCacheFile, parseCacheFile } from '../../src/capabilities/cache-file.ts';
import { QmpClient } from '../../src/qmp/index.ts';
import { FakeQmp, FakeRefusal } from '../fake-qmp.ts';

/** A QEMU that has little more than what is looked for. */
function fakeQemu(options: { version?: [number, number, number]; kvm?: boolean } = {}): FakeQmp {
  const [major, minor, micro] = options.version ?? [10, 0, 0];
  const kvm = options.kvm ?? false;
  return new FakeQmp()
    .on('query-version', () => ({ qemu: { major, minor, micro }, package: 'test <&>' }))
    .on('query-target', () => ({ arch: 'x86_64' }))
    .on('query-qmp-schema', () => [
      { name: 'query-cpu-model-expansion', 'meta-type': 'command', 'arg-type': '0', 'ret-type': '0' },
    ])
    .on('query-kvm', () => ({ enabled: kvm, present: kvm }))
    .on('qom-list-types', () => [{ name: 'tcg-accel' }, { name: 'virtio-blk-pci' }])
    .on('query-machines', () => [
      { name: 'none', 'cpu-max': 1 },
      { name: 'pc-q35-10.0', alias: 'q35', 'cpu-max': 4096, 'hotpluggable-cpus': true },
      {
        name: 'pc-i440fx-10.0',
        alias: 'pc',
        'cpu-max': 255,
        'is-default': true,
        'default-cpu-type': 'qemu64-x86_64-cpu',
      },
    ])
    .on('query-cpu-definitions', () => [
      { name: 'max', typename: 'max-x86_64-cpu', 'unavailable-features': [] },
      { name: 'qemu64', typename: 'qemu64-x86_64-cpu', 'unavailable-features': ['svm'], deprecated: true },
    ])
    .on('query-command-line-options', () => [{ option: 'sandbox', parameters: [] }])
    .on('device-list-properties', ({ arguments: args }) => {
      if (args?.['typename'] !== 'virtio-blk-pci') throw new FakeRefusal('no such type', 'DeviceNotFound');
      return [{ name: 'scsi', type: 'bool', 'default-value': false }];
    })
    .on('query-cpu-model-expansion', ({ arguments: args }) => {
      const fixed = JSON.stringify(args).includes('migratable');
      return {
        model: {
          name: 'base',
          props: { sse: true, invtsc: fixed, level: 13, vendor: 'us', big: 18446744073709551615n },
        },
      };
    });
}

async function probe(...sessions: FakeQmp[]): Promise<QemuCapabilities> {
  let next = 0;
  return probeQemu({
    emulator: '/usr/bin/qemu-system-x86_64',
    open: async () => QmpClient.open((sessions[next++] as FakeQmp).stream),
  });
}

test('flags, machines and CPUs out of the answers', async () => {
  const caps = await probe(fakeQemu());
  expect([...caps.flags].sort()).toEqual([
    'canonical-cpu-features',
    'cpu-max',
    'query-cpu-model-expansion',
    'seccomp-sandbox',
    'tcg',
    'virtio-blk-pci.scsi',
    'virtio-blk-pci.scsi.default.disabled',
  ]);
  expect(caps.accelerators).toEqual(['tcg']);
  expect(caps.preferredVirtType).toBe('qemu');
  expect(caps.preferredMachine('tcg')?.name).toBe('pc-i440fx-10.0');
  expect(caps.canonicalMachine('q35', 'tcg')).toBe('pc-q35-10.0');
  expect(caps.canonicalMachine('none', 'tcg')).toBe('none');
  expect(caps.machineDefaultCpu('pc', 'tcg')).toBe('qemu64');
  expect(caps.cpuModels('tcg')?.map(({ name, usable, blockers }) => [name, usable, blockers])).toEqual([
    ['max', true, []],
    ['qemu64', false, ['svm']],
  ]);
  expect(caps.hostCpu('tcg')?.properties).toEqual([
    { name: 'sse', value: true, migratable: true },
    { name: 'invtsc', value: true, migratable: false },
    { name: 'level', value: 13n },
    { name: 'vendor', value: 'us' },
    { name: 'big', value: 18446744073709551615n },
  ]);
});

test('with KVM a second emulator tells what TCG has', async () => {
  const caps = await probe(fakeQemu({ kvm: true }), fakeQemu());
  expect(caps.accelerators).toEqual(['kvm', 'tcg']);
  expect(caps.preferredVirtType).toBe('kvm');
  expect(caps.machines('tcg')).toEqual(caps.machines('kvm'));
});

test('the document and the cache file give back what was put in', async () => {
  const { data } = await probe(fakeQemu());
  expect(parseQemuCapabilities(formatQemuCapabilities(data)).data).toEqual(data);
  const key = {
    realPath: '/q',
    ctime: 1.5,
    size: 2,
    version: '1',
    kernelRelease: '6',
    kvm: false,
    cpuSignature: 'x',
    microcode: 0,
  };
  const text = formatCacheFile(key, await probe(fakeQemu()));
  expect(parseCacheFile(text, key)?.data).toEqual(data);
  expect(parseCacheFile(text, { ...key, microcode: 1 })).toBeUndefined();
  expect(parseCacheFile(text.replace('"tcg"', '"tcq"'), key)).toBeUndefined();
  for (const length of [0, 10, text.length >> 1, text.length - 2]) {
    expect(parseCacheFile(text.slice(0, length), key)).toBeUndefined();
  }
});

test('edits make a copy', async () => {
  const caps = await probe(fakeQemu());
  const edited = caps.edit({ addFlags: ['sev-guest'], removeFlags: ['tcg'], stripMachineAliases: true });
  expect([edited.hasFlag('sev-guest'), edited.hasFlag('tcg'), caps.hasFlag('tcg')]).toEqual([true, false, true]);
  expect(edited.canonicalMachine('q35', 'tcg')).toBe('q35');
  expect(edited.machine('q35', 'tcg')?.maxCpus).toBe(4096);
});

test.each([
  [6, 1, 9],
  [6, 1, 94],
  [5, 2, 0],
  [2, 12, 1],
  [0, 15, 0],
])('QEMU %i.%i.%i is too old and refused by name, whatever else it does not know', async (...version) => {
  const old = new FakeQmp().on('query-version', () => {
    const [major, minor, micro] = version;
    return { qemu: { major, minor, micro }, package: '' };
  });
  await expect(probe(old)).rejects.toMatchObject({
    code: 'VIR_ERR_CONFIG_UNSUPPORTED',
    detail: `QEMU version >= 6.2.0 is required, but ${version.join('.')} found (/usr/bin/qemu-system-x86_64)`,
  });
});

test('QEMU 6.2.0 is new enough', async () => {
  expect((await probe(fakeQemu({ version: [6, 2, 0] }))).version).toBe(6_002_000);
});

test('an emulator that dies while it is asked', async () => {
  const fake = fakeQemu();
  fake.on('query-machines', () => {
    fake.hangUp();
    return undefined;
  });
  await expect(probe(fake)).rejects.toMatchObject({ detail: 'End of file from qemu monitor' });
});
