import type { FeatureCapabilities } from '@virtweave/core-conf';
import type { QemuCapabilities } from '../capabilities/index.ts';
import { boardOfMachine } from '../definition/machine.ts';
import type { DomainCapabilitiesFacts, QemuGuestKind } from './capabilities.ts';

/** What else guests can have (`virQEMUCapsFillDomainFeature...Caps`). */
export function featureCapabilities(capabilities: QemuCapabilities, guest: QemuGuestKind, facts: DomainCapabilitiesFacts): FeatureCapabilities {
  const has = (flag: string): boolean => capabilities.hasFlag(flag);
  const { data } = capabilities;
  const board = boardOfMachine(guest.arch, guest.machine);
  const secure = has('s390-pv-guest') && has('confidential-guest-support') && data.kvmSupportsSecureGuest !== false;
  return {
    gic: gic(capabilities, guest, board),
    vmcoreinfo: has('vmcoreinfo'),
    genid: has('vmgenid'),
    backingStoreInput: true,
    backup: true,
    asyncTeardown: has('run-with.async-teardown'),
    ...(guest.arch === 's390x' && { s390Pv: secure }),
    ps2: (board === 'i440fx' || board === 'q35') && has('i8042'),
    ...sev(capabilities, facts),
    ...sgx(capabilities),
    ...(data.hyperv !== undefined && {
      hyperv: data.hyperv.supported ? { supported: true, features: [...data.hyperv.features] } : { supported: false },
    }),
    launchSecurity: launchSecurity(capabilities, guest.arch === 's390x' && secure),
  };
}

function gic(capabilities: QemuCapabilities, { virtType }: QemuGuestKind, board: ReturnType<typeof boardOfMachine>): NonNullable<FeatureCapabilities['gic']> {
  if (board !== 'arm-virt') return { supported: false };
  const versions = capabilities.gic.filter(({ kernel, emulated }) => (virtType === 'kvm' ? kernel : virtType === 'qemu' && emulated));
  if (versions.length === 0) return { supported: false };
  return { supported: true, version: versions.map(({ version }) => String(version)).sort() };
}

function sev({ data }: QemuCapabilities, { sevGuests }: DomainCapabilitiesFacts): Pick<FeatureCapabilities, 'sev'> {
  if (data.sev === undefined) return {};
  const { cbitpos, reducedPhysBits, cpu0Id } = data.sev;
  return {
    sev: {
      supported: true,
      cbitpos,
      reducedPhysBits,
      maxGuests: sevGuests?.plain ?? 0,
      maxESGuests: sevGuests?.encryptedState ?? 0,
      ...(cpu0Id !== undefined && { cpu0Id }),
    },
  };
}

function sgx({ data }: QemuCapabilities): Pick<FeatureCapabilities, 'sgx'> {
  if (data.sgx === undefined) return {};
  const { flc, sgx1, sgx2, sectionSize, sections } = data.sgx;
  return {
    sgx: {
      supported: true,
      flc,
      sgx1,
      sgx2,
      sectionSize: Number(sectionSize),
      sections: sections.map(({ node, size }) => ({ node, size: Number(size) })),
    },
  };
}

function launchSecurity(capabilities: QemuCapabilities, s390: boolean): NonNullable<FeatureCapabilities['launchSecurity']> {
  const sectype = [
    ...(capabilities.data.sev !== undefined ? ['sev'] : []),
    ...(capabilities.data.sev !== undefined && capabilities.hasFlag('sev-snp-guest') ? ['sev-snp'] : []),
    ...(s390 ? ['s390-pv'] : []),
  ];
  return sectype.length === 0 ? { supported: false } : { supported: true, sectype };
}
