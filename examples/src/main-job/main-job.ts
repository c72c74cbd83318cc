import { connect, type Domain } from '@virtweave/core-api';
import { isVirtError } from '@virtweave/core-util';
import { writeFile } from 'node:fs/promises';
import { deviceAddresses } from './devices.ts';
import { watchEvents, type EventWatch } from './event-watch.ts';
import { GuestConsole } from './guest-console.ts';
import { pngSize, toPng } from './png.ts';
import { statistics } from './statistics.ts';

export interface MainJob {
  /** Where to: `qemu:///embed?root=/path`, or `test:///default`. */
  readonly uri: string;
  /** The guest's document. */
  readonly xml: string;
  /** File for the picture of the guest's screen. */
  readonly screenshot: string;
  /** Gets each line of what is going on. */
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** What `npm start -- --json FILE` records. */
export interface MainJobResult {
  /** The driver's own name, such as `QEMU`. */
  readonly driver: string;
  readonly uri: string;
  /** The line that the guest itself wrote when it was up; null where guests have no console. */
  readonly ready: string | null;
  /** Bytes; null where there are no screenshots. */
  readonly pngSize: number | null;
  readonly png: string | null;
  /** Each state that the guest was in, in turn. */
  readonly states: readonly string[];
  readonly shutoffReason: string;
  /** Devices that have an address. */
  readonly devices: readonly string[];
  /** Events as they came: `started booted`. */
  readonly events: readonly string[];
  readonly seconds: number;
}

/** Milliseconds in which a guest must be up, and down again. */
const bootLimit = 60_000;
const shutdownLimit = 30_000;

/** Takes one guest through its life, by the public API alone, and shows each step. */
export async function mainJob(job: MainJob): Promise<MainJobResult> {
  const { say, signal } = job;
  const begin = performance.now();
  const connection = await connect(job.uri, { from: import.meta.url, signal });
  let result: Omit<MainJobResult, 'seconds'>;
  try {
    const driver = await connection.type({ signal });
    say(`Connected to ${job.uri}: ${driver} ${versionText(await connection.version({ signal }))}`);
    const events = watchEvents(connection, job);
    const domain = await connection.defineXML(job.xml, { signal });
    try {
      result = { driver, uri: job.uri, ...(await live(job, domain, events)) };
    } finally {
      // Also when something failed or Ctrl-C was pressed: nothing stays behind.
      if (await domain.isActive()) await domain.destroy();
      await domain.undefine();
      await events.close();
    }
  } finally {
    await connection.close();
  }
  const seconds = Math.round(performance.now() - begin) / 1000;
  say(`\nDone in ${seconds.toFixed(1)} s; nothing is left behind.`);
  return { ...result, seconds };
}

async function live(
  job: MainJob,
  domain: Domain,
  events: EventWatch,
): Promise<Omit<MainJobResult, 'driver' | 'uri' | 'seconds'>> {
  const { say, signal } = job;
  const states: string[] = [];
  const note = async (): Promise<string> => {
    const { state, reason } = await domain.state({ signal });
    states.push(state);
    say(`State: ${state} (${reason})`);
    return reason;
  };
  say(`Defined ${domain.name} (${domain.uuid})`);
  await note();

  say('\nStarting');
  await domain.start({ signal });
  await note();
  const guest = await supported(() => openConsole(job, domain), say, 'console');
  try {
    const ready = guest === undefined ? null : await watchBoot(guest, signal);
    const devices = deviceAddresses(await domain.xml({ signal }));
    say(devices.length > 0 ? '\nDevices and their addresses:' : '\n(no device has an address)');
    for (const line of devices) say(`  ${line}`);
    say('\nStatistics:');
    for (const line of await statistics(domain, signal)) say(`  ${line}`);
    const pngSize = (await supported(() => takePicture(job, domain), say, 'screenshots')) ?? null;

    say('\nSuspending and resuming');
    await domain.suspend({ signal });
    await note();
    await domain.resume({ signal });
    await note();

    say('\nPressing the ACPI power button');
    await domain.shutdown({ signal });
    await events.lifecycle('stopped', AbortSignal.any([signal, AbortSignal.timeout(shutdownLimit)]));
    const shutoffReason = await note();
    const png = pngSize === null ? null : job.screenshot;
    return { ready, pngSize, png, states, shutoffReason, devices, events: events.seen };
  } finally {
    await guest?.close();
  }
}

async function openConsole({ say, signal }: MainJob, domain: Domain): Promise<GuestConsole> {
  return new GuestConsole(await domain.openConsole({ signal }), (line) => say(`  | ${line}`));
}

/** Waits until the guest says that it is up, and for the answer to a command that is typed at it then. */
async function watchBoot(guest: GuestConsole, signal: AbortSignal): Promise<string> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(bootLimit)]);
  const ready = await guest.line(/^READY /, limit);
  await guest.prompt(limit);
  guest.type('cat /proc/uptime; echo "answer: $((6 * 7))"');
  await guest.line(/^answer: 42/, limit);
  return ready;
}

async function takePicture({ screenshot, say, signal }: MainJob, domain: Domain): Promise<number> {
  const { data } = await domain.screenshot({ signal });
  const png = await toPng(data);
  await writeFile(screenshot, png);
  const { width, height } = pngSize(png);
  say(`\nScreenshot: ${screenshot} (${width} x ${height}, ${png.length} bytes)`);
  return png.length;
}

/** Not every driver can do everything: what this one cannot is said, and left out. */
async function supported<T>(work: () => Promise<T>, say: (line: string) => void, what: string): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!isVirtError(error, 'VIR_ERR_NO_SUPPORT')) throw error;
    say(`(guests of this driver have no ${what})`);
    return undefined;
  }
}

function versionText(version: number): string {
  return `${Math.floor(version / 1_000_000)}.${Math.floor(version / 1000) % 1000}.${version % 1000}`;
}
