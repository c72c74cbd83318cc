import { DomainBlockResizeFlags as Resize, DomainAbortJobFlagsValues as Abort } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { attempt, inOlderForm } from '../../errors.ts';
import { flagsOf } from '../../flags.ts';
import { flag, needed, number, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { domainOption } from './options.ts';

const blockresize = command({
  name: 'blockresize',
  summary: 'Resize block device of domain.',
  description: 'Resize block device of domain.',
  options: {
    domain: domainOption,
    path: text('Fully-qualified path of block device', needed),
    size: number('New size of the block device, as scaled integer (default KiB)', needed),
  },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const path = args.needed('path');
    const bytes = args.bytes('size', 1024) ?? 0n;
    const whole = bytes % 1024n === 0n;
    const hypervisor = await shell.hypervisor();
    await attempt(
      hypervisor.domainBlockResize(domain, path, whole ? bytes / 1024n : bytes, whole ? 0 : Resize.VIR_DOMAIN_BLOCK_RESIZE_BYTES),
      `Failed to resize block device '${path}'`,
    );
    shell.extra(`Block device '${path}' is resized`);
  },
});

const domblkthreshold = command({
  name: 'domblkthreshold',
  summary: "set the threshold for block-threshold event for a given block device or it's backing chain element",
  description: 'set threshold for block-threshold event for a block device',
  options: {
    domain: domainOption,
    dev: text('device to set threshold for', needed),
    threshold: number('threshold as a scaled number (by default bytes)', needed),
  },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const threshold = args.bytes('threshold', 1) ?? 0n;
    await (await shell.hypervisor()).domainSetBlockThreshold(domain, args.needed('dev'), threshold, 0);
  },
});

const domjobabort = command({
  name: 'domjobabort',
  summary: 'abort active domain job',
  description: 'Aborts the currently running domain job',
  options: { domain: domainOption, postcopy: flag('interrupt post-copy migration') },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const flags = flagsOf(args, { postcopy: Abort.VIR_DOMAIN_ABORT_JOB_POSTCOPY });
    await inOlderForm(flags === 0 ? 'virDomainAbortJob' : undefined, (await shell.hypervisor()).domainAbortJobFlags(domain, flags));
  },
});

export const commands: readonly AnyCommand[] = [blockresize, domblkthreshold, domjobabort];
