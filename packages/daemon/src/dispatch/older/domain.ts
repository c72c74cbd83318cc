// libvirt's older functions on domains, each as the newest form that does the same.
import type { TypedParams } from '@virtweave/core-api';
import { paramsFromWire } from '@virtweave/core-rpc';
import * as wire from '@virtweave/core-rpc/protocol/domain';
import * as block from '@virtweave/core-rpc/protocol/domain-block';
import * as snapshot from '@virtweave/core-rpc/protocol/domain-snapshot';
import * as tuning from '@virtweave/core-rpc/protocol/domain-tuning';
import {
  ConnectListAllDomainsFlags as List,
  DomainModificationImpact as Impact,
  DomainMemoryModFlags as Memory,
  DomainVcpuFlags as Vcpu,
  ParameterNames as Names,
} from '@virtweave/core-api/constants';
import { countedParams } from '../counted.ts';
import type { Served } from '../serve.ts';
import { older } from './older.ts';

const live = Impact.VIR_DOMAIN_AFFECT_LIVE;
const active = List.VIR_CONNECT_LIST_DOMAINS_ACTIVE;
const inactive = List.VIR_CONNECT_LIST_DOMAINS_INACTIVE;
const nameOf = ({ name }: { readonly name: string }): string => name;

/** One of several 64-bit parameters by its name; what is not there is `absent`. */
const counter = (params: TypedParams, name: string, absent: bigint): bigint => {
  const value = params.find((param) => param.name === name)?.value;
  return typeof value === 'bigint' || typeof value === 'number' ? BigInt(value) : absent;
};

const saving = (file: string, xml?: string): TypedParams => [
  { name: Names.VIR_DOMAIN_SAVE_PARAM_FILE, type: 'string', value: file },
  ...(xml === undefined ? [] : [{ name: Names.VIR_DOMAIN_SAVE_PARAM_DXML, type: 'string', value: xml } as const]),
];

