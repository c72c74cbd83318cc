import type { Call } from '@virtweave/core-api';
import { Bitmap, VirtError, isVirtError } from '@virtweave/core-util';
import { addKeys, getKeys, removeKeys, setPassword } from '../agent/accounts.ts';
import { askAgent, resultOf, type AskAgent } from '../agent/ask.ts';
import { agentChannel, requireAgent } from '../agent/channel.ts';
import { BLOCK } from '../agent/client.ts';
import { getTime, setTime } from '../agent/clock.ts';
import { malformed } from '../agent/errors.ts';
import { freeze, fsInfo, getFilesystems, thaw, trim } from '../agent/filesystems.ts';
import { checkGuestInfoTypes, guestInfo } from '../agent/guest-info.ts';
import { getInterfaces } from '../agent/interfaces.ts';
import { checkCanSuspend, checkSuspendTarget, shutdown, suspend } from '../agent/power.ts';
import { getHostname } from '../agent/system.ts';
import { getVcpus, setVcpuCount, setVcpuMap, vcpuParams } from '../agent/vcpus.ts';
import type { QemuEngine } from '../engine/engine.ts';
import type { Guest } from '../engine/guest.ts';
import type { RunningGuest } from '../engine/running-guest.ts';
import { saveStatus } from '../lifecycle/follow.ts';
import { formatJson, isJsonObject, parseJson, qmpErrorClass, type Json } from '../qmp/index.ts';
import type { Members } from './members.ts';

/** `virDomainSetTimeFlags` */
const SYNC = 1;
/** `virDomainGetHostnameFlags` */
const LEASE = 1;
const AGENT = 2;
/** `virDomainAuthorizedSSHKeysSetFlags` */
const APPEND = 1;
const REMOVE = 2;
/** `virDomainSetUserPasswordFlags` */
const ENCRYPTED = 1;
/** `virDomainVcpuFlags` */
const MAXIMUM = 4;
/** `virDomainShutdownFlagValues` */
const ACPI = 1;
const GUEST_AGENT = 2;

type AgentMembers = Members<
  | 'domainQemuAgentCommand' | 'domainAgentSetResponseTimeout' | 'domainFSFreeze' | 'domainFSThaw' | 'domainFSTrim'
  | 'domainGetFSInfo' | 'domainGetTime' | 'domainSetTime' | 'domainSetUserPassword' | 'domainGetGuestVcpus' | 'domainSetGuestVcpus'
  | 'domainGetHostname' | 'domainGetGuestInfo' | 'domainAuthorizedSSHKeysGet' | 'domainAuthorizedSSHKeysSet'
  | 'domainPMSuspendForDuration'
>;

type Body<T> = (ask: AskAgent, running: RunningGuest, signal: AbortSignal) => Promise<T>;

/**
 * Runs `body` when the turn for the guest's agent has come. It waits for other commands of the agent only, and nothing but
 * those waits for it.
 */
export function withAgent<T>(engine: QemuEngine, guest: Guest, operation: string, call: Call, body: Body<T>): Promise<T> {
  requireAgent(guest);
  const options = call.signal === undefined ? {} : { signal: call.signal };
  return (guest.running as RunningGuest).agent.lock.run(
    'modify',
    operation,
    async ({ signal }) => {
      const running = requireAgent(guest);
      return body(askAgent(running.agent, { timeout: guest.agentTimeout, signal }), running, signal);
    },
    options,
  );
}

