import { describe, expect, test } from '@jest/globals';
import { formatCpu } from '@virtweave/core-conf';
import { call, guest, host, open } from './open.ts';

describe('comparing', () => {
  const penryn = host('Penryn', ['vmx', 'dca'], 'Intel');

  test.each([
    ['the same', "<cpu match='exact'><model>Penryn</model><feature name='vmx'/><feature name='dca'/></cpu>", 'identical'],
    ['less', '<cpu><model>Conroe</model></cpu>', 'superset'],
    ['what is optional does not count', "<cpu><model>Penryn</model><feature policy='optional' name='aes'/></cpu>", 'superset'],
    ['what is forced is not missed', "<cpu><model>Penryn</model><feature policy='force' name='aes'/></cpu>", 'superset'],
  ])('%s', async (_, xml, expected) => {
    expect(await (await open()).compare(penryn, guest(xml), true, call)).toBe(expected);
  });

  test.each([
    [
      '<cpu><model>Nehalem</model></cpu>',
      'the CPU is incompatible with host CPU: Host CPU does not provide required features: sse4.2, popcnt',
    ],
    [
      "<cpu><model>Penryn</model><feature policy='forbid' name='vmx'/></cpu>",
      'the CPU is incompatible with host CPU: Host CPU provides forbidden features: vmx',
    ],
    [
      "<cpu match='strict'><model>Penryn</model><feature name='vmx'/></cpu>",
      'the CPU is incompatible with host CPU: Host CPU does not strictly match guest CPU: Extra features: dca',
    ],
    [
      '<cpu><model>Penryn</model><vendor>AMD</vendor></cpu>',
      'the CPU is incompatible with host CPU: host CPU vendor does not match required CPU vendor AMD',
    ],
  ])('%s is refused in words', async (xml, message) => {
    const service = await open();
    expect(await service.compare(penryn, guest(xml), false, call)).toBe('incompatible');
    await expect(service.compare(penryn, guest(xml), true, call)).rejects.toMatchObject({
      code: 'VIR_ERR_CPU_INCOMPATIBLE',
      message,
    });
  });

  test('nobody knows the host', async () => {
    const service = await open();
    expect(await service.compare(undefined, guest('<cpu><model>486</model></cpu>'), false, call)).toBe('incompatible');
  });

  test('models and features that do not exist', async () => {
    const service = await open();
    await expect(service.compare(penryn, guest('<cpu><model>Pentagon</model></cpu>'), false, call)).rejects.toThrow(
      'Unknown CPU model Pentagon',
    );
    await expect(service.compare(host('Penryn', ['warp']), host('486'), false, call)).rejects.toThrow('Unknown CPU feature warp');
  });
});

describe('what will be asked of the hypervisor', () => {
  test('host-model becomes the host, less what cannot be moved, with what the guest says', async () => {
    const wanted = guest("<cpu mode='host-model'><feature policy='disable' name='dca'/></cpu>");
    const service = await open();
    const movable = await service.migratable(host('Penryn', ['vmx', 'dca', 'invtsc'], 'Intel'), call);
    const cpu = await service.update(wanted, movable, call);
    expect(formatCpu(cpu)).toBe(`<cpu mode='custom' match='exact'>
  <model fallback='allow'>Penryn</model>
  <vendor>Intel</vendor>
  <feature policy='require' name='vmx'/>
  <feature policy='disable' name='dca'/>
</cpu>
`);
    expect(wanted.mode).toBe('host-model');
  });

  test('optional features are decided', async () => {
    const wanted = guest(
      "<cpu><model>486</model><feature policy='optional' name='vmx'/><feature policy='optional' name='avx'/></cpu>",
    );
    const cpu = await (await open()).update(wanted, host('Penryn', ['vmx']), call);
    expect(cpu.features).toEqual([
      { name: 'vmx', policy: 'require' },
      { name: 'avx', policy: 'disable' },
    ]);
  });

  test('features that were taken from a model are switched off', async () => {
    const cpu = await (await open()).update(guest("<cpu mode='host-model'/>"), host('EPYC'), call);
    expect(cpu.features).toContainEqual({ name: 'monitor', policy: 'disable' });
  });

  test('a host that nobody knows', async () => {
    await expect((await open()).update(guest("<cpu mode='host-model'/>"), undefined, call)).rejects.toMatchObject({
      code: 'VIR_ERR_CONFIG_UNSUPPORTED',
    });
  });

  test('another model, when the hypervisor lacks the wanted one', async () => {
    const service = await open();
    const cpu = guest('<cpu><model>Nehalem</model></cpu>');
    const other = await service.translate(cpu, ['Penryn', 'qemu64'], call);
    expect(other.model).toEqual({ name: 'Penryn', fallback: 'allow' });
    expect(await service.compare(host('Nehalem'), other, true, call)).toBe('identical');
    await expect(
      service.translate(guest("<cpu><model fallback='forbid'>Nehalem</model></cpu>"), ['Penryn'], call),
    ).rejects.toThrow('CPU model Nehalem is not supported by hypervisor');
  });
});

