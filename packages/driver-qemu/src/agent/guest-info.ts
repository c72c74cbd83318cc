import type { TypedParams } from '@virtweave/core-api';
import { ParamList } from '@virtweave/core-api/driver-kit';
import type { Domain } from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util';
import type { AskAgent } from './ask.ts';
import { findDisk, getDisks, type GuestDisk } from './disks.ts';
import { isUnsupportedCommand } from './errors.ts';
import { getFilesystems, type GuestFilesystem } from './filesystems.ts';
import { getInterfaces } from './interfaces.ts';
import { getHostname, getLoad, getOs, getTimezone, getUsers } from './system.ts';

type Teller = (ask: AskAgent, params: ParamList, document: Domain) => Promise<void>;

/** `virDomainGuestInfoTypes` in the order in which they are told: bit N is the N-th. */
const tellers: readonly Teller[] = [users, os, timezone, hostname, filesystems, disks, interfaces, load];

/**
 * What the guest tells of itself, with libvirt's names.
 *
 * @param types `virDomainGuestInfoTypes`; 0: all that its agent knows
 */
export async function guestInfo(ask: AskAgent, document: Domain, types: number): Promise<TypedParams> {
  const params = new ParamList();
  for (const [bit, tell] of tellers.entries()) {
    if (types !== 0 && (types & (1 << bit)) === 0) continue;
    try {
      await tell(ask, params, document);
    } catch (error) {
      if (types !== 0 || !isUnsupportedCommand(error)) throw error;
    }
  }
  return params.list;
}

/** @throws VirtError `VIR_ERR_INVALID_ARG` for types that nobody knows */
export function checkGuestInfoTypes(types: number): void {
  const unknown = types & ~((1 << tellers.length) - 1);
  if (unknown === 0) return;
  throw new VirtError('VIR_ERR_INVALID_ARG', `unsupported guest information types '0x${(unknown >>> 0).toString(16)}'`, { domain: 'VIR_FROM_QEMU' });
}

async function users(ask: AskAgent, params: ParamList): Promise<void> {
  const list = await getUsers(ask);
  params.uint('user.count', list.length);
  list.forEach(({ name, domain, loginTime }, index) => {
    params.string(`user.${index}.name`, name);
    if (domain !== undefined) params.string(`user.${index}.domain`, domain);
    params.ullong(`user.${index}.login-time`, loginTime);
  });
}

async function os(ask: AskAgent, params: ParamList): Promise<void> {
  for (const [name, value] of await getOs(ask)) params.string(`os.${name}`, value);
}

async function timezone(ask: AskAgent, params: ParamList): Promise<void> {
  const { name, offset } = await getTimezone(ask);
  if (name !== undefined) params.string('timezone.name', name);
  params.int('timezone.offset', offset);
}

async function hostname(ask: AskAgent, params: ParamList): Promise<void> {
  const name = await getHostname(ask);
  if (name !== undefined) params.string('hostname', name);
}

async function filesystems(ask: AskAgent, params: ParamList, document: Domain): Promise<void> {
  const list = await getFilesystems(ask);
  if (list.length === 0) return;
  params.uint('fs.count', list.length);
  list.forEach((fs, index) => filesystem(params, `fs.${index}`, fs, document));
}

function filesystem(params: ParamList, prefix: string, fs: GuestFilesystem, document: Domain): void {
  params.string(`${prefix}.name`, fs.name).string(`${prefix}.mountpoint`, fs.mountpoint).string(`${prefix}.fstype`, fs.fstype);
  if (fs.totalBytes !== undefined) params.ullong(`${prefix}.total-bytes`, fs.totalBytes);
  if (fs.usedBytes !== undefined) params.ullong(`${prefix}.used-bytes`, fs.usedBytes);
  params.uint(`${prefix}.disk.count`, fs.disks.length);
  fs.disks.forEach((address, index) => {
    const name = `${prefix}.disk.${index}`;
    const alias = findDisk(document, address)?.target.dev;
    if (alias !== undefined) params.string(`${name}.alias`, alias);
    if (address.serial !== undefined) params.string(`${name}.serial`, address.serial);
    if (address.device !== undefined) params.string(`${name}.device`, address.device);
  });
}

async function disks(ask: AskAgent, params: ParamList, document: Domain): Promise<void> {
  const list = await getDisks(ask);
  if (list.length === 0) return;
  params.uint('disk.count', list.length);
  list.forEach((disk, index) => oneDisk(params, `disk.${index}`, disk, document));
}

function oneDisk(params: ParamList, prefix: string, disk: GuestDisk, document: Domain): void {
  const { name, partition, dependencies, address, alias } = disk;
  params.string(`${prefix}.name`, name).boolean(`${prefix}.partition`, partition);
  if (dependencies.length > 0) params.uint(`${prefix}.dependency.count`, dependencies.length);
  dependencies.forEach((one, index) => params.string(`${prefix}.dependency.${index}.name`, one));
  if (address !== undefined) {
    const found = findDisk(document, address);
    if (address.serial !== undefined) params.string(`${prefix}.serial`, address.serial);
    if (found !== undefined) params.string(`${prefix}.alias`, found.target.dev);
    if (address.busType !== undefined) params.string(`${prefix}.guest_bus`, address.busType);
  }
  if (alias !== undefined) params.string(`${prefix}.guest_alias`, alias);
}

async function interfaces(ask: AskAgent, params: ParamList): Promise<void> {
  const list = await getInterfaces(ask);
  params.uint('if.count', list.length);
  list.forEach(({ name, hwaddr, addrs }, index) => {
    const prefix = `if.${index}`;
    params.string(`${prefix}.name`, name);
    if (hwaddr !== undefined) params.string(`${prefix}.hwaddr`, hwaddr);
    params.uint(`${prefix}.addr.count`, addrs.length);
    addrs.forEach(({ type, addr, prefix: length }, at) => {
      params.string(`${prefix}.addr.${at}.type`, type === 1 ? 'ipv6' : 'ipv4');
      params.string(`${prefix}.addr.${at}.addr`, addr).uint(`${prefix}.addr.${at}.prefix`, length);
    });
  });
}

async function load(ask: AskAgent, params: ParamList): Promise<void> {
  for (const [name, value] of await getLoad(ask)) params.double(`load.${name}`, value);
}
