import { VirtError, type ErrorCode } from '@virtweave/core-util/errors';
import type { StorageAdapter } from './adapter.ts';
import type { StoragePool } from './pool.ts';
import { poolTraits } from './pool-types.ts';

function refuse(detail: string, code: ErrorCode = 'VIR_ERR_XML_ERROR'): VirtError {
  return new VirtError(code, detail, { domain: 'VIR_FROM_STORAGE' });
}

/** Refuses a pool that lacks what its type needs. */
export function validateStoragePool(pool: StoragePool): void {
  const { type, name, source, target } = pool;
  const traits = poolTraits[type];
  const needs = (part: (typeof traits.source)[number]): boolean => traits.source.includes(part);

  if (name.includes('/')) throw refuse(`name ${name} cannot contain '/'`);
  if (source.format !== undefined && traits.sourceFormats?.known.includes(source.format) === false) {
    throw refuse(`unknown pool format type ${source.format}`, 'VIR_ERR_CONFIG_UNSUPPORTED');
  }
  if (source.protocol?.includes(',') === true) {
    throw refuse(`storage pool protocol ver '${source.protocol}' must not contain ','`, 'VIR_ERR_XML_DETAIL');
  }
  if (pool.features?.cow !== undefined && type !== 'fs' && type !== 'dir') {
    throw refuse("cow feature may only be used for 'fs' and 'dir' pools", 'VIR_ERR_NO_SUPPORT');
  }
  if (needs('host') && (source.hosts ?? []).length === 0) throw refuse('missing storage pool source host name');
  if (type === 'rbd' && source.name === undefined) throw refuse("element 'name' is mandatory for RBD pool");
  if (needs('dir') && source.dir === undefined) throw refuse('missing storage pool source path');
  if (needs('adapter')) validateAdapter(source.adapter);
  const onlyDevices = traits.source.length === 1 && needs('device');
  if (onlyDevices && (source.devices ?? []).length === 0) throw refuse('missing storage pool source device name');
  if (traits.network !== true && target?.path === undefined) throw refuse('missing storage pool target path');
  if (type === 'iscsi-direct' && source.initiator === undefined) {
    throw refuse('missing initiator IQN', 'VIR_ERR_CONFIG_UNSUPPORTED');
  }
}

function validateAdapter(adapter: StorageAdapter | undefined): void {
  if (adapter === undefined) throw refuse('missing storage pool source adapter');
  if (adapter.type === 'scsi_host') {
    if (adapter.name === undefined && adapter.parentAddress === undefined) {
      throw refuse("Either 'name' or 'parent' must be specified for the 'scsi_host' adapter");
    }
    if (adapter.name !== undefined && adapter.parentAddress !== undefined) {
      throw refuse("Both 'name' and 'parent' cannot be specified for the 'scsi_host' adapter");
    }
    return;
  }
  const { wwnn, wwpn, parentWwnn, parentWwpn, parentFabricWwn } = adapter;
  validateWwn(wwnn);
  validateWwn(wwpn);
  if (parentWwnn !== undefined && parentWwpn === undefined) {
    throw refuse(`when providing parent_wwnn='${parentWwnn}', the parent_wwpn must also be provided`);
  }
  if (parentWwpn !== undefined && parentWwnn === undefined) {
    throw refuse(`when providing parent_wwpn='${parentWwpn}', the parent_wwnn must also be provided`);
  }
  for (const parent of [parentWwnn, parentWwpn, parentFabricWwn]) if (parent !== undefined) validateWwn(parent);
}

/** A world wide name: 16 hexadecimal digits. */
function validateWwn(wwn: string): void {
  if (!/^(0x)?[\da-f]{16}$/i.test(wwn)) throw refuse(`Malformed wwn: ${wwn}`, 'VIR_ERR_INTERNAL_ERROR');
}
