// The types that libvirt gives the parameters of the calls that set something, by the call.
import type { ParameterTypes } from '../connection/parameters.ts';

/** `VIR_DOMAIN_SCHEDULER_*` */
export const schedulerTypes: ParameterTypes = {
  cpu_shares: 'ullong',
  vcpu_period: 'ullong',
  vcpu_quota: 'llong',
  emulator_period: 'ullong',
  emulator_quota: 'llong',
  global_period: 'ullong',
  global_quota: 'llong',
  iothread_period: 'ullong',
  iothread_quota: 'llong',
  weight: 'uint',
  cap: 'uint',
  reservation: 'llong',
  limit: 'llong',
  shares: 'int',
};

/** `VIR_DOMAIN_MEMORY_*` */
export const memoryTypes: ParameterTypes = {
  hard_limit: 'ullong',
  soft_limit: 'ullong',
  min_guarantee: 'ullong',
  swap_hard_limit: 'ullong',
};

/** `VIR_DOMAIN_BLKIO_*` */
export const blkioTypes: ParameterTypes = {
  weight: 'uint',
  device_weight: 'string',
  device_read_iops_sec: 'string',
  device_write_iops_sec: 'string',
  device_read_bytes_sec: 'string',
  device_write_bytes_sec: 'string',
};

/** `VIR_DOMAIN_NUMA_*` */
export const numaTypes: ParameterTypes = { numa_nodeset: 'string', numa_mode: 'int' };

/** `VIR_DOMAIN_BANDWIDTH_*` */
export const interfaceTypes: ParameterTypes = {
  'inbound.average': 'uint',
  'inbound.peak': 'uint',
  'inbound.burst': 'uint',
  'inbound.floor': 'uint',
  'outbound.average': 'uint',
  'outbound.peak': 'uint',
  'outbound.burst': 'uint',
};

/** `VIR_DOMAIN_IOTHREAD_*` */
export const iothreadTypes: ParameterTypes = {
  poll_max_ns: 'ullong',
  poll_grow: 'uint',
  poll_shrink: 'uint',
  thread_pool_min: 'int',
  thread_pool_max: 'int',
};

/** `VIR_DOMAIN_BLOCK_COPY_*` */
export const blockCopyTypes: ParameterTypes = { bandwidth: 'ullong', granularity: 'uint', 'buf-size': 'ullong' };

/** `VIR_DOMAIN_LAUNCH_SECURITY_*` */
export const launchSecurityTypes: ParameterTypes = {
  'sev-secret-header': 'string',
  'sev-secret': 'string',
  'sev-secret-set-address': 'ullong',
};

/** `VIR_DOMAIN_BLOCK_IOTUNE_*` */
export const ioTuneTypes: ParameterTypes = {
  group_name: 'string',
  size_iops_sec: 'ullong',
  ...Object.fromEntries(
    ['total', 'read', 'write'].flatMap((which) =>
      ['bytes', 'iops'].flatMap((what) =>
        ['', '_max', '_max_length'].map((end) => [`${which}_${what}_sec${end}`, 'ullong'] as const),
      ),
    ),
  ),
};
