import type { HypervisorDriver } from '@virtweave/core-api';
import { change, impactOf } from '../domain/impact.ts';
import { attach, detach, detachAlias, update } from '../domain/plug.ts';
import type { Definition } from '../documents.ts';
import type { Session } from '../session.ts';

type DeviceMembers =
  | 'domainAttachDeviceFlags'
  | 'domainDetachDeviceAlias'
  | 'domainDetachDeviceFlags'
  | 'domainUpdateDeviceFlags';

/** Plugging devices in and out. */
export function deviceMembers({ node }: Session): Pick<HypervisorDriver, DeviceMembers> {
  const { domains } = node;
  const apply = (ref: { readonly uuid: string }, flags: number, how: (definition: Definition) => Definition): void => {
    const domain = domains.get(ref);
    change(domain, impactOf(domain, flags), how);
  };
  return {
    domainAttachDeviceFlags: async (ref, xml, flags) => apply(ref, flags, (definition) => attach(definition, xml)),
    domainDetachDeviceFlags: async (ref, xml, flags) => apply(ref, flags, (definition) => detach(definition, xml)),
    domainDetachDeviceAlias: async (ref, alias, flags) => apply(ref, flags, (definition) => detachAlias(definition, alias)),
    domainUpdateDeviceFlags: async (ref, xml, flags) => apply(ref, flags, (definition) => update(definition, xml)),
  };
}
