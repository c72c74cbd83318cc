import { DomainDirtyRateCalcFlags as Mode } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import { number, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { domainOption, loose } from '../domain/options.ts';

const modes: Readonly<Record<string, number>> = {
  'page-sampling': Mode.VIR_DOMAIN_DIRTYRATE_MODE_PAGE_SAMPLING,
  'dirty-bitmap': Mode.VIR_DOMAIN_DIRTYRATE_MODE_DIRTY_BITMAP,
  'dirty-ring': Mode.VIR_DOMAIN_DIRTYRATE_MODE_DIRTY_RING,
};

const domdirtyrateCalc = command({
  name: 'domdirtyrate-calc',
  summary: "Calculate a vm's memory dirty rate",
  description:
    "Calculate memory dirty rate of a domain in order to decide whether it's proper to be migrated out or not.\n" +
    "The calculated dirty rate information is available by calling 'domstats --dirtyrate'.",
  options: {
    domain: domainOption,
    seconds: number(
      'calculate memory dirty rate within specified seconds, the supported value range from 1 to 60, default to 1.',
      loose,
    ),
    mode: text(
      "dirty page rate calculation mode, either of these 3 options 'page-sampling, dirty-bitmap, dirty-ring' can be specified.",
      { ...loose, complete: 'dirty-rate-mode' },
    ),
  },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const seconds = args.int('seconds') ?? 1;
    const mode = args.text('mode') ?? 'page-sampling';
    if (!Object.hasOwn(modes, mode)) throw new CommandError(`Unknown calculation mode '${mode}'`);
    await (await shell.hypervisor()).domainStartDirtyRateCalc(domain, seconds, modes[mode] as number);
    shell.extra("Start to calculate domain's memory dirty rate successfully.\n");
  },
});

export const commands: readonly AnyCommand[] = [domdirtyrateCalc];
