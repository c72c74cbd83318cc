import type { DomainDeviceDriver } from '@virtweave/core-api';
import { domainInterfaceStats } from '@virtweave/core-rpc/protocol/domain-tuning';
import type { Remote } from '../remote.ts';

export function domainDeviceByHand(remote: Remote): Pick<DomainDeviceDriver, 'domainInterfaceStats'> {
  return {
    async domainInterfaceStats(domain, device, call) {
      const stats = await remote.call(domainInterfaceStats, { dom: domain, device }, call);
      return {
        rxBytes: stats.rx_bytes,
        rxPackets: stats.rx_packets,
        rxErrs: stats.rx_errs,
        rxDrop: stats.rx_drop,
        txBytes: stats.tx_bytes,
        txPackets: stats.tx_packets,
        txErrs: stats.tx_errs,
        txDrop: stats.tx_drop,
      };
    },
  };
}
