import type { DomainRef } from '@virtweave/core-api';
import { DomainUndefineFlagsValues as Undefine } from '@virtweave/core-api/constants';
import { isVirtError } from '@virtweave/core-util/errors';
import { command, type AnyCommand } from '../../command.ts';
import { attempt, CommandError } from '../../errors.ts';
import { exclusive, flagsOf } from '../../flags.ts';
import { flag, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import type { Shell } from '../../shell.ts';
import { domainOption, loose } from './options.ts';

const undefine = command({
  name: 'undefine',
  summary: 'undefine a domain',
  description: 'Undefine an inactive domain, or convert persistent to transient.',
  options: {
    domain: domainOption,
    'managed-save': flag('remove domain managed state file'),
    storage: text(
      'remove associated storage volumes (comma separated list of targets or source paths) (see domblklist)',
      { ...loose, complete: 'disk-target' },
    ),
    'remove-all-storage': flag('remove all associated storage volumes (use with caution)'),
    'delete-storage-volume-snapshots': flag(
      'delete snapshots associated with volume(s), requires --remove-all-storage (must be supported by storage driver)',
    ),
    'wipe-storage': flag('wipe data on the removed volumes'),
    'snapshots-metadata': flag('remove all domain snapshot metadata (vm must be inactive)'),
    'checkpoints-metadata': flag('remove all domain checkpoint metadata (vm must be inactive)'),
    nvram: flag('remove nvram file'),
    'keep-nvram': flag('keep nvram file'),
    tpm: flag('remove TPM state'),
    'keep-tpm': flag('keep TPM state'),
  },
  async run(shell, args) {
    if (args.flag('delete-storage-volume-snapshots') && !args.flag('remove-all-storage')) {
      throw new CommandError('Option --remove-all-storage is required by option --delete-storage-volume-snapshots');
    }
    exclusive(args, 'nvram', 'keep-nvram');
    exclusive(args, 'tpm', 'keep-tpm');
    const flags = flagsOf(args, {
      'managed-save': Undefine.VIR_DOMAIN_UNDEFINE_MANAGED_SAVE,
      'snapshots-metadata': Undefine.VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA,
      'checkpoints-metadata': Undefine.VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA,
      nvram: Undefine.VIR_DOMAIN_UNDEFINE_NVRAM,
      'keep-nvram': Undefine.VIR_DOMAIN_UNDEFINE_KEEP_NVRAM,
      tpm: Undefine.VIR_DOMAIN_UNDEFINE_TPM,
      'keep-tpm': Undefine.VIR_DOMAIN_UNDEFINE_KEEP_TPM,
    });
    const written = args.needed('domain');
    const wantsVolumes = args.has('storage') || args.flag('remove-all-storage');
    if (args.flag('wipe-storage') && !wantsVolumes) {
      throw new CommandError("'--wipe-storage' requires '--storage <string>' or '--remove-all-storage'");
    }
    const domain = await findDomain(shell, args);
    const volumes = wantsVolumes ? await import('./undefine-storage.ts') : undefined;
    const doomed = await volumes?.volumesOf(shell, args, domain);
    await attemptUndefine(shell, domain, flags, `Failed to undefine domain '${written}'`);
    shell.extra(`Domain '${written}' has been undefined\n`);
    if (doomed) await volumes?.removeVolumes(shell, args, doomed);
  },
});

/** What changes nothing where there is nothing of the kind, and need not be known by a driver that has none of it. */
const harmless = ~Undefine.VIR_DOMAIN_UNDEFINE_NVRAM;

async function attemptUndefine(shell: Shell, domain: DomainRef, flags: number, failure: string): Promise<void> {
  const hypervisor = await shell.hypervisor();
  if (flags !== 0) {
    try {
      await hypervisor.domainUndefineFlags(domain, flags);
      return;
    } catch (cause) {
      const unknown = isVirtError(cause, 'VIR_ERR_INVALID_ARG') || isVirtError(cause, 'VIR_ERR_NO_SUPPORT');
      if (!unknown || (flags & harmless) !== flags) throw new CommandError(failure, { cause });
    }
  }
  const saved = await hypervisor.domainHasManagedSaveImage(domain, 0).catch(() => false);
  if (saved) {
    if ((flags & Undefine.VIR_DOMAIN_UNDEFINE_MANAGED_SAVE) === 0) {
      throw new CommandError('Refusing to undefine while domain managed save image exists');
    }
    await attempt(hypervisor.domainManagedSaveRemove(domain, 0), 'Failed to remove domain managed save image');
  }
  await attempt(hypervisor.domainUndefineFlags(domain, 0), failure);
}

export const commands: readonly AnyCommand[] = [undefine];
