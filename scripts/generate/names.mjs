// Makes the words of states, reasons and lifecycle events from libvirt's enums: VIR_DOMAIN_SHUTOFF_FROM_SNAPSHOT is
// `from-snapshot`.
import { readFacts } from './facts.mjs';
import { writeGenerated } from './output.mjs';

const { enums } = await readFacts('api.json');
function words(type, prefix) {
  const list = [];
  for (const [name, value] of Object.entries(enums[type]))
    if (!name.endsWith('_LAST') && name !== `${prefix}NR`) list[value] = name.slice(prefix.length).toLowerCase().replaceAll('_', '-');
  return list;
}
const states = words('virDomainState', 'VIR_DOMAIN_');
const reasons = {
  nostate: words('virDomainNostateReason', 'VIR_DOMAIN_NOSTATE_'),
  running: words('virDomainRunningReason', 'VIR_DOMAIN_RUNNING_'),
  blocked: words('virDomainBlockedReason', 'VIR_DOMAIN_BLOCKED_'),
  paused: words('virDomainPausedReason', 'VIR_DOMAIN_PAUSED_'),
  shutdown: words('virDomainShutdownReason', 'VIR_DOMAIN_SHUTDOWN_'),
  shutoff: words('virDomainShutoffReason', 'VIR_DOMAIN_SHUTOFF_'),
  crashed: words('virDomainCrashedReason', 'VIR_DOMAIN_CRASHED_'),
  pmsuspended: words('virDomainPMSuspendedReason', 'VIR_DOMAIN_PMSUSPENDED_'),
};
const events = words('virDomainEventType', 'VIR_DOMAIN_EVENT_');
const details = Object.fromEntries(
  events.map((event) => {
    const type = Object.keys(enums).find((n) => n.toLowerCase() === `virdomainevent${event}detailtype`);
    return [event, words(type, `VIR_DOMAIN_EVENT_${event.toUpperCase()}_`)];
  }),
);
const tags = words('virDomainMemoryStatTags', 'VIR_DOMAIN_MEMORY_STAT_');

const quote = (list) => list.map((w) => `'${w}'`);
const union = (list) => [...new Set(list)].map((w) => `\n  | '${w}'`).join('');
const wrap = (list) => `[\n${quote(list).map((w) => `    ${w},\n`).join('')}  ]`;
const table = (entries) => Object.entries(entries).map(([k, l]) => `  ${k}: ${wrap(l)},`).join('\n');

await writeGenerated('packages/core-api/src/domain/names.generated.ts',
  `/** \`virDomainState\` in words. */
export type DomainState =${union(states)};

/** Why a domain is in its state, in words: the enums \`virDomainRunningReason\`, \`virDomainShutoffReason\` and so on. */
export type DomainStateReason =${union(Object.values(reasons).flat())};

/** \`virDomainEventType\` in words. */
export type LifecycleEventName =${union(events)};

/** The enums of the lifecycle events' details in words. */
export type LifecycleEventDetail =${union(Object.values(details).flat())};

export const stateNames: readonly DomainState[] = [${quote(states).join(', ')}];

export const reasonNames: Readonly<Record<DomainState, readonly DomainStateReason[]>> = {
${table(reasons)}
};

export const lifecycleNames: readonly LifecycleEventName[] = [${quote(events).join(', ')}];

export const lifecycleDetails: Readonly<Record<LifecycleEventName, readonly LifecycleEventDetail[]>> = {
${table(details)}
};

/** \`virDomainMemoryStatTags\` in words. */
export type MemoryStatName =${union(tags)};

export const memoryStatNames: readonly MemoryStatName[] = [
${quote(tags).map((w) => `  ${w},\n`).join('')}];
`);
