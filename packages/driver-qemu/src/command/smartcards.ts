import { addressProps } from './address.ts';
import type { CommandBuilder } from './builder.ts';
import { addChardev } from './chardevs.ts';

/** Smart card readers. */
export function smartcards(build: CommandBuilder): void {
  build.devices('smartcard', build.domain.devices.smartcards, (card) => {
    const place = { id: card.alias, ...addressProps(build.domain, card) };
    switch (card.type) {
      case 'host':
        build.device({ driver: 'ccid-card-emulated', backend: 'nss-emulated', ...place });
        break;
      case 'host-certificates': {
        const [cert1, cert2, cert3] = card.certificates;
        build.device({
          driver: 'ccid-card-emulated',
          backend: 'certificates',
          cert1,
          cert2,
          cert3,
          db: card.database ?? '/etc/pki/nssdb',
          ...place,
        });
        break;
      }
      case 'passthrough': {
        const chardev = addChardev(build, card.alias ?? '', card.source);
        build.device({ driver: 'ccid-card-passthru', chardev, ...place });
        break;
      }
    }
  });
}
