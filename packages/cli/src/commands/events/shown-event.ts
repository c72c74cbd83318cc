import { domainEventKinds, type ConnectionEvent, type DomainEventKind } from '@virtweave/core-api';
import { capital } from './wait.ts';

/** Names of events that `--event` takes. */
export const eventKinds: ReadonlyMap<string, DomainEventKind> = new Map(domainEventKinds.map((kind) => [kind, kind]));

type Of<K extends DomainEventKind> = Extract<ConnectionEvent, { kind: K }>;
type Shown = { readonly [K in DomainEventKind]: (event: Of<K>) => string };

const pick = (names: readonly string[], index: number): string => names[index] ?? 'unknown';
const params = (list: readonly { name: string; value: unknown }[]): string =>
  list.map(({ name, value }) => `\n\t${name}: ${String(value)}`).join('');

/** Details whose words are not just the name with a capital. */
const detailWords: Readonly<Record<string, string>> = {
  wakeup: 'Event wakeup',
  'from-snapshot': 'Snapshot',
  ioerror: 'I/O Error',
  'api-error': 'API error',
  postcopy: 'Post-copy',
  'postcopy-failed': 'Post-copy Error',
  pmsuspended: 'PMSuspended',
};

const ioActions = ['none', 'pause', 'report'] as const;
const blockJobs = ['unknown', 'Block Pull', 'Block Copy', 'Block Commit', 'Active Block Commit', 'Backup'] as const;
const blockJobStates = ['completed', 'failed', 'canceled', 'ready'] as const;

/** What stands behind `event 'KIND' for domain 'NAME'`. */
const shown: Shown = {
  lifecycle: ({ event, detail }) =>
    `: ${detailWords[event] ?? capital(event)} ${detailWords[detail] ?? capital(detail).replaceAll('-', ' ')}`,
  reboot: () => '',
  'rtc-change': ({ utcOffset }) => `: ${utcOffset}`,
  watchdog: ({ action }) => `: ${pick(['none', 'pause', 'reset', 'poweroff', 'shutdown', 'debug', 'inject-nmi'], action)}`,
  'io-error': ({ srcPath, devAlias, action }) => `: ${srcPath} (${devAlias}) ${pick(ioActions, action)}`,
  graphics: ({ phase, local, remote, authScheme, subject }) =>
    `: ${pick(['connect', 'initialize', 'disconnect'], phase)} local[${pick(['ipv4', 'ipv6', 'unix'], local.family)} ${local.node} ` +
    `${local.service}] remote[${pick(['ipv4', 'ipv6', 'unix'], remote.family)} ${remote.node} ${remote.service}] ${authScheme}` +
    subject.map(({ type, name }, index) => `\n\tsubject[${index}]: ${type} ${name}`).join(''),
  'io-error-reason': ({ srcPath, devAlias, action, reason }) =>
    `: ${srcPath} (${devAlias}) ${pick(ioActions, action)} due to ${reason}`,
  'control-error': () => '',
  'block-job': ({ disk, type, status }) => `: ${pick(blockJobs, type)} for ${disk} ${pick(blockJobStates, status)}`,
  'disk-change': ({ oldSrcPath, newSrcPath, devAlias, reason }) =>
    ` disk ${devAlias}: ${oldSrcPath ?? ''} -> ${newSrcPath ?? ''}: ${pick(['changed', 'dropped'], reason)}`,
  'tray-change': ({ devAlias, reason }) => ` disk ${devAlias}: ${pick(['opened', 'closed'], reason)}`,
  'pm-wakeup': () => '',
  'pm-suspend': () => '',
  'balloon-change': ({ actual }) => `: ${actual}KiB`,
  'pm-suspend-disk': () => '',
  'device-removed': ({ devAlias }) => `: ${devAlias}`,
  'block-job-2': ({ disk, type, status }) => `: ${pick(blockJobs, type)} for ${disk} ${pick(blockJobStates, status)}`,
  tunable: (event) => `:${params(event.params)}`,
  'agent-lifecycle': ({ state, reason }) =>
    `: state: '${pick(['unknown', 'connected', 'disconnected'], state)}' reason: '${pick(['unknown', 'domain started', 'channel event'], reason)}'`,
  'device-added': ({ devAlias }) => `: ${devAlias}`,
  'migration-iteration': ({ iteration }) => `: iteration: '${iteration}'`,
  'job-completed': (event) => `:${params(event.params)}`,
  'device-removal-failed': ({ devAlias }) => `: ${devAlias}`,
  'metadata-change': ({ type, nsuri }) => `: type ${pick(['description', 'title', 'element'], type)}, uri ${nsuri ?? ''}`,
  'block-threshold': ({ dev, path, threshold, excess }) => `: dev: ${dev}(${path ?? ''}) ${threshold} ${excess}`,
  'memory-failure': ({ recipient, action }) =>
    `: recipient: ${pick(['hypervisor', 'guest'], recipient)}; action: ${pick(['ignore', 'inject', 'fatal', 'reset'], action)}`,
  'memory-device-size-change': ({ alias, size }) => `: alias: ${alias} size: ${size}`,
  'nic-mac-change': ({ alias, oldMAC, newMAC }) => `: alias: ${alias} ${oldMAC} -> ${newMAC}`,
};

/** `event 'lifecycle' for domain 'web': Started Booted` */
export function shownEvent(event: ConnectionEvent): string {
  const rest = (shown[event.kind] as (event: ConnectionEvent) => string)(event);
  return `event '${event.kind}' for domain '${event.domain.name}'${rest}`;
}
