import type { Answer } from '../support/play.ts';

/** What some lines must come to: to be equal is not enough when both were wrong. */
export const exact: Readonly<Record<string, Answer[]>> = {
  'the host': [
    { line: 'c.getType()', gave: 'TEST' },
    { line: 'c.getInfo()', gave: ['i686', 3072, 16, 1400, 2, 2, 2, 2] },
    { line: 'c.getCellsFreeMemory(0, 2)', gave: [2097152, 4194304] },
    {
      line: 'c.getMemoryStats(-1)',
      error: [3, 20, 'this function is not supported by the connection driver: virNodeGetMemoryStats', 2, 'this function is not supported by the connection driver: %s', 'virNodeGetMemoryStats', null, -1, -1],
    },
  ],
  'lists and look-ups': [
    { line: 'c.listAllDomains()', gave: ['virDomain test'] },
    { line: 'c.listAllDevices()', gave: ['virNodeDevice computer', 'virNodeDevice scsi_host1', 'virNodeDevice scsi_host11', 'virNodeDevice scsi_host2'] },
    {
      line: 'c.listAllDomains(1 << 20)',
      error: [8, 12, 'unsupported flags (0x100000) in function testConnectListAllDomains', 2, 'testConnectListAllDomains', 'flags', null, 0, 0],
    },
  ],
  'resources of guests': [
    { line: 'd.schedulerParameters()', gave: { weight: 50 } },
    { line: 'd.metadata(0, None)', gave: 'about it' },
    {
      line: 'd.vcpusFlags(3)',
      error: [8, 20, "Flags 'VIR_DOMAIN_AFFECT_LIVE' and 'VIR_DOMAIN_AFFECT_CONFIG' are mutually exclusive", 2, 'virDomainGetVcpusFlags', 'ctl', null, 0, 0],
    },
  ],
  'pools and volumes': [{ line: 'v.info()', gave: [0, 10485760, 10485760] }],
};