export const olderDomain: readonly Served[] = [
  older('virDomainCreate', wire.domainCreate, async ({ hypervisor }, { dom }, call) => void (await hypervisor.domainCreateWithFlags(dom, 0, call))),
  older('virDomainDefineXML', wire.domainDefineXml, async ({ hypervisor }, { xml }, call) => ({ dom: await hypervisor.domainDefineXMLFlags(xml, 0, call) })),
  older('virDomainUndefine', wire.domainUndefine, ({ hypervisor }, { dom }, call) => hypervisor.domainUndefineFlags(dom, 0, call)),
  older('virDomainShutdown', wire.domainShutdown, ({ hypervisor }, { dom }, call) => hypervisor.domainShutdownFlags(dom, 0, call)),
  older('virDomainDestroy', wire.domainDestroy, ({ hypervisor }, { dom }, call) => hypervisor.domainDestroyFlags(dom, 0, call)),
  older('virDomainAttachDevice', wire.domainAttachDevice, ({ hypervisor }, { dom, xml }, call) => hypervisor.domainAttachDeviceFlags(dom, xml, live, call)),
  older('virDomainDetachDevice', wire.domainDetachDevice, ({ hypervisor }, { dom, xml }, call) => hypervisor.domainDetachDeviceFlags(dom, xml, live, call)),
  older('virConnectNumOfDomains', wire.connectNumOfDomains, async ({ hypervisor }, _, call) => ({
    num: (await hypervisor.connectListAllDomains(active, call)).length,
  })),
  older('virConnectListDomains', wire.connectListDomains, async ({ hypervisor }, { maxids }, call) => ({
    ids: (await hypervisor.connectListAllDomains(active, call)).slice(0, maxids).map(({ id }) => id),
  })),
  older('virConnectNumOfDefinedDomains', wire.connectNumOfDefinedDomains, async ({ hypervisor }, _, call) => ({
    num: (await hypervisor.connectListAllDomains(inactive, call)).length,
  })),
  older('virConnectListDefinedDomains', wire.connectListDefinedDomains, async ({ hypervisor }, { maxnames }, call) => ({
    names: (await hypervisor.connectListAllDomains(inactive, call)).slice(0, maxnames).map(nameOf),
  })),
  older('virDomainCoreDump', wire.domainCoreDump, ({ hypervisor }, { dom, to, flags }, call) =>
    hypervisor.domainCoreDumpWithFormat(dom, to, 0, flags, call),
  ),
  older('virDomainSave', wire.domainSave, ({ hypervisor }, { dom, to }, call) => hypervisor.domainSaveParams(dom, saving(to), 0, call)),
  older('virDomainSaveFlags', wire.domainSaveFlags, ({ hypervisor }, { dom, to, dxml, flags }, call) =>
    hypervisor.domainSaveParams(dom, saving(to, dxml), flags, call),
  ),
  older('virDomainRestore', wire.domainRestore, ({ hypervisor }, { from }, call) => hypervisor.domainRestoreParams(saving(from), 0, call)),
  older('virDomainRestoreFlags', wire.domainRestoreFlags, ({ hypervisor }, { from, dxml, flags }, call) =>
    hypervisor.domainRestoreParams(saving(from, dxml), flags, call),
  ),
  older('virDomainGetSecurityLabel', wire.domainGetSecurityLabel, async ({ hypervisor }, { dom }, call) => {
    const [first] = await hypervisor.domainGetSecurityLabelList(dom, call);
    return { label: first?.label ?? '', enforcing: first?.enforcing ? 1 : 0 };
  }),
  older('virDomainSetVcpus', tuning.domainSetVcpus, ({ hypervisor }, { dom, nvcpus }, call) => hypervisor.domainSetVcpusFlags(dom, nvcpus, live, call)),
  older('virDomainGetMaxVcpus', tuning.domainGetMaxVcpus, async ({ hypervisor }, { dom }, call) => ({
    num: await hypervisor.domainGetVcpusFlags(dom, live | Vcpu.VIR_DOMAIN_VCPU_MAXIMUM, call),
  })),
  older('virDomainPinVcpu', tuning.domainPinVcpu, ({ hypervisor }, { dom, vcpu, cpumap }, call) =>
    hypervisor.domainPinVcpuFlags(dom, vcpu, cpumap, live, call),
  ),
  older('virDomainSetMemory', tuning.domainSetMemory, ({ hypervisor }, { dom, memory }, call) => hypervisor.domainSetMemoryFlags(dom, memory, live, call)),
  older('virDomainSetMaxMemory', tuning.domainSetMaxMemory, ({ hypervisor }, { dom, memory }, call) =>
    hypervisor.domainSetMemoryFlags(dom, memory, Memory.VIR_DOMAIN_MEM_MAXIMUM, call),
  ),
  older('virDomainGetSchedulerParameters', tuning.domainGetSchedulerParameters, async ({ hypervisor }, { dom, nparams }, call) => {
    const { params } = countedParams('params', await hypervisor.domainGetSchedulerParametersFlags(dom, 0, call), nparams);
    return { params };
  }),
  older('virDomainSetSchedulerParameters', tuning.domainSetSchedulerParameters, ({ hypervisor }, { dom, params }, call) =>
    hypervisor.domainSetSchedulerParametersFlags(dom, paramsFromWire(params), 0, call),
  ),
  older('virDomainAbortJob', wire.domainAbortJob, ({ hypervisor }, { dom }, call) => hypervisor.domainAbortJobFlags(dom, 0, call)),
  older('virDomainGetJobInfo', wire.domainGetJobInfo, async ({ hypervisor }, { dom }, call) => {
    const { type, params } = await hypervisor.domainGetJobStats(dom, 0, call);
    const of = (name: string): bigint => counter(params, name, 0n);
    return {
      type,
      timeElapsed: of(Names.VIR_DOMAIN_JOB_TIME_ELAPSED),
      timeRemaining: of(Names.VIR_DOMAIN_JOB_TIME_REMAINING),
      dataTotal: of(Names.VIR_DOMAIN_JOB_DATA_TOTAL),
      dataProcessed: of(Names.VIR_DOMAIN_JOB_DATA_PROCESSED),
      dataRemaining: of(Names.VIR_DOMAIN_JOB_DATA_REMAINING),
      memTotal: of(Names.VIR_DOMAIN_JOB_MEMORY_TOTAL),
      memProcessed: of(Names.VIR_DOMAIN_JOB_MEMORY_PROCESSED),
      memRemaining: of(Names.VIR_DOMAIN_JOB_MEMORY_REMAINING),
      fileTotal: of(Names.VIR_DOMAIN_JOB_DISK_TOTAL),
      fileProcessed: of(Names.VIR_DOMAIN_JOB_DISK_PROCESSED),
      fileRemaining: of(Names.VIR_DOMAIN_JOB_DISK_REMAINING),
    };
  }),
  older('virDomainBlockStats', block.domainBlockStats, async ({ hypervisor }, { dom, path }, call) => {
    const params = await hypervisor.domainBlockStatsFlags(dom, path, 0, call);
    const of = (name: string): bigint => counter(params, name, -1n);
    return {
      rd_req: of(Names.VIR_DOMAIN_BLOCK_STATS_READ_REQ),
      rd_bytes: of(Names.VIR_DOMAIN_BLOCK_STATS_READ_BYTES),
      wr_req: of(Names.VIR_DOMAIN_BLOCK_STATS_WRITE_REQ),
      wr_bytes: of(Names.VIR_DOMAIN_BLOCK_STATS_WRITE_BYTES),
      errs: of(Names.VIR_DOMAIN_BLOCK_STATS_ERRS),
    };
  }),
  older('virDomainSnapshotNum', snapshot.domainSnapshotNum, async ({ hypervisor }, { dom, flags }, call) => ({
    num: (await hypervisor.domainListAllSnapshots(dom, flags, call)).length,
  })),
  older('virDomainSnapshotListNames', snapshot.domainSnapshotListNames, async ({ hypervisor }, { dom, maxnames, flags }, call) => ({
    names: (await hypervisor.domainListAllSnapshots(dom, flags, call)).slice(0, maxnames).map(nameOf),
  })),
  older('virDomainSnapshotNumChildren', snapshot.domainSnapshotNumChildren, async ({ hypervisor }, { snap, flags }, call) => ({
    num: (await hypervisor.domainSnapshotListAllChildren(snap, flags, call)).length,
  })),
  older('virDomainSnapshotListChildrenNames', snapshot.domainSnapshotListChildrenNames, async ({ hypervisor }, { snap, maxnames, flags }, call) => ({
    names: (await hypervisor.domainSnapshotListAllChildren(snap, flags, call)).slice(0, maxnames).map(nameOf),
  })),
];
