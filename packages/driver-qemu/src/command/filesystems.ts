import type { Filesystem } from '@virtweave/core-conf';
import { addressProps } from './address.ts';
import type { CommandBuilder } from './builder.ts';
import { addZpci } from './controllers.ts';
import { escapeComma } from './json.ts';
import { virtioDriver, virtioProps } from './virtio.ts';

/** Folders of the host inside the guest: 9p by QEMU itself, virtio-fs by a daemon of its own. */
export function filesystems(build: CommandBuilder): void {
  build.devices('filesystem', build.domain.devices.filesystems, (filesystem) => {
    const driver = filesystem.driver?.type ?? 'path';
    if (driver === 'virtiofs') virtiofs(build, filesystem);
    else if (driver === 'mtp') {
      const dir = filesystem.source.type === 'mount' ? filesystem.source.dir : undefined;
      build.device({
        driver: 'usb-mtp',
        id: filesystem.alias,
        rootdir: dir,
        desc: filesystem.target.dir,
        readonly: filesystem.readonly === true,
        ...addressProps(build.domain, filesystem),
      });
    } else plan9(build, filesystem);
  });
}

const securityModel = { passthrough: 'passthrough', mapped: 'mapped', squash: 'none' } as const;

function plan9(build: CommandBuilder, filesystem: Filesystem): void {
  const { source } = filesystem;
  if (source.type !== 'mount') build.unsupported('only supports mount filesystem type');
  const parts = ['local', `security_model=${securityModel[filesystem.accessmode ?? 'passthrough']}`];
  if (filesystem.multidevs !== undefined && filesystem.multidevs !== 'default')
    parts.push(`multidevs=${filesystem.multidevs}`);
  if (filesystem.driver?.wrpolicy === 'immediate') parts.push('writeout=immediate');
  if (filesystem.fmode !== undefined) parts.push(`fmode=${filesystem.fmode.padStart(4, '0')}`);
  if (filesystem.dmode !== undefined) parts.push(`dmode=${filesystem.dmode.padStart(4, '0')}`);
  parts.push(`id=fsdev-${filesystem.alias}`, `path=${escapeComma(source.dir ?? '')}`);
  if (filesystem.readonly === true) parts.push('readonly=on');
  build.add('-fsdev', parts.join(','));
  addZpci(build, filesystem);
  build.device({
    driver: virtioDriver('virtio-9p', filesystem, filesystem.model),
    ...virtioProps(filesystem.driver),
    id: filesystem.alias,
    fsdev: `fsdev-${filesystem.alias}`,
    mount_tag: filesystem.target.dir,
    ...addressProps(build.domain, filesystem),
  });
}

function virtiofs(build: CommandBuilder, filesystem: Filesystem): void {
  const { source, alias } = filesystem;
  const socket =
    (source.type === 'mount' ? source.socket : undefined) ??
    build.context.resources.virtiofsSocket(filesystem) ??
    `${build.context.folders.domain}/${alias}-fs.sock`;
  build.add('-chardev', `socket,id=chr-vu-${alias},path=${escapeComma(socket)}`);
  addZpci(build, filesystem);
  build.device({
    driver: virtioDriver('vhost-user-fs', filesystem, filesystem.model),
    ...virtioProps(filesystem.driver),
    id: alias,
    chardev: `chr-vu-${alias}`,
    'queue-size': filesystem.driver?.queue,
    tag: filesystem.target.dir,
    ...addressProps(build.domain, filesystem),
  });
}
