import type { StorageVol, StorageVolDevice } from '@virtweave/core-conf/storage';

/** What `lvs` is asked for, each separated by `#`. */
export const reportColumns = 'lv_name,origin,uuid,devices,segtype,stripes,seg_size,vg_extent_size,size,lv_attr';

/** One segment of a volume. */
interface Row {
  readonly name: string;
  readonly origin: string;
  readonly uuid: string;
  readonly devices: string;
  readonly type: string;
  readonly segmentSize: bigint;
  readonly extentSize: bigint;
  readonly size: bigint;
  readonly attributes: string;
}

/**
 * The volumes that `lvs` tells of. A volume of several segments has several rows. Pools that others are made of, and what LVM
 * keeps for itself, are no volumes.
 *
 * @param folder where the devices are, such as `/dev/vg0`
 */
export function parseLogicalVolumes(report: string, folder: string): readonly StorageVol[] {
  const volumes = new Map<string, StorageVol>();
  for (const row of report.split('\n').flatMap(parseRow)) {
    if (!isVolume(row)) continue;
    const volume = volumes.get(row.name) ?? newVolume(row, folder);
    volumes.set(row.name, volume);
    const devices = volume.source?.devices ?? [];
    for (const device of devicesOf(row)) add(devices, device);
    volume.source = { devices };
  }
  return [...volumes.values()];
}

function parseRow(line: string): readonly Row[] {
  const parts = line.trim().split('#');
  if (parts.length !== 10) return [];
  const [name = '', origin = '', uuid = '', devices = '', type = '', , segment = '0', extent = '0', size = '0', attributes = ''] = parts;
  const number = (text: string): bigint => BigInt(/^\d+$/.test(text) ? text : '0');
  return [
    { name, origin, uuid, devices, type, segmentSize: number(segment), extentSize: number(extent), size: number(size), attributes },
  ];
}

/** By `lv_attr`: thin pools, their metadata and spares, and virtual origins of sparse snapshots. */
function isVolume({ name, attributes }: Row): boolean {
  return !/^[tTe]/.test(attributes.replace(/^V/, '')) && !name.startsWith('[') && !name.endsWith('_vorigin');
}

function newVolume({ name, origin, uuid, size }: Row, folder: string): StorageVol {
  const below = origin === '' ? undefined : origin.replace(/^\[(.*)\]$/, '$1');
  return {
    type: 'block',
    name,
    key: uuid,
    capacity: size,
    allocation: size,
    target: { path: `${folder}/${name}` },
    // The origin of a sparse volume is one that LVM made up.
    ...(below !== undefined && !below.endsWith('_vorigin') && { backingStore: { path: `${folder}/${below}` } }),
  };
}

/** `/dev/sda1(0),/dev/sdb1(10)`: each with the extent that it begins with; stripes and mirrors have several. */
function devicesOf({ devices, type, segmentSize, extentSize }: Row): readonly StorageVolDevice[] {
  if (devices === '') return [];
  const parts = devices.split(',');
  const length = type === 'striped' ? segmentSize / BigInt(parts.length) : segmentSize;
  return parts.flatMap((part) => {
    const [, path, first] = /^(.*)\((\d+)\)$/.exec(part) ?? [];
    if (path === undefined || first === undefined) return [];
    const start = BigInt(first) * extentSize;
    return [{ path, extents: [{ start, end: start + length }] }];
  });
}

function add(devices: StorageVolDevice[], { path, extents }: StorageVolDevice): void {
  const known = devices.find((device) => device.path === path);
  if (known === undefined) devices.push({ path, extents: [...extents] });
  else known.extents.push(...extents);
}
