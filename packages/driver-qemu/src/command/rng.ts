import { addressProps } from './address.ts';
import type { CommandBuilder } from './builder.ts';
import { addChardev } from './chardevs.ts';
import { addZpci } from './controllers.ts';
import { virtioDriver, virtioProps } from './virtio.ts';

/** Random number generators: the source, then the device. */
export function rngs(build: CommandBuilder): void {
  build.devices('rng', build.domain.devices.rngs, (rng) => {
    const id = `obj${rng.alias}`;
    switch (rng.backend.type) {
      case 'random':
        build.object({ 'qom-type': 'rng-random', id, filename: rng.backend.path ?? '/dev/random' });
        break;
      case 'egd': {
        const chardev = addChardev(build, rng.alias ?? '', rng.backend.source);
        build.object({ 'qom-type': 'rng-egd', id, chardev });
        break;
      }
      case 'builtin':
        build.object({ 'qom-type': 'rng-builtin', id });
        break;
    }
    addZpci(build, rng);
    build.device({
      driver: virtioDriver('virtio-rng', rng, rng.model),
      ...virtioProps(rng.driver),
      rng: id,
      id: rng.alias,
      'max-bytes': rng.rate?.bytes,
      period: rng.rate === undefined ? undefined : (rng.rate.period ?? 1000),
      ...addressProps(build.domain, rng),
    });
  });
}
