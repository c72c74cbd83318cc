/** Kinds of block jobs, with libvirt's numbers of them (`virDomainBlockJobType`). */
export const jobTypes = { pull: 1, copy: 2, commit: 3, 'active-commit': 4 } as const;

export type JobKind = keyof typeof jobTypes;

/** QEMU's name of a disk's job: it tells kind and disk, so that whoever finds it knows what it is. */
export function jobName(kind: JobKind, target: string): string {
  return `${kind}-${target}`;
}

/** Kind and disk of a job of ours. */
export function parseJobName(name: string): { readonly kind: JobKind; readonly target: string } | undefined {
  const match = /^(pull|copy|commit|active-commit)-([a-z0-9]+)$/.exec(name);
  return match === null ? undefined : { kind: match[1] as JobKind, target: match[2] as string };
}
