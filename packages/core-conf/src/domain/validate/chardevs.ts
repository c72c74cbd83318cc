import type { Device } from '../complete/devices.ts';
import type { ChardevSource } from '../devices/chardev-source.ts';
import type { Rng } from '../devices/rng.ts';
import type { Smartcard } from '../devices/smartcard.ts';
import { refuse, unsupported } from './refuse.ts';

type CharacterDevice = Extract<Device, { kind: 'serials' | 'parallels' | 'consoles' | 'channels' | 'redirdevs' }>;

/** A character device has the addresses and paths that its type needs. */
export function validateChardev({ kind, device }: CharacterDevice): void {
  // A unix socket of a virtio port may be left to the driver.
  const pathOptional = kind === 'channels' && (device.target.type === 'virtio' || device.target.type === 'xen');
  validateChardevSource(device.source, { pathOptional });
  if (kind === 'serials' && device.target.type === 'usb-serial' && (device.address?.type ?? 'usb') !== 'usb') {
    throw unsupported('usb-serial requires address of usb type');
  }
  if (kind !== 'channels') return;
  const { target } = device;
  if (target.type === 'guestfwd' && (target.address === undefined || target.port === undefined)) {
    throw refuse('guestfwd channel does not define a target address and port');
  }
}

export function validateSmartcard(smartcard: Smartcard): void {
  if (smartcard.address !== undefined && smartcard.address.type !== 'ccid') {
    throw unsupported("Controllers must use the 'ccid' address type");
  }
  if (smartcard.type === 'passthrough') validateChardevSource(smartcard.source);
  else if (smartcard.type === 'host-certificates') {
    if (smartcard.certificates.length !== 3) throw refuse('host-certificates mode needs exactly three certificates');
    if (smartcard.database !== undefined && !smartcard.database.startsWith('/')) {
      throw refuse(`expecting absolute path: ${smartcard.database}`);
    }
  }
}

export function validateRng({ backend }: Rng): void {
  if (backend.type === 'egd') validateChardevSource(backend.source);
}

function missing(what: string): Error {
  return refuse(`Missing source ${what} attribute for char device`, 'VIR_ERR_INTERNAL_ERROR');
}

/** What one type of source needs (`virDomainChrSourceDefValidate`). */
export function validateChardevSource(source: ChardevSource, options: { pathOptional?: boolean } = {}): void {
  switch (source.type) {
    case 'file':
    case 'dev':
    case 'pipe':
      if (source.path === undefined) throw missing('path');
      return;
    case 'unix':
      if (source.path === undefined && options.pathOptional !== true) throw missing('path');
      validateReconnect(source);
      return;
    case 'tcp':
      if (source.host === undefined) throw missing('host');
      if (source.service === undefined) throw missing('service');
      validateReconnect(source);
      return;
    case 'udp':
      if (source.connect.service === undefined) throw missing('service');
      return;
    case 'nmdm':
      if (source.master === undefined || source.slave === undefined) {
        throw refuse('Should define both master and slave path attributes for nmdm device', 'VIR_ERR_INTERNAL_ERROR');
      }
      return;
    case 'spiceport':
      if (source.channel === undefined) throw missing('channel');
      if (/[^\w.-]/.test(source.channel)) {
        throw refuse('Invalid character in source channel for char device', 'VIR_ERR_INVALID_ARG');
      }
      return;
    default:
  }
}

function validateReconnect(source: { mode: 'bind' | 'connect'; reconnect?: { enabled?: boolean } }): void {
  if (source.reconnect?.enabled === true && source.mode === 'bind') {
    throw unsupported('chardev reconnect is possible only for connect mode');
  }
}
