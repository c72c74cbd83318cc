import type { Filesystem } from '../devices/filesystem.ts';
import { refuse, unsupported } from './refuse.ts';

export function validateFilesystem({ source, driver, ...filesystem }: Filesystem): void {
  if (filesystem.boot !== undefined && driver?.type !== 'virtiofs') {
    throw refuse('boot order is only supported for virtiofs');
  }
  const { accessmode, fmode, dmode } = filesystem;
  if (accessmode === 'mapped') return;
  if (source.type === 'mount' && (fmode !== undefined || dmode !== undefined)) {
    throw unsupported('fmode and dmode must be used with accessmode=mapped');
  }
}
