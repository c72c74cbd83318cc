import { describe, expect, test } from '@jest/globals';
import { alignBackupDisks, formatDomainBackup, parseDomainBackup } from '../../src/index.ts';
import { guestWithDisks } from '../support/disks.ts';
import { failure } from '../support/documents.ts';

const pull = (inside: string): string => `<domainbackup mode='pull'>${inside}</domainbackup>`;

test('a job comes back as it was', () => {
  const xml = `<domainbackup mode='pull'>
  <incremental>c1</incremental>
  <server transport='tcp' tls='no' name='h' port='10809'/>
  <disks>
    <disk name='vda' backup='yes' type='block' backupmode='incremental' incremental='c2' exportname='e' exportbitmap='b'>
      <driver type='qcow2'/>
      <scratch dev='/dev/sdx'/>
    </disk>
    <disk name='vdb' backup='no'/>
  </disks>
</domainbackup>
`;
  expect(formatDomainBackup(parseDomainBackup(xml))).toBe(xml);
});

test('what does not count is forgotten', () => {
  expect(parseDomainBackup(pull(`<server name='h'/><disks><disk name='a' backup='no' type='bogus' exportname='x'/></disks>`))).toEqual({
    mode: 'pull',
    server: { transport: 'tcp', name: 'h' },
    disks: [{ name: 'a', backup: false }],
  });
  const push = `<domainbackup><disks><disk name='a' exportname='x' state='running' index='3'><scratch file='/x'/></disk></disks></domainbackup>`;
  expect(parseDomainBackup(push).disks).toEqual([{ name: 'a', backup: true }]);
});

test('the notes of a driver', () => {
  const xml = pull(`<disks><disk name='a' state='complete' index='3'><scratch file='/x'/></disk></disks>
    <privateData><objects><TLSx509 alias='t'/><secret type='tlskey' alias='k'/></objects></privateData>`);
  const backup = parseDomainBackup(xml, { internal: true });
  expect(backup.disks).toEqual([{ name: 'a', backup: true, state: 'complete', index: 3, store: { type: 'file', file: '/x' } }]);
  expect(backup.privateData).toEqual({ tlsKeyAlias: 'k', tlsAlias: 't' });
  expect(formatDomainBackup(backup, { internal: true })).toContain(`<disk name='a' backup='yes' state='complete' type='file' index='3'>`);
  expect(formatDomainBackup(backup)).not.toMatch(/state|index|privateData/);
});

test.each([
  [`<domainbackup mode='x'/>`, "unknown backup mode 'x'"],
  [`<domainbackup><server name='h'/></domainbackup>`, 'use of <server> requires pull mode backup'],
  [pull(`<server transport='rdma' name='h'/>`), 'transport rdma is not supported for <server>'],
  [pull(`<server transport='unix' socket='x'/>`), "backup socket path 'x' must be absolute"],
  [pull('<disks><disk/></disks>'), 'missing name from disk backup element'],
  [pull(`<disks><disk name='a' type='network'/></disks>`), "unsupported disk backup type 'network'"],
])('%s', (xml, detail) => {
  expect(failure(() => parseDomainBackup(xml))).toMatchObject({ code: 'VIR_ERR_XML_ERROR', detail });
});

describe('alignment', () => {
  const domain = guestWithDisks('vda', 'vdb', 'hdc', 'vdd');
  const align = (xml: string) => {
    const backup = parseDomainBackup(xml);
    alignBackupDisks(backup, domain, 'S');
    return backup.disks;
  };

  test('disks that are named', () => {
    expect(align(pull(`<incremental>c</incremental><disks><disk name='vda'/></disks>`))?.[0]).toEqual({
      name: 'vda',
      backup: true,
      store: { type: 'file', file: '/images/web.qcow2.S' },
      backupmode: 'incremental',
      incremental: 'c',
    });
    expect(align(pull(`<disks><disk name='vda' incremental='d'/></disks>`))?.[0]).toMatchObject({ backupmode: 'incremental', incremental: 'd' });
    expect(align(pull(`<disks><disk name='vda'/></disks>`))?.map(({ name, backup }) => [name, backup])).toEqual([
      ['vda', true],
      ...domain.devices.disks.map(({ target }) => [target.dev, false]).filter(([name]) => name !== 'vda'),
    ]);
  });

  test('all that can be written to', () => {
    const files = guestWithDisks('vda', 'hdc', 'vdd');
    const backup = parseDomainBackup('<domainbackup/>');
    alignBackupDisks(backup, files, 'S');
    expect(Object.fromEntries((backup.disks ?? []).map((disk) => [disk.name, disk.backup]))).toEqual({ vda: true, hdc: false, vdd: false });
  });

  test.each([
    [`<disk name='vdz'/>`, "no disk named 'vdz'"],
    [`<disk name='vda'/><disk name='vda'/>`, "disk 'vda' specified twice"],
    [`<disk name='hdc'/>`, "disk 'hdc' has no media"],
    [`<disk name='vdb'/>`, "refusing to generate file name for disk 'vdb'"],
    [`<disk name='vda' backupmode='incremental'/>`, "'incremental' backup mode of disk 'vda' requires setting 'incremental' field for disk or backup"],
  ])('%s', (disks, detail) => {
    expect(failure(() => align(pull(`<disks>${disks}</disks>`))).detail).toBe(detail);
  });

  test('a guest without disks', () => {
    const error = failure(() => alignBackupDisks({ mode: 'push' }, guestWithDisks(), 'S'));
    expect(error.detail).toBe('domain must have at least one disk to perform backup');
  });
});
