import type { DomainConsoleDriver } from '@virtweave/core-api';
import { domainScreenshot } from '@virtweave/core-rpc/protocol/domain';
import { needsDescriptors } from '../errors.ts';
import type { Remote } from '../remote.ts';

export function domainConsoleByHand(
  remote: Remote,
): Pick<DomainConsoleDriver, 'domainOpenGraphics' | 'domainOpenGraphicsFD' | 'domainScreenshot'> {
  return {
    domainOpenGraphics: () => needsDescriptors('virDomainOpenGraphics'),
    domainOpenGraphicsFD: () => needsDescriptors('virDomainOpenGraphicsFD'),
    async domainScreenshot(domain, screen, flags, call) {
      const { ret, stream } = await remote.callStream(domainScreenshot, { dom: domain, screen, flags }, call);
      return { mime: ret.mime ?? 'application/octet-stream', stream };
    },
  };
}
