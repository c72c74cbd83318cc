import { addressProps } from './address.ts';
import type { CommandBuilder } from './builder.ts';
import { addChardev } from './chardevs.ts';
import { onOff } from './json.ts';

/** Memory that guests share. */
export function shmems(build: CommandBuilder): void {
  build.devices('shmem', build.domain.devices.shmems, (shmem) => {
    const place = addressProps(build.domain, shmem);
    if (shmem.model === 'ivshmem-doorbell') {
      const path = shmem.server?.path ?? `/var/lib/libvirt/shmem-${shmem.name}-sock`;
      build.device({
        driver: 'ivshmem-doorbell',
        id: shmem.alias,
        chardev: `char${shmem.alias}`,
        vectors: shmem.msi?.vectors,
        ioeventfd: shmem.msi?.ioeventfd,
        ...place,
      });
      addChardev(build, shmem.alias ?? '', { type: 'unix', mode: 'connect', path });
      return;
    }
    if (shmem.model !== 'ivshmem-plain')
      build.unsupported(`shmem model '${shmem.model}' is not supported by this QEMU binary`);
    const memdev = `shmmem-${shmem.alias}`;
    build.object({
      'qom-type': 'memory-backend-file',
      id: memdev,
      'mem-path': `/dev/shm/${shmem.name}`,
      size: BigInt(shmem.size ?? 4) * 1024n * 1024n,
      share: true,
    });
    build.device({
      driver: 'ivshmem-plain',
      id: shmem.alias,
      memdev,
      master: shmem.role === undefined ? undefined : onOff(shmem.role === 'master'),
      ...place,
    });
  });
}
