import type { TypedParam } from '@virtweave/core-api';
import { command, type AnyCommand } from '../../command.ts';
import { attempt, CommandError } from '../../errors.ts';
import { impactOf, impactOptions } from '../../flags.ts';
import { needed, number, text, type NumberOption } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { labelled, showOrChange } from '../../typed-params.ts';
import { domainOption, loose } from './options.ts';
import { rateParams, readRate } from './rate.ts';

const perf = command({
  name: 'perf',
  summary: 'Get or set perf event',
  description: 'Get or set the current perf events for a guest domain.\nTo get the perf events list use following command:\n\nvirtweave # perf <domain>',
  options: {
    domain: domainOption,
    enable: text('perf events which will be enabled', loose),
    disable: text('perf events which will be disabled', loose),
    ...impactOptions,
  },
  async run(shell, args) {
    const impact = impactOf(args);
    const domain = await findDomain(shell, args);
    const params = (['enable', 'disable'] as const).flatMap((which) =>
      (args.text(which) ?? '')
        .split(',')
        .filter((name) => name !== '')
        .map((name): TypedParam => ({ name, type: 'boolean', value: which === 'enable' })),
    );
    const hypervisor = await shell.hypervisor();
    if (params.length > 0) {
      await attempt(hypervisor.domainSetPerfEvents(domain, params, impact), 'Unable to enable/disable perf events');
    }
    const shown =
      params.length > 0 ? params : await attempt(hypervisor.domainGetPerfEvents(domain, impact), 'Unable to get perf events');
    shell.print(shown.map(({ name, value }) => labelled(name, value ? 'enabled' : 'disabled')).join(''));
  },
});

const domiftune = command({
  name: 'domiftune',
  summary: 'get/set parameters of a virtual interface',
  description: "Get/set parameters of a domain's virtual interface.",
  options: {
    domain: domainOption,
    interface: text('interface device (MAC Address)', needed),
    inbound: text("control domain's incoming traffics", loose),
    outbound: text("control domain's outgoing traffics", loose),
    ...impactOptions,
  },
  async run(shell, args) {
    const impact = impactOf(args);
    const domain = await findDomain(shell, args);
    const device = args.needed('interface');
    const params = (['inbound', 'outbound'] as const).flatMap((direction) => {
      const written = args.text(direction);
      return written === undefined ? [] : rateParams(direction, readRate(written));
    });
    const hypervisor = await shell.hypervisor();
    if (params.length > 0) {
      await attempt(
        hypervisor.domainSetInterfaceParameters(domain, device, params, impact),
        'Unable to set interface parameters',
      );
      return;
    }
    await showOrChange(shell, [], {
      what: 'interface parameters',
      get: () => hypervisor.domainGetInterfaceParameters(domain, device, impact),
      set: (changes) => hypervisor.domainSetInterfaceParameters(domain, device, changes, impact),
    });
  },
});

const whose = ['total', 'read', 'write'] as const;
const kinds = ['bytes-sec', 'iops-sec', 'bytes-sec-max', 'iops-sec-max'] as const;
const lengths = ['bytes-sec-max-length', 'iops-sec-max-length'] as const;

type Limit = `${(typeof whose)[number]}-${(typeof kinds)[number] | (typeof lengths)[number]}` | 'size-iops-sec';

/** Limits of a block device; those of bytes may have a unit. */
const limits: readonly Limit[] = [
  ...kinds.flatMap((kind) => whose.map((which): Limit => `${which}-${kind}`)),
  'size-iops-sec',
];
const limitLengths: readonly Limit[] = lengths.flatMap((kind) => whose.map((which): Limit => `${which}-${kind}`));

const limitOptions = (names: readonly Limit[]): Readonly<Record<Limit, NumberOption>> =>
  Object.fromEntries(names.map((name) => [name, number(helpOf(name), loose)])) as Record<Limit, NumberOption>;

const blkdeviotune = command({
  name: 'blkdeviotune',
  summary: 'Set or query a block device I/O tuning parameters.',
  description: 'Set or query disk I/O parameters such as block throttling.',
  options: {
    domain: domainOption,
    device: text('block device', needed),
    ...limitOptions(limits),
    'group-name': text('group name to share I/O quota between multiple drives', loose),
    ...limitOptions(limitLengths),
    ...impactOptions,
  },
  async run(shell, args) {
    const impact = impactOf(args);
    const domain = await findDomain(shell, args);
    const device = args.needed('device');
    const params: TypedParam[] = [];
    for (const name of [...limits, ...limitLengths]) {
      if (!args.has(name)) continue;
      const value = /bytes-sec(-max)?$/.test(name) ? args.bytes(name, 1) : readLimit(() => args.ulong(name));
      params.push({ name: name.replaceAll('-', '_'), type: 'ullong', value: value ?? 0n });
    }
    const group = args.text('group-name');
    if (group !== undefined) params.push({ name: 'group_name', type: 'string', value: group });
    const hypervisor = await shell.hypervisor();
    if (params.length > 0) {
      await attempt(hypervisor.domainSetBlockIoTune(domain, device, params, impact), 'Unable to change block I/O throttle');
      return;
    }
    await showOrChange(shell, [], {
      what: 'block I/O throttle parameters',
      get: () => hypervisor.domainGetBlockIoTune(domain, device, impact),
      set: (changes) => hypervisor.domainSetBlockIoTune(domain, device, changes, impact),
    });

    function readLimit(read: () => bigint | undefined): bigint | undefined {
      try {
        return read();
      } catch (error) {
        shell.report(error);
        throw new CommandError('Unable to parse integer parameter');
      }
    }
  },
});

function helpOf(name: string): string {
  if (name === 'size-iops-sec') return 'I/O size in bytes';
  const [which = '', what = ''] = name.split('-');
  const operations = what === 'bytes' ? '' : ' I/O operations';
  if (name.endsWith('-length')) return `duration in seconds to allow ${which}${operations} max${operations ? '' : ' bytes'}`;
  const limit = name.endsWith('-max') ? `${which}${operations} max` : `${which}${operations || ' throughput'} limit`;
  if (what === 'bytes') return `${limit}, as scaled integer (default bytes)`;
  return name.endsWith('-max') ? limit : `${limit} per second`;
}

export const commands: readonly AnyCommand[] = [perf, domiftune, blkdeviotune];
