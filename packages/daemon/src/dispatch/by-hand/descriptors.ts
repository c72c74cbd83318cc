import type { Procedure } from '@virtweave/core-rpc';
import * as domain from '@virtweave/core-rpc/protocol/domain';
import { lxcDomainOpenNamespace } from '@virtweave/core-rpc/protocol/lxc';
import { qemuDomainMonitorCommandWithFiles } from '@virtweave/core-rpc/protocol/qemu';
import { VirtError } from '@virtweave/core-util/errors';
import { serve, type Served } from '../serve.ts';

/** What would need a descriptor that one process passes to another, which Node cannot do. */
function cannot<Args, Ret>(name: string, procedure: Procedure<Args, Ret>): Served {
  return serve(procedure, async () => {
    throw new VirtError('VIR_ERR_NO_SUPPORT', name);
  });
}

export const descriptors: readonly Served[] = [
  cannot('virDomainCreateXMLWithFiles', domain.domainCreateXmlWithFiles),
  cannot('virDomainCreateWithFiles', domain.domainCreateWithFiles),
  cannot('virDomainOpenGraphics', domain.domainOpenGraphics),
  cannot('virDomainOpenGraphicsFD', domain.domainOpenGraphicsFd),
  cannot('virDomainFDAssociate', domain.domainFdAssociate),
  cannot('virDomainLxcOpenNamespace', lxcDomainOpenNamespace),
  cannot('virDomainQemuMonitorCommandWithFiles', qemuDomainMonitorCommandWithFiles),
];
