import type { Host } from '../host/host.ts';
import { factText, type FactsHost } from './sysfs.ts';

const folder = '/sys/kernel/mm/ksm';

/** A number of the kernel's same-page merging, by the name of its file. */
export interface KsmParameter {
  readonly name: string;
  readonly value: bigint;
}

const names = [
  'pages_to_scan', 'sleep_millisecs', 'pages_shared', 'pages_sharing', 'pages_unshared', 'pages_volatile', 'full_scans',
  'merge_across_nodes',
];

/** How the kernel merges memory pages that are the same (KSM). Empty where it cannot; what it does not tell is left out. */
export async function readKsm(host: FactsHost): Promise<readonly KsmParameter[]> {
  const texts = await Promise.all(names.map((name) => factText(host, `${folder}/${name}`)));
  return texts.flatMap((text, at) => {
    const [name, digits] = [names[at], text?.trim()];
    return name !== undefined && digits !== undefined && /^\d{1,20}$/.test(digits) ? [{ name, value: BigInt(digits) }] : [];
  });
}

/**
 * Sets one of them: `pages_to_scan`, `sleep_millisecs` or `merge_across_nodes`, which can be changed only while no page is
 * merged.
 */
export async function writeKsm(host: Host, name: string, value: bigint): Promise<void> {
  await host.appendFile(`${folder}/${name}`, String(value));
}
