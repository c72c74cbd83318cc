import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { LocalHost } from '@virtweave/core-util';
import {
  imageFormatNumber,
  localPath,
  readBackingChain,
  type ChainImage,
  type ImageSource,
  type WantedFormat,
} from '@virtweave/core-util/image';
import type { Adapter, CaseFiles } from '../adapter.ts';

/** Probing of images and of their backing chains, on files in a folder of their own. */
export const run: Adapter = async (testCase, files) => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'virtweave-image-')));
  try {
    const placeholder = String(testCase['dirPlaceholder'] ?? '');
    const built = join(folder, 'built');
    await lay(testCase, files, folder);
    await prepare(testCase, built);
    const start = String(testCase['start']).replace('ABS_SRCDIR', folder).replaceAll('{dir}', built);
    const path = start.startsWith('/') ? start : join(folder, start);
    const { images } = await readBackingChain(new LocalHost(), path, {
      format: testCase['format'] as WantedFormat,
      maxDepth: Number(testCase['maxDepth']),
    });
    const text = images.map(describe).join('\n');
    return { expect: 'success', expected: text.replaceAll(built, placeholder).replaceAll(folder, 'ABS_SRCDIR') };
  } finally {
    await rm(folder, { recursive: true });
  }
};

const imageFolder = 'virstoragetestdata/images';

async function lay(testCase: Readonly<Record<string, unknown>>, files: CaseFiles, folder: string): Promise<void> {
  await mkdir(join(folder, imageFolder), { recursive: true });
  for (const file of (testCase['files'] ?? []) as readonly string[]) {
    await copyFile(files.path(file), join(folder, imageFolder, basename(file)));
  }
  for (const [name, target] of Object.entries((testCase['symlinks'] ?? {}) as Readonly<Record<string, string>>)) {
    await mkdir(join(folder, imageFolder, dirname(name)), { recursive: true });
    await symlink(target, join(folder, imageFolder, name));
  }
}

async function prepare(testCase: Readonly<Record<string, unknown>>, folder: string): Promise<void> {
  await mkdir(folder);
  for (const command of (testCase['prepare'] ?? []) as readonly string[]) {
    const [program = '', ...args] = command.replaceAll('{dir}', folder).split(' ');
    await promisify(execFile)(program, args);
  }
}

const orNull = (value: string | undefined): string => value ?? '<null>';
const pathOf = (source: ImageSource): string => localPath(source) ?? (source.type === 'network' ? (source.name ?? '') : '');

function describe({ source, relPath, format, metadata, dataFile }: ChainImage): string {
  const backing = metadata.backingFormat ?? 'none';
  const network = source.type === 'network' ? source : undefined;
  const lines = [
    `path:${pathOf(source)}`,
    `backingStoreRaw: ${orNull(metadata.backingStore)}`,
    `backingStoreRawFormat: ${backing === 'auto' ? '<null>' : backing}(${imageFormatNumber(backing)})`,
    `capacity: ${metadata.capacity ?? 0}`,
    `encryption: ${metadata.encryption === undefined ? 0 : 1}`,
    `relPath:${orNull(relPath)}`,
    `type:${source.type}`,
    `format:${format}`,
    `protocol:${network?.protocol ?? 'none'}`,
    `hostname:${orNull(network?.hosts[0]?.name)}`,
  ];
  // libvirt passes over the data file of an image that also has a backing file. The chain names it, for who labels files.
  if (dataFile !== undefined && metadata.backingStore === undefined) {
    lines.push('', `dataFileRaw: ${metadata.dataFile}`, '', '', 'dataFileStoreSource:', `path: ${pathOf(dataFile.source)}`);
    lines.push('capacity: 0', 'encryption: 0', `type:${dataFile.source.type}`, 'format:raw');
  }
  return `${lines.join('\n')}\n`;
}
