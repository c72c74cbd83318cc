/** `virSecretUsageType` in words. */
export type SecretUsageTypeName = 'none' | 'volume' | 'ceph' | 'iscsi' | 'tls' | 'vtpm';

/** By libvirt's numbers. */
export const secretUsageTypes: readonly SecretUsageTypeName[] = ['none', 'volume', 'ceph', 'iscsi', 'tls', 'vtpm'];
