import type { DiskSource, NetworkSource } from '@virtweave/core-conf';
import type { DefinitionContext } from '../definition/options.ts';
import { unsupported } from './refuse.ts';

type Format = { readonly type?: string; readonly metadataCache?: unknown } | undefined;

/** What QEMU's block layer cannot read (`qemuDomainValidateStorageSource`). */
export function validateDiskSource(source: DiskSource, format: Format, context: DefinitionContext): void {
  validateFormat(source, format?.type);
  if (format?.metadataCache !== undefined && format.type !== 'qcow2') {
    throw unsupported('metadata cache max size control is supported only with qcow2 images');
  }
  if (source.reservations !== undefined && !context.has('pr-manager-helper')) {
    throw unsupported('reservations not supported with this QEMU binary');
  }
  if (source.encryption !== undefined) validateEncryption(source, format?.type, context);
  if (source.type === 'network') validateNetwork(source, context);
}

function validateFormat(source: DiskSource, format: string | undefined): void {
  switch (format) {
    case 'cow':
      throw unsupported("'cow' storage format is not supported");
    case 'dir':
      throw unsupported("'directory' storage format is not directly supported by QEMU, use 'dir' disk type instead");
    case 'iso':
      throw unsupported("storage format 'iso' is not directly supported by QEMU, use 'raw' instead");
    case 'fat':
      if (source.type !== 'dir' && source.type !== 'volume') {
        throw unsupported("storage format 'fat' is supported only with 'dir' storage type");
      }
      return;
    default:
      if (source.type === 'dir' && format !== undefined) {
        throw unsupported("storage type 'dir' requires use of storage format 'fat'");
      }
  }
}

function validateEncryption(source: DiskSource, type: string | undefined, { has }: DefinitionContext): void {
  const { encryption } = source;
  if (encryption === undefined) return;
  if (encryption.engine === 'librbd') {
    if (!has('rbd-encryption')) throw unsupported('librbd encryption is not supported by this QEMU binary');
    if (source.type !== 'network' || source.protocol !== 'rbd') {
      throw unsupported('librbd encryption is supported only with RBD backed disks');
    }
    if (encryption.format === 'luks-any' && !has('rbd-encryption-luks-any')) {
      throw unsupported('luks-any encryption is not supported by this QEMU binary');
    }
    if ((encryption.secrets?.length ?? 0) > 1 && !has('rbd-encryption-layering')) {
      throw unsupported('librbd encryption layering is not supported by this QEMU binary');
    }
    return;
  }
  if (encryption.format === 'qcow' || encryption.format === 'default') {
    throw unsupported('old qcow/qcow2 encryption is not supported');
  }
  if (encryption.format === 'luks2' || encryption.format === 'luks-any') {
    throw unsupported(`${encryption.format} is currently not supported by the qemu encryption engine`);
  }
  if (type !== undefined && type !== 'raw' && type !== 'qcow2') {
    throw unsupported("encryption is supported only with 'raw' and 'qcow2' image format");
  }
  if ((encryption.secrets?.length ?? 0) > 1) {
    throw unsupported(`multiple passphrases are not supported by the qemu encryption engine`);
  }
}

const web: ReadonlySet<string> = new Set(['http', 'https']);
const transfer: ReadonlySet<string> = new Set(['http', 'https', 'ftp', 'ftps']);

function validateNetwork(source: NetworkSource, { has }: DefinitionContext): void {
  const { protocol } = source;
  if (protocol === 'sheepdog') {
    throw unsupported("'sheepdog' protocol is no longer supported by any hypervisor driver");
  }
  if (source.ssl?.verify !== undefined && protocol !== 'https' && protocol !== 'ftps') {
    throw unsupported('ssl verification is supported only with HTTPS/FTPS protocol');
  }
  if (source.cookies !== undefined && !web.has(protocol)) {
    throw unsupported('http cookies are supported only with HTTP(S) protocol');
  }
  if (source.readahead !== undefined && !transfer.has(protocol)) {
    throw unsupported('readahead is supported only with HTTP(S)/FTP(s) protocols');
  }
  if (source.timeout !== undefined && !transfer.has(protocol)) {
    throw unsupported('timeout is supported only with HTTP(S)/FTP(s) protocols');
  }
  if (source.query !== undefined && !web.has(protocol)) {
    throw unsupported('query is supported only with HTTP(S) protocols');
  }
  if (source.tlsHostname !== undefined) {
    if (protocol !== 'nbd') throw unsupported("'tlsHostname' field is supported only with NBD disks");
    if (!has('blockdev.nbd.tls-hostname')) throw unsupported("'tlsHostname' field is not supported by this QEMU");
  }
  if (protocol === 'nfs') validateNfs(source);
}

function validateNfs({ hosts = [] }: NetworkSource): void {
  const [host] = hosts;
  if (host === undefined || hosts.length !== 1) {
    throw unsupported("'nfs' protocol requires the usage of exactly one host");
  }
  if (host.transport !== undefined && host.transport !== 'tcp') throw unsupported("'nfs' host must use TCP protocol");
  if (host.port !== undefined && host.port !== 0) throw unsupported("port cannot be specified in 'nfs' protocol host");
}
