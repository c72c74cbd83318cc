import { addressProps } from './address.ts';
import { isQ35 } from './aliases.ts';
import { isPpc64, type CommandBuilder } from './builder.ts';
import { addZpci } from './controllers.ts';
import { virtioDriver, virtioProps } from './virtio.ts';

/** USB hubs. */
export function hubs(build: CommandBuilder): void {
  build.devices('hub', build.domain.devices.hubs, (hub) =>
    build.device({ driver: 'usb-hub', id: hub.alias, ...addressProps(build.domain, hub) }),
  );
}

/** Watchdogs, and what happens when one barks. */
export function watchdogs(build: CommandBuilder): void {
  const { watchdogs } = build.domain.devices;
  if (watchdogs.length === 0) return;
  build.devices('watchdog', watchdogs, (watchdog) => {
    // iTCO is part of the q35 chipset; it only has to be let bark.
    if (watchdog.model === 'itco') {
      if (!isQ35(build.domain)) build.unsupported(`iTCO watchdog is not supported by this machine type`);
      build.add('-global', 'ICH9-LPC.noreboot=off');
      return;
    }
    addZpci(build, watchdog);
    build.device({ driver: watchdog.model, id: watchdog.alias, ...addressProps(build.domain, watchdog) });
  });
  const [first] = watchdogs;
  // The dump is ours to make: QEMU only has to stop.
  const action = first?.action === 'dump' ? 'pause' : first?.action;
  build.part('/domain/devices/watchdog[1]', () => build.add('-watchdog-action', action));
}

/** The memory balloon. */
export function balloon(build: CommandBuilder): void {
  const { memballoon } = build.domain.devices;
  if (memballoon === undefined || memballoon.model === 'none') return;
  build.part('/domain/devices/memballoon', () => {
    addZpci(build, memballoon);
    build.device({
      driver: virtioDriver('virtio-balloon', memballoon, memballoon.model),
      ...virtioProps(memballoon.driver),
      id: memballoon.alias,
      'deflate-on-oom': memballoon.autodeflate,
      'free-page-reporting': memballoon.freePageReporting,
      ...addressProps(build.domain, memballoon),
    });
  });
}

/** Non-volatile memory of pSeries guests. */
export function nvram(build: CommandBuilder): void {
  const { nvram } = build.domain.devices;
  if (nvram === undefined || nvram.address?.type !== 'spapr-vio' || !isPpc64(build.domain.os.type.arch)) return;
  if (nvram.address.reg !== undefined)
    build.add('-global', `spapr-nvram.reg=0x${BigInt(nvram.address.reg).toString(16)}`);
}

export function vmcoreinfo(build: CommandBuilder): void {
  if (build.domain.features?.vmcoreinfo === true) build.device({ driver: 'vmcoreinfo' });
}

/** Devices by which a guest tells of its crash. */
export function panics(build: CommandBuilder): void {
  build.devices('panic', build.domain.devices.panics, (panic) => {
    switch (panic.model) {
      case 'isa':
      case undefined:
        build.device({ driver: 'pvpanic', ...(panic.address?.type === 'isa' ? { ioport: panic.address.iobase } : {}) });
        break;
      case 'pvpanic':
        build.device({ driver: 'pvpanic-pci', ...addressProps(build.domain, panic) });
        break;
      default:
      // hyperv is a property of the CPU; pseries and s390 are part of the machine.
    }
  });
}

/** vsock: sockets between guest and host. */
export function vsock(build: CommandBuilder): void {
  const { vsock } = build.domain.devices;
  if (vsock === undefined) return;
  build.part('/domain/devices/vsock', () => {
    const { fd, cid } = build.context.resources.vsock();
    addZpci(build, vsock);
    build.device({
      driver: virtioDriver('vhost-vsock', vsock, vsock.model),
      ...virtioProps(vsock.driver),
      id: vsock.alias,
      'guest-cid': vsock.cid?.auto === true || vsock.cid?.address === undefined ? cid : vsock.cid.address,
      vhostfd: String(build.pass(fd, 'vhost-vsock')),
      ...addressProps(build.domain, vsock),
    });
  });
}

/** Crypto devices. */
export function cryptos(build: CommandBuilder): void {
  build.devices('crypto', build.domain.devices.cryptos, (crypto) => {
    const backend = `obj${crypto.alias}`;
    build.object({
      'qom-type': `cryptodev-backend-${crypto.backend.model}`,
      id: backend,
      queues: crypto.backend.queues,
    });
    addZpci(build, crypto);
    build.device({
      driver: virtioDriver('virtio-crypto', crypto),
      cryptodev: backend,
      id: crypto.alias,
      ...addressProps(build.domain, crypto),
    });
  });
}

/** ACPI's persistent store of error records. */
export function pstore(build: CommandBuilder): void {
  const { pstore } = build.domain.devices;
  if (pstore === undefined) return;
  build.part('/domain/devices/pstore', () => {
    const memdev = `mem${pstore.alias}`;
    const size = BigInt(pstore.size ?? 0) * 1024n;
    build.object({ 'qom-type': 'memory-backend-file', id: memdev, 'mem-path': pstore.path, size, share: true });
    build.device({ driver: 'acpi-erst', id: pstore.alias, memdev, ...addressProps(build.domain, pstore) });
  });
}