/** What the agent in a guest tells and does. */
export function agentMembers(engine: QemuEngine): AgentMembers {
  const asking = <T>(ref: Parameters<typeof engine.guests.get>[0], operation: string, call: Call, body: Body<T>): Promise<T> =>
    withAgent(engine, engine.guests.get(ref), operation, call, body);

  return {
    async domainQemuAgentCommand(ref, text, timeout, _flags, call) {
      checkTimeout(timeout);
      const guest = engine.guests.get(ref);
      return withAgent(engine, guest, 'domainQemuAgentCommand', call, async (_ask, { agent }, signal) => {
        const command = readCommand(text);
        const reply = await agent.execute(command, { timeout, signal });
        resultOf(isJsonObject(command) && typeof command['execute'] === 'string' ? command['execute'] : '<unknown>', reply);
        return formatJson(reply);
      });
    },

    async domainAgentSetResponseTimeout(ref, timeout) {
      checkTimeout(timeout);
      const guest = engine.guests.get(ref);
      guest.agentTimeout = timeout;
      if (guest.running !== undefined) await saveStatus(engine, guest, guest.running);
      return 0;
    },

    domainFSFreeze: async (ref, mountpoints, _flags, call) => asking(ref, 'domainFSFreeze', call, (ask) => freeze(ask, mountpoints)),

    async domainFSThaw(ref, mountpoints, _flags, call) {
      if (mountpoints.length > 0) throw unsupported('specifying mountpoints is not supported');
      return asking(ref, 'domainFSThaw', call, (ask) => thaw(ask));
    },

    async domainFSTrim(ref, mountPoint, minimum, _flags, call) {
      if (mountPoint !== undefined) throw unsupported('Specifying mount point is not supported for now');
      await asking(ref, 'domainFSTrim', call, (ask) => trim(ask, minimum));
    },

    domainGetFSInfo: async (ref, _flags, call) =>
      asking(ref, 'domainGetFSInfo', call, async (ask, { document }) => fsInfo(await getFilesystems(ask), document)),

    domainGetTime: async (ref, _flags, call) => asking(ref, 'domainGetTime', call, (ask) => getTime(ask)),

    domainSetTime: async (ref, seconds, nseconds, flags, call) =>
      asking(ref, 'domainSetTime', call, async (ask, running, signal) => {
        await setTime(ask, (flags & SYNC) === 0 ? { seconds, nseconds } : undefined);
        await forgetLostTicks(running, signal);
      }),

    domainSetUserPassword: async (ref, user, password, flags, call) =>
      asking(ref, 'domainSetUserPassword', call, (ask) => setPassword(ask, user ?? '', password ?? '', (flags & ENCRYPTED) !== 0)),

    domainGetGuestVcpus: async (ref, _flags, call) =>
      asking(ref, 'domainGetGuestVcpus', call, async (ask) => vcpuParams(await getVcpus(ask))),

    async domainSetGuestVcpus(ref, cpumap, state, _flags, call) {
      if (state !== 0 && state !== 1) {
        throw new VirtError('VIR_ERR_INVALID_ARG', 'unsupported state value', { domain: 'VIR_FROM_QEMU', bare: true });
      }
      const map = Bitmap.parse(cpumap);
      await asking(ref, 'domainSetGuestVcpus', call, (ask) => setVcpuMap(ask, map, state === 1));
    },

    async domainGetHostname(ref, flags, call) {
      const guest = engine.guests.get(ref);
      if ((flags & LEASE) !== 0 && (flags & AGENT) !== 0) {
        const detail = "Flags 'VIR_DOMAIN_GET_HOSTNAME_LEASE' and 'VIR_DOMAIN_GET_HOSTNAME_AGENT' are mutually exclusive";
        throw new VirtError('VIR_ERR_INVALID_ARG', detail, { domain: 'VIR_FROM_QEMU', bare: true });
      }
      guest.requireRunning();
      // Leases come from networks of ours; a guest has none there.
      if ((flags & LEASE) !== 0) throw noHostname(guest);
      return withAgent(engine, guest, 'domainGetHostname', call, async (ask, _running, signal) => {
        let name: string | undefined;
        try {
          name = await getHostname(ask);
        } catch (error) {
          if (signal.aborted || !isVirtError(error)) throw error;
          throw noHostname(guest, error);
        }
        if (name === undefined) throw noHostname(guest);
        return name;
      });
    },

    async domainGetGuestInfo(ref, types, _flags, call) {
      checkGuestInfoTypes(types);
      return asking(ref, 'domainGetGuestInfo', call, (ask, { document }) => guestInfo(ask, document, types));
    },

    domainAuthorizedSSHKeysGet: async (ref, user, _flags, call) =>
      asking(ref, 'domainAuthorizedSSHKeysGet', call, (ask) => getKeys(ask, user)),

    async domainAuthorizedSSHKeysSet(ref, user, keys, flags, call) {
      if ((flags & APPEND) !== 0 && (flags & REMOVE) !== 0) {
        const detail = "Flags 'VIR_DOMAIN_AUTHORIZED_SSH_KEYS_SET_APPEND' and 'VIR_DOMAIN_AUTHORIZED_SSH_KEYS_SET_REMOVE' are mutually exclusive";
        throw new VirtError('VIR_ERR_INVALID_ARG', detail, { domain: 'VIR_FROM_DOM', bare: true });
      }
      await asking(ref, 'domainAuthorizedSSHKeysSet', call, (ask) =>
        (flags & REMOVE) !== 0 ? removeKeys(ask, user, keys) : addKeys(ask, user, keys, (flags & APPEND) === 0),
      );
    },

    async domainPMSuspendForDuration(ref, target, duration, _flags, call) {
      if (duration !== 0n) throw unsupported('Duration not supported. Use 0 for now');
      checkSuspendTarget(target);
      await asking(ref, 'domainPMSuspendForDuration', call, async (ask, running, signal) => {
        await checkCanSuspend(running, target, signal);
        await suspend(ask, target);
      });
    },
  };
}

