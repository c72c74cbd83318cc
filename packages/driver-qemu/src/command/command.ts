import type { Domain } from '@virtweave/core-conf';
import type { QemuCapabilities } from '../capabilities/index.ts';
import { accelerator } from './accelerator.ts';
import { managedReservations } from './blockdev.ts';
import { boot } from './boot.ts';
import { CommandBuilder, type PassedDescriptor, type QemuArgument } from './builder.ts';
import { channels, consoles, parallels, serials } from './chardevs.ts';
import { clock, powerManagement } from './clock.ts';
import type { CommandContext } from './context.ts';
import { controllerGlobals, controllers } from './controllers.ts';
import { cpu } from './cpu.ts';
import { disks, throttleGroups } from './disks.ts';
import {
  deprecationBehavior,
  deviceOverrides,
  editedCapabilities,
  extensionArguments,
  extensionEnvironment,
} from './extensions.ts';
import { filesystems } from './filesystems.ts';
import { flashImages, loader } from './firmware.ts';
import { display, graphics, graphicsEnvironment } from './graphics.ts';
import { hostdevs } from './hostdevs.ts';
import { inputs } from './input.ts';
import { interfaces } from './interfaces.ts';
import { iommu } from './iommu.ts';
import { escapeComma } from './json.ts';
import { launchSecurity } from './launch-security.ts';
import { machine, noAcpi } from './machine.ts';
import { memoryDevices } from './memory-devices.ts';
import { memory } from './memory.ts';
import { monitor } from './monitor.ts';
import { numa } from './numa.ts';
import { redirdevs } from './redirdevs.ts';
import { rngs } from './rng.ts';
import { sandbox, timestamps } from './sandbox.ts';
import { shmems } from './shmem.ts';
import { balloon, cryptos, hubs, nvram, panics, pstore, vmcoreinfo, vsock, watchdogs } from './small-devices.ts';
import { firmwareConfig, smbios } from './smbios.ts';
import { smartcards } from './smartcards.ts';
import { iothreads, smp } from './smp.ts';
import { audioEnvironment, audios, sounds } from './sound.ts';
import { tpms } from './tpm.ts';
import { videos } from './video.ts';
import { validateStart } from '../validate/start.ts';

/** A command line, ready to be run. */
export interface QemuCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: readonly (readonly [name: string, value: string])[];
  /** Descriptors that QEMU must inherit. */
  readonly descriptors: readonly PassedDescriptor[];
  /** The arguments with the parts of the document that they come from. */
  readonly explained: readonly QemuArgument[];
}

/**
 * The command that runs a guest, argument by argument the one that libvirt would run. The domain is complete: defaults
 * are filled in, addresses and aliases assigned.
 *
 * @throws VirtError VIR_ERR_CONFIG_UNSUPPORTED when the document asks for what this QEMU cannot do
 */
export function buildCommand(domain: Domain, capabilities: QemuCapabilities, context: CommandContext): QemuCommand {
  const edited = editedCapabilities(domain, capabilities);
  validateStart(domain, edited, context);
  const build = new CommandBuilder(domain, edited, context, deviceOverrides(domain));
  for (const concern of concerns) concern(build);
  return {
    program: domain.devices.emulator ?? capabilities.emulator,
    args: wordsOf(build.arguments),
    env: environment(build),
    descriptors: build.descriptors,
    explained: build.arguments,
  };
}

function wordsOf(all: readonly QemuArgument[]): string[] {
  const words: string[] = [];
  for (const { option, value } of all) {
    words.push(option);
    if (value !== undefined) words.push(value);
  }
  return words;
}

type Concern = (build: CommandBuilder) => void;

/** What it adds belongs to this part of the document, unless it says better. */
const at =
  (part: string, concern: Concern): Concern =>
  (build) =>
    build.part(part, () => concern(build));