describe('what the hypervisor gave', () => {
  const asked = "<cpu mode='custom' match='exact' check='CHECK'><model>Nehalem</model></cpu>";

  test('goes into the document', async () => {
    const service = await open();
    const data = await service.encode(host('Nehalem', ['hypervisor']), call);
    const cpu = await service.updateLive(guest(asked.replace('CHECK', 'partial')), { enabled: data }, call);
    expect(cpu.features).toEqual([{ name: 'hypervisor', policy: 'require' }]);
  });

  test('is an error when all must be as it was asked', async () => {
    const service = await open();
    const enabled = await service.encode(host('Penryn', ['hypervisor']), call);
    await expect(service.updateLive(guest(asked.replace('CHECK', 'full')), { enabled }, call)).rejects.toMatchObject({
      code: 'VIR_ERR_OPERATION_FAILED',
      message: expect.stringContaining('extra features: hypervisor, missing features: sse4.2,popcnt') as never,
    });
  });
});

describe('data', () => {
  test('a Haswell by its leaves; its family and model go before a shorter list', async () => {
    const service = await open();
    const data = await service.encode({ ...host('Haswell', ['vmx'], 'Intel'), signature: { family: 6, model: 63, stepping: 4 } }, call);
    expect(await service.signature(data, call)).toEqual({ family: 6, model: 63, stepping: 4 });
    expect(await service.decode(data, { as: 'guest' }, call)).toMatchObject({
      model: { name: 'Haswell', fallback: 'forbid' },
      vendor: 'Intel',
      features: [{ name: 'vmx', policy: 'require' }],
    });
  });

  test('what blocks a model is switched off', async () => {
    const service = await open();
    const data = await service.encode(host('Haswell', [], 'Intel'), call);
    const models = [{ name: 'Haswell', blockers: ['rtm', 'not-known'] }];
    expect((await service.decode(data, { as: 'guest', models }, call)).features).toEqual([{ name: 'rtm', policy: 'disable' }]);
  });

  test('a QEMU that answers', async () => {
    const service = await open();
    const properties = [
      { name: 'vendor', value: 'GenuineIntel' },
      ...[...(await service.expandFeatures(guest('<cpu><model>Nehalem</model></cpu>'), call)).features ?? []].map(({ name }) => ({
        name,
        value: true,
        migratable: true,
      })),
      { name: 'invtsc', value: true, migratable: false },
    ];
    const answer = { model: 'base', properties, migratability: true, models: [{ name: 'Nehalem' }] };
    const cpus = await service.hypervisorHost(answer, host('Nehalem', ['dca'], 'Intel'), call);
    expect(cpus?.reported.features).toEqual([{ name: 'invtsc', policy: 'require' }]);
    expect(cpus?.migratable.features).toBeUndefined();
    expect(cpus?.full.features).toContainEqual({ name: 'dca', policy: 'require' });
  });
});

test('names of models, with their vendors', async () => {
  const models = await (await open()).models(call);
  expect(models?.map(({ name }) => name)).toEqual(expect.arrayContaining(['486', 'Haswell', 'EPYC']));
  expect(models?.find(({ name }) => name === 'Haswell-v1')).toMatchObject({ vendor: 'Intel', canonical: 'Haswell' });
  expect(models?.find(({ name }) => name === 'EPYC')?.vendor).toBe('AMD');
});