/** The guest's interfaces and addresses (`VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT`). */
export function agentAddresses(engine: QemuEngine, guest: Guest, call: Call): ReturnType<typeof getInterfaces> {
  return withAgent(engine, guest, 'domainInterfaceAddresses', call, (ask) => getInterfaces(ask));
}

/** How many processors the guest uses, or has (`VIR_DOMAIN_VCPU_GUEST`). */
export async function guestVcpuCount(engine: QemuEngine, guest: Guest, flags: number, call: Call): Promise<number> {
  if (!guest.active) {
    throw new VirtError('VIR_ERR_INVALID_ARG', 'vCPU count provided by the guest agent can only be requested for live domains', {
      domain: 'VIR_FROM_QEMU',
    });
  }
  const vcpus = await withAgent(engine, guest, 'domainGetVcpusFlags', call, (ask) => getVcpus(ask));
  return (flags & MAXIMUM) !== 0 ? vcpus.length : vcpus.filter(({ online }) => online).length;
}

/** Has the guest use so many processors (`VIR_DOMAIN_VCPU_GUEST`). */
export function setGuestVcpuCount(engine: QemuEngine, guest: Guest, count: number, call: Call): Promise<void> {
  return withAgent(engine, guest, 'domainSetVcpusFlags', call, (ask, { document: { vcpu } }) => {
    const enabled = vcpu.current ?? vcpu.max;
    if (count <= enabled) return setVcpuCount(ask, count);
    throw new VirtError(
      'VIR_ERR_INVALID_ARG',
      `requested vcpu count is greater than the count of enabled vcpus in the domain: ${count} > ${enabled}`,
      { domain: 'VIR_FROM_QEMU' },
    );
  });
}

/**
 * Has the agent shut the guest down or reboot it, when the flags say so, or say nothing and there is one. Says whether that is
 * done; when not, the power button is left.
 *
 * @param flags `virDomainShutdownFlagValues` or `virDomainRebootFlagValues`, whose numbers are the same
 */
export async function shutdownByAgent(
  engine: QemuEngine,
  guest: Guest,
  mode: 'powerdown' | 'reboot',
  flags: number,
  call: Call,
): Promise<boolean> {
  const { agent, document } = guest.requireRunning();
  const wanted = (flags & GUEST_AGENT) !== 0;
  if (!wanted && (flags !== 0 || !agent.connected || agentChannel(document) === undefined)) return false;
  try {
    await withAgent(engine, guest, mode === 'reboot' ? 'domainReboot' : 'domainShutdownFlags', call, (ask) => shutdown(ask, mode));
    return true;
  } catch (error) {
    if ((wanted && (flags & ACPI) === 0) || !isVirtError(error)) throw error;
    return false;
  }
}

/** A clock that was set right must not be moved on by the ticks that the guest has missed. */
async function forgetLostTicks({ document, monitor }: RunningGuest, signal: AbortSignal): Promise<void> {
  if (!['x86_64', 'i686'].includes(document.os.type.arch ?? '')) return;
  try {
    await monitor.execute('rtc-reset-reinjection', undefined, { signal });
  } catch (error) {
    if (qmpErrorClass(error) !== 'CommandNotFound') throw error;
  }
}

function readCommand(text: string): Json {
  try {
    return parseJson(text);
  } catch (error) {
    throw malformed(`cannot parse json ${text.length > 200 ? `${text.slice(0, 200)}...` : text}: ${String((error as Error).message)}`, error);
  }
}

function checkTimeout(timeout: number): void {
  if (timeout >= BLOCK) return;
  throw new VirtError('VIR_ERR_INVALID_ARG', `guest agent timeout '${timeout}' is less than the minimum '${BLOCK}'`, { domain: 'VIR_FROM_QEMU' });
}

function unsupported(detail: string): VirtError {
  return new VirtError('VIR_ERR_ARGUMENT_UNSUPPORTED', detail, { domain: 'VIR_FROM_QEMU' });
}

function noHostname({ name }: Guest, cause?: unknown): VirtError {
  return new VirtError('VIR_ERR_NO_HOSTNAME', `no hostname found for domain ${name}`, {
    domain: 'VIR_FROM_QEMU',
    ...(cause !== undefined && { cause }),
  });
}
