import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { VirtError } from '@virtweave/core-util/errors';
import { contractVersion, type Driver, type ServiceDefinition } from '../contract/driver.ts';
import type { ServerDefinition } from '../contract/server.ts';

/** Where packages were found: whoever opens connections by the thousand looks for their driver once. */
const found = new Map<string, string>();

/**
 * Loads a package's default export: from where the application says, else from where the program lies, then from beside
 * this package. Never from the current directory. undefined when it is installed in none of these places.
 */
export async function loadPackage(name: string, from: string | undefined): Promise<unknown> {
  for (const base of [from ?? programPath(), import.meta.url]) {
    if (base === undefined) continue;
    const key = `${base} ${name}`;
    const file = found.get(key) ?? resolveFrom(name, base);
    if (file === undefined) continue;
    found.set(key, file);
    return importFile(name, file);
  }
  return undefined;
}

let program: { readonly given: string; readonly path: string } | undefined;

/** The program that Node was started with, links resolved. There is none for `node -e` and at the prompt. */
function programPath(): string | undefined {
  const given = process.argv[1];
  if (given === undefined) return undefined;
  if (program?.given === given) return program.path;
  try {
    // Resolution begins in the folder that would be beside this file: right whether the program is a file or a folder.
    program = { given, path: join(realpathSync(given), 'node_modules.js') };
    return program.path;
  } catch {
    return undefined;
  }
}

// Resolving comes first and importing second: so a dependency that a driver lacks is not taken for an absent driver.
function resolveFrom(name: string, base: string): string | undefined {
  let require: NodeJS.Require;
  try {
    require = createRequire(base);
  } catch (error) {
    throw new VirtError('VIR_ERR_INVALID_ARG', `from must be a file URL or an absolute path, such as import.meta.url`, {
      cause: error,
    });
  }
  try {
    return require.resolve(name);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // The name itself must be what was not found: a file that the package promises and lacks has the same code.
    if (code === 'MODULE_NOT_FOUND' && message.includes(`'${name}'`)) return undefined;
    throw new VirtError('VIR_ERR_INTERNAL_ERROR', `${name} is installed but cannot be loaded: ${message}`, {
      cause: error,
    });
  }
}

async function importFile(name: string, file: string): Promise<unknown> {
  try {
    const module = (required(file) ?? (await import(pathToFileURL(file).href))) as { default?: unknown };
    return module.default ?? null;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new VirtError('VIR_ERR_INTERNAL_ERROR', `${name} in ${file} cannot be loaded: ${reason}`, { cause: error });
  }
}

/**
 * What was published is required: the same module, but read at once, where `import()` goes to Node's threads for each file.
 * undefined when it must be imported: it waits for something at its top level, or what runs us cannot do this.
 */
function required(file: string): unknown {
  if (!/[\\/]node_modules[\\/].*\.js$/.test(file)) return undefined;
  try {
    return createRequire(file)(file);
  } catch (error) {
    if (String((error as NodeJS.ErrnoException).code).startsWith('ERR_REQUIRE_')) return undefined;
    throw error;
  }
}

/** Is this a driver that we can talk to? Says what is wrong with it when not. */
export function checkDriver(value: unknown, origin: string): Driver {
  const driver = checkContract(value, 'driver', origin) as Driver;
  if (!Array.isArray(driver.schemes) || !driver.schemes.every((s) => /^[a-z][a-z0-9]*$/.test(String(s))))
    throw broken(origin, 'schemes must be words of lower-case letters and digits');
  if (!Array.isArray(driver.provides)) throw broken(origin, 'provides must list families');
  return driver;
}

export function checkService(value: unknown, origin: string): ServiceDefinition {
  return checkContract(value, 'service', origin) as ServiceDefinition;
}

export function checkServer(value: unknown, origin: string): ServerDefinition {
  return checkContract(value, 'server', origin) as ServerDefinition;
}

const makers = { driver: 'defineDriver', service: 'defineService', server: 'defineServer' } as const;

function checkContract(value: unknown, kind: keyof typeof makers, origin: string): object {
  if (typeof value !== 'object' || value === null || (value as { kind?: unknown }).kind !== kind)
    throw broken(origin, `its default export was not made by ${makers[kind]}`);
  const { contract, name, open, serve } = value as { contract?: unknown; name?: unknown; open?: unknown; serve?: unknown };
  if (contract !== contractVersion) {
    throw new VirtError(
      'VIR_ERR_NO_CONNECT',
      `${origin} speaks version ${String(contract)} of the driver contract, this @virtweave/core-api speaks version ` +
        `${contractVersion}: install versions that match`,
    );
  }
  const [member, made] = kind === 'server' ? (['serve', serve] as const) : (['open', open] as const);
  if (typeof name !== 'string' || typeof made !== 'function') throw broken(origin, `name or ${member} is missing`);
  return value;
}

function broken(origin: string, what: string): VirtError {
  return new VirtError('VIR_ERR_INTERNAL_ERROR', `${origin} is not a usable driver: ${what}`);
}

