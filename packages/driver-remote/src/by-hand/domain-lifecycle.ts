import type { DomainLifecycleDriver } from '@virtweave/core-api';
import { domainGetInfo, domainGetSecurityLabelList, domainGetState, domainRename } from '@virtweave/core-rpc/protocol/domain';
import { needsDescriptors } from '../errors.ts';
import type { Remote } from '../remote.ts';

type Members =
  | 'domainCreateWithFiles'
  | 'domainCreateXMLWithFiles'
  | 'domainFDAssociate'
  | 'domainGetInfo'
  | 'domainGetSecurityLabelList'
  | 'domainGetState'
  | 'domainRename';

export function domainLifecycleByHand(remote: Remote): Pick<DomainLifecycleDriver, Members> {
  return {
    domainCreateWithFiles: () => needsDescriptors('virDomainCreateWithFiles'),
    domainCreateXMLWithFiles: () => needsDescriptors('virDomainCreateXMLWithFiles'),
    domainFDAssociate: () => needsDescriptors('virDomainFDAssociate'),
    domainGetInfo: (domain, call) => remote.call(domainGetInfo, { dom: domain }, call),
    async domainGetSecurityLabelList(domain, call) {
      const { labels } = await remote.call(domainGetSecurityLabelList, { dom: domain }, call);
      return labels.map(({ label, enforcing }) => ({ label, enforcing: enforcing !== 0 }));
    },
    async domainRename(domain, newName, flags, call) {
      await remote.call(domainRename, { dom: domain, new_name: newName, flags }, call);
      return { ...domain, name: newName };
    },
    domainGetState: (domain, flags, call) => remote.call(domainGetState, { dom: domain, flags }, call),
  };
}
