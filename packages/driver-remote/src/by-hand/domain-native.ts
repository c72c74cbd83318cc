import type { DomainNativeDriver } from '@virtweave/core-api';
import { needsDescriptors } from '../errors.ts';
import type { Remote } from '../remote.ts';

export function domainNativeByHand(
  _: Remote,
): Pick<DomainNativeDriver, 'domainLxcOpenNamespace' | 'domainQemuMonitorCommandWithFiles'> {
  return {
    domainLxcOpenNamespace: () => needsDescriptors('virDomainLxcOpenNamespace'),
    domainQemuMonitorCommandWithFiles: () => needsDescriptors('virDomainQemuMonitorCommandWithFiles'),
  };
}
