import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readDomainCapabilities, type DomainCapabilities } from '@virtweave/core-conf';
import { askLibvirt, noLibvirt } from './support/libvirt.ts';
import { noQemu, Place } from './support/real.ts';

const reason = noQemu ?? noLibvirt;
const withLibvirt = reason === undefined ? describe : describe.skip;

let place: Place;
beforeEach(async () => {
  place = await Place.make();
});
afterEach(() => place.end());

type Words = Readonly<Record<string, boolean | readonly string[] | undefined>>;

/** Lists by name: `disk.bus`. */
function lists(devices: DomainCapabilities['devices']): [string, readonly string[]][] {
  return Object.entries(devices as Readonly<Record<string, Words>>).flatMap(([device, words]) =>
    Object.entries(words).flatMap(([name, list]): [string, readonly string[]][] =>
      Array.isArray(list) ? [[`${device}.${name}`, list as readonly string[]]] : [],
    ),
  );
}

withLibvirt(`what libvirt says of this machine's QEMU${reason === undefined ? '' : ` (${reason})`}`, () => {
  test.each(['q35', 'pc'])('%s: we say it, too', async (machine) => {
    const connection = await place.open();
    const ours = readDomainCapabilities(await connection.domainCapabilities({ virtType: 'qemu', machine }));
    const theirs = readDomainCapabilities(askLibvirt('domcapabilities', '--virttype', 'qemu', '--machine', machine));
    const { path, domain, machine: full, arch, maxVcpus, iothreads, os } = theirs;
    expect(ours).toMatchObject({ path, domain, machine: full, arch, maxVcpus, iothreads, os });
    // An older libvirt knows less: what both have must agree.
    const known = new Map(lists(ours.devices));
    for (const [name, words] of lists(theirs.devices)) expect([name, known.get(name)]).toEqual([name, expect.arrayContaining([...words])]);
    const { gic, vmcoreinfo, genid, backingStoreInput, backup, sev } = theirs.features;
    expect(ours.features).toMatchObject({ gic, vmcoreinfo, genid, backingStoreInput, backup, sev });
    const modes = ({ cpu }: DomainCapabilities): (boolean | undefined)[] =>
      [cpu.hostPassthrough, cpu.maximum, cpu.custom].map((mode) => mode?.supported);
    expect(modes(ours)).toEqual(modes(theirs));
    const usable = new Map(ours.cpu.custom?.models?.map((model) => [model.name, model.usable]));
    for (const { name, usable: expected } of theirs.cpu.custom?.models ?? []) expect([name, usable.get(name)]).toEqual([name, expected]);
  });
});
