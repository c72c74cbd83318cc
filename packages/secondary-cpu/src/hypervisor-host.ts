import type { HypervisorCpu, HypervisorHostCpus } from '@virtweave/core-api';
import type { Cpu, CpuDefinition, HostCpuDefinition } from '@virtweave/core-conf';
import { isVirtError } from '@virtweave/core-util/errors';
import { copyCpu, featuresOf, setFeature, withModelOf } from './cpu/definition.ts';
import type { CpuDriver } from './driver.ts';

/** The host's CPU in the forms that libvirt keeps for each emulator (`virQEMUCapsInitHostCPUModel`). */
export function hypervisorHostCpus(
  driver: CpuDriver,
  answer: HypervisorCpu | undefined,
  host: HostCpuDefinition | undefined,
): HypervisorHostCpus | undefined {
  const own = host === undefined ? undefined : { ...asGuest(host) };
  const reported = unlessUnknown(() => (answer === undefined ? undefined : driver.fromHypervisor?.(answer, false)));
  const whole = reported ?? unlessUnknown(() => (own === undefined ? undefined : namedBy(driver, own, answer)));
  if (whole === undefined) return undefined;
  const told = answer?.migratability === true && reported !== undefined;
  const migratable = told
    ? (driver.fromHypervisor?.(answer, true) ?? whole)
    : ((driver.migratable?.(whole) as Cpu | undefined) ?? whole);
  return { reported: whole, migratable, full: reported === undefined || answer?.emulated === true ? whole : withHost(reported, own) };
}

/** A CPU that no model of the hypervisor fits is none that guests could be given. */
function unlessUnknown(find: () => Cpu | undefined): Cpu | undefined {
  try {
    return find();
  } catch (error) {
    if (isVirtError(error)) return undefined;
    throw error;
  }
}

/** The host's own CPU, with what the hypervisor adds to it. */
function withHost(reported: Cpu, own: Cpu | undefined): CpuDefinition {
  if (own === undefined) return reported;
  const full = copyCpu(own);
  for (const { name, policy } of featuresOf(reported)) if (policy === 'require') setFeature(full, name, policy);
  return full;
}

function asGuest(host: HostCpuDefinition): Cpu {
  const guest = withModelOf({ mode: 'custom', match: 'exact' }, host);
  return { ...guest, model: { ...guest.model, fallback: 'forbid' } };
}

function namedBy(driver: CpuDriver, own: Cpu, answer: HypervisorCpu | undefined): Cpu {
  const models = answer?.models;
  if (models === undefined || driver.translate === undefined) return own;
  return driver.translate({ ...own, model: { ...own.model, fallback: 'allow' } }, models);
}