/** In the order in which libvirt asks for them; a thing exists before it is referred to. */
const concerns: readonly Concern[] = [
  at('/domain/name', name),
  compatibility,
  (build) => build.add('-S'),
  masterKey,
  managedReservations,
  flashImages,
  at('/domain/os/type', machine),
  at('/domain/@type', accelerator),
  at('/domain/features/smm/tseg', extendedTseg),
  at('/domain/cpu', cpu),
  loader,
  at('/domain/memory', memory),
  at('/domain/vcpu', smp),
  at('/domain/iothreads', iothreads),
  at('/domain/throttlegroups', throttleGroups),
  at('/domain/cpu/numa', numa),
  at('/domain/uuid', (build) => build.add('-uuid', build.domain.uuid)),
  at('/domain/os/smbios', smbios),
  at('/domain/sysinfo', firmwareConfig),
  at('/domain/genid', generationId),
  display,
  (build) => build.add('-no-user-config'),
  (build) => build.add('-nodefaults'),
  monitor,
  at('/domain/clock', clock),
  at('/domain/pm', powerManagement),
  at('/domain/features/acpi', noAcpi),
  boot,
  iommu,
  at('/domain/devices/controller', controllerGlobals),
  controllers,
  memoryDevices,
  hubs,
  disks,
  filesystems,
  interfaces,
  smartcards,
  serials,
  parallels,
  channels,
  consoles,
  tpms,
  inputs,
  audios,
  graphics,
  videos,
  sounds,
  watchdogs,
  redirdevs,
  hostdevs,
  incoming,
  balloon,
  rngs,
  at('/domain/devices/nvram', nvram),
  at('/domain/features/vmcoreinfo', vmcoreinfo),
  launchSecurity,
  extensionArguments,
  sandbox,
  panics,
  shmems,
  vsock,
  cryptos,
  pstore,
  at('/domain/features/async-teardown', asyncTeardown),
  timestamps,
];

function name(build: CommandBuilder): void {
  const { setProcessName } = build.context.config;
  const parts = [`guest=${escapeComma(build.domain.name)}`];
  if (setProcessName) parts.push(`process=qemu:${escapeComma(build.domain.name)}`);
  build.add('-name', [...parts, 'debug-threads=on'].join(','));
}

function compatibility(build: CommandBuilder): void {
  const behaviour = {
    omit: { 'deprecated-output': 'hide' },
    reject: { 'deprecated-output': 'hide', 'deprecated-input': 'reject' },
    crash: { 'deprecated-output': 'hide', 'deprecated-input': 'crash' },
  };
  const wanted = deprecationBehavior(build.domain) ?? build.context.config.deprecationBehavior;
  if (wanted !== undefined && wanted in behaviour)
    build.add('-compat', JSON.stringify(behaviour[wanted as keyof typeof behaviour]));
}

function masterKey(build: CommandBuilder): void {
  build.object({
    'qom-type': 'secret',
    id: 'masterKey0',
    format: 'raw',
    file: `${build.context.folders.domain}/master-key.aes`,
  });
}

function extendedTseg(build: CommandBuilder): void {
  const tseg = build.domain.features?.smm?.tseg;
  if (tseg === undefined) return;
  const scale = { B: 1 / 1048576, KiB: 1 / 1024, MiB: 1, GiB: 1024 }[tseg.unit] ?? 1;
  build.add('-global', `mch.extended-tseg-mbytes=${Math.round(tseg.size * scale)}`);
}

function generationId(build: CommandBuilder): void {
  const { genid } = build.domain;
  if (genid === undefined) return;
  build.device({ driver: 'vmgenid', guid: genid, id: 'vmgenid0' });
}

function incoming(build: CommandBuilder): void {
  const { incoming } = build.context;
  if (incoming === undefined) return;
  if (incoming.fd !== undefined) build.pass(incoming.fd, 'incoming');
  build.add('-incoming', incoming.uri);
}

function asyncTeardown(build: CommandBuilder): void {
  const wanted = build.domain.features?.asyncTeardown;
  if (wanted === undefined || !build.has('run-with.async-teardown')) return;
  build.add('-run-with', `async-teardown=${wanted ? 'on' : 'off'}`);
}

function environment(build: CommandBuilder): [string, string][] {
  const { context } = build;
  const home = context.folders.domain;
  const env: [string, string][] = [];
  for (const [key, value] of context.environment) env.push(key === 'HOME' ? [key, home] : [key, value]);
  env.push(
    ['XDG_DATA_HOME', `${home}/.local/share`],
    ['XDG_CACHE_HOME', `${home}/.cache`],
    ['XDG_CONFIG_HOME', `${home}/.config`],
  );
  const { clock } = build.domain;
  if (clock.offset === 'timezone' && clock.timezone !== undefined) env.push(['TZ', clock.timezone]);
  return [...env, ...audioEnvironment(build), ...graphicsEnvironment(build), ...extensionEnvironment(build.domain)];
}
