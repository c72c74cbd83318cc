import { VirtError } from '@virtweave/core-util/errors';
import type { Driver, ServiceDefinition, ServiceName } from '../contract/driver.ts';
import type { ServerDefinition } from '../contract/server.ts';
import { checkDriver, checkServer, checkService, loadPackage } from './load.ts';
import { packageOf } from './scheme.ts';

/** Drivers and services that an application registered, for every `connect` of the process. */
export class Registry {
  readonly #drivers = new Map<string, Driver>();
  readonly #services = new Map<ServiceName, ServiceDefinition>();
  /** What `serve` uses. */
  server: ServerDefinition | undefined = undefined;

  /** Registers a driver, a service or a server; it goes before installed packages. A later one of the same scheme replaces it. */
  register(definition: Driver | ServiceDefinition | ServerDefinition): this {
    if (definition?.kind === 'server') {
      this.server = checkServer(definition, `server ${definition.name}`);
    } else if (definition?.kind === 'service') {
      const service = checkService(definition, `service ${definition.name}`);
      this.#services.set(service.provides, service);
    } else {
      const driver = checkDriver(definition, `driver ${(definition as Partial<Driver> | undefined)?.name ?? '?'}`);
      for (const scheme of driver.schemes) this.#drivers.set(scheme, driver);
    }
    return this;
  }

  driver(scheme: string): Driver | undefined {
    return this.#drivers.get(scheme);
  }

  service(name: ServiceName): ServiceDefinition | undefined {
    return this.#services.get(name);
  }
}

/**
 * The registry of the process.
 *
 * ```ts
 * import { registry } from '@virtweave/core-api';
 * import driver from '@example/driver-mine';
 * registry.register(driver);
 * ```
 */
export const registry: Registry = new Registry();

/** Where one `connect` call looks for drivers. */
export interface DriverSource {
  readonly drivers: readonly (Driver | ServiceDefinition | ServerDefinition)[];
  readonly from: string | undefined;
}

/** Finds the driver for a scheme, or undefined when no package has it. */
export async function findDriver(scheme: string, source: DriverSource): Promise<Driver | undefined> {
  const given = source.drivers.find((d): d is Driver => d.kind !== 'service' && d.kind !== 'server' && d.schemes?.includes(scheme));
  if (given !== undefined) return checkDriver(given, `driver ${given.name}`);
  const registered = registry.driver(scheme);
  if (registered !== undefined) return registered;
  const name = packageOf(scheme);
  const loaded = await loadPackage(name, source.from);
  if (loaded === undefined) return undefined;
  const driver = checkDriver(loaded, name);
  if (driver.schemes.includes(scheme)) return driver;
  throw new VirtError('VIR_ERR_INTERNAL_ERROR', `${name} has no driver for ${scheme} URIs, only ${driver.schemes.join(', ')}`);
}

/** Finds a service, or undefined when its package is not installed. */
export async function findService(name: ServiceName, source: DriverSource): Promise<ServiceDefinition | undefined> {
  const given = source.drivers.find((d): d is ServiceDefinition => d.kind === 'service' && d.provides === name);
  if (given !== undefined) return checkService(given, `service ${given.name}`);
  const registered = registry.service(name);
  if (registered !== undefined) return registered;
  const loaded = await loadPackage(`@virtweave/secondary-${name}`, source.from);
  return loaded === undefined ? undefined : checkService(loaded, `@virtweave/secondary-${name}`);
}

/** Finds what serves state folders, or undefined when its package is not installed. */
export async function findServer(source: DriverSource): Promise<ServerDefinition | undefined> {
  const given = source.drivers.find((d): d is ServerDefinition => d.kind === 'server') ?? registry.server;
  if (given !== undefined) return checkServer(given, `server ${given.name}`);
  const name = '@virtweave/daemon/serve';
  const loaded = await loadPackage(name, source.from);
  return loaded === undefined ? undefined : checkServer(loaded, name);
}
