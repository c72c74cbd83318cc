import { describe, expect, test } from '@jest/globals';
import { alignSnapshotDisks, parseDomainSnapshot, type AlignSnapshotOptions, type DomainSnapshot } from '../../src/index.ts';
import { guestWithDisks } from '../support/disks.ts';
import { failure } from '../support/documents.ts';

const all = guestWithDisks('vda', 'vdb', 'hdc', 'vdd', 'vde');
const files = guestWithDisks('vda', 'vdd');

function align(disks: string, options: Partial<AlignSnapshotOptions> = {}): DomainSnapshot {
  const snapshot = parseDomainSnapshot(`<domainsnapshot><name>one</name><disks>${disks}</disks></domainsnapshot>`);
  alignSnapshotDisks(snapshot, { domain: all, location: 'internal', ...options });
  return snapshot;
}

describe('alignment', () => {
  test('all disks, in the order of the guest, by target or path', () => {
    const { disks } = align(`<disk name='/dev/sdb' snapshot='no'/><disk name='vda'/>`);
    expect(disks?.map(({ name }) => name)).toEqual(all.devices.disks.map(({ target }) => target.dev));
    expect(Object.fromEntries((disks ?? []).map(({ name, snapshot }) => [name, snapshot]))).toEqual({
      hdc: 'no', vda: 'internal', vdb: 'no', vdd: 'internal', vde: 'internal',
    });
  });

  test('overlays are named after image and snapshot', () => {
    const { disks } = align(`<disk name='vdd'><driver type='qcow2'/></disk>`, { domain: files, location: 'external' });
    expect(disks).toEqual([
      { name: 'vda', snapshot: 'external', source: { type: 'file', file: '/images/web.one' } },
      { name: 'vdd', snapshot: 'external', driver: { type: 'qcow2' }, source: { type: 'file', file: '/images/ro.d/data.one' } },
    ]);
  });

  test.each([
    [`<disk name='vdz'/>`, {}, "no disk named 'vdz'"],
    [`<disk name='vda'/><disk name='/images/web.qcow2'/>`, {}, "disk 'vda' specified twice"],
    [`<disk name='vda'/>`.repeat(6), {}, 'too many disk snapshot requests for domain'],
    [`<disk name='vda' snapshot='external'/>`, { uniform: true }, "disk 'vda' must use snapshot mode 'internal'"],
    [`<disk name='vda' snapshot='no'/>`, { uniform: true }, "disk 'vda' must use snapshot mode 'internal'"],
    [`<disk name='vda' snapshot='internal'><source file='/x'/></disk>`, {}, "file '/x' for disk 'vda' requires use of external snapshot mode"],
    [`<disk name='vda' snapshot='external' type='block'/>`, {}, "cannot generate external snapshot name for disk 'vda' on a 'block' device"],
    [`<disk name='hdc' snapshot='external'/>`, {}, "cannot generate external snapshot name for disk 'hdc' without source"],
    [`<disk name='vda' snapshot='external'/>`, { isRegularFile: () => false }, "source for disk 'vda' is not a regular file; refusing to generate external snapshot name"],
    [`<disk name='vdd' snapshot='external'><source file='/images/web.one'/></disk><disk name='vda' snapshot='external'/>`, {}, "cannot generate external snapshot name for disk 'vda': collision with disk 'vdd'"],
  ])('%s', (disks, options, detail) => {
    expect(failure(() => align(disks, options))).toMatchObject({ code: 'VIR_ERR_CONFIG_UNSUPPORTED', detail });
  });

  test('without a definition', () => {
    expect(failure(() => alignSnapshotDisks({ name: 'x' }, { location: 'internal' }))).toMatchObject({
      code: 'VIR_ERR_INTERNAL_ERROR',
      detail: 'missing domain in snapshot',
    });
  });
});
