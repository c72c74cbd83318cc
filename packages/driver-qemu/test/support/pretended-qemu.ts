import type { Duplex } from 'node:stream';
import type { HostSignal, ProcessIdentity } from '@virtweave/core-util';
import type { Json, JsonObject } from '../../src/qmp/index.ts';
import { FakeQmp, FakeRefusal, type FakeCommand, type FakeHandler } from '../fake-qmp.ts';

/** How the next QEMU behaves. */
export interface QemuHabits {
  /** Words for its log, and its end before anybody has spoken to it. */
  readonly diesAtStart?: string;
  /** Nobody is greeted. */
  readonly mute?: boolean;
  /** What the guest does when its power button is pressed. Default: it powers off. */
  readonly onPowerButton?: 'powers off' | 'nothing';
  /** SIGTERM is not obeyed. */
  readonly stubborn?: boolean;
  /** Answers of its own, by command. */
  readonly answers?: Readonly<Record<string, FakeHandler>>;
}

/** A QEMU that is none: a process of the pretended machine that speaks QMP at its socket and can end in all the usual ways. */
export class PretendedQemu {
  readonly identity: ProcessIdentity;
  readonly args: readonly string[];
  /** Was it started to be asked, with no guest? */
  readonly probe: boolean;
  readonly socket: string;
  /** What `query-status` says. */
  status: 'prelaunch' | 'running' | 'paused' | 'shutdown' = 'prelaunch';
  alive = true;
  /** Commands that arrived, in order. */
  readonly commands: string[] = [];
  readonly #habits: QemuHabits;
  readonly #monitors = new Set<FakeQmp>();
  readonly #exit: (status: number | null, signal: HostSignal | null) => void;

  constructor(options: {
    readonly identity: ProcessIdentity;
    readonly args: readonly string[];
    readonly socket: string;
    readonly habits: QemuHabits;
    readonly exit: (status: number | null, signal: HostSignal | null) => void;
  }) {
    this.identity = options.identity;
    this.args = options.args;
    this.socket = options.socket;
    this.probe = options.args.some((arg) => arg.startsWith('none,'));
    this.#habits = options.habits;
    this.#exit = options.exit;
  }

  /** Name of its guest. */
  get guest(): string {
    return /^guest=([^,]*)/.exec(this.args[this.args.indexOf('-name') + 1] ?? '')?.[1] ?? '';
  }

  /** Somebody has connected to its monitor. */
  accept(stream: Duplex): void {
    const monitor = new FakeQmp({ greet: this.#habits.mute !== true });
    this.#monitors.add(monitor);
    for (const [command, handler] of Object.entries({ ...this.#handlers(), ...this.#habits.answers })) {
      monitor.on(command, async (received) => {
        this.commands.push(command);
        return handler(received);
      });
    }
    if (this.#habits.mute === true) monitor.on('qmp_capabilities', () => undefined);
    stream.on('data', (chunk) => monitor.stream.write(chunk));
    monitor.stream.on('data', (chunk) => stream.write(chunk));
    monitor.stream.on('end', () => stream.end());
    stream.on('close', () => this.#monitors.delete(monitor));
    stream.on('error', () => this.#monitors.delete(monitor));
  }

  /** It waits for the state of a saved guest, and takes what comes. */
  load(stream: Duplex): void {
    stream.resume();
    stream.on('end', () => this.event('MIGRATION', { status: 'completed' }));
  }

  event(name: string, data: JsonObject = {}): void {
    for (const monitor of this.#monitors) monitor.event(name, data);
  }

  /** The guest powers off by itself. With -no-shutdown QEMU stays, and waits to be ended. */
  powerOff(): void {
    this.status = 'shutdown';
    this.event('SHUTDOWN', { guest: true, reason: 'guest-shutdown' });
    this.event('STOP');
  }

  /** The process is gone, as after a crash. */
  end(status: number | null = null, signal: HostSignal | null = 'SIGKILL'): void {
    if (!this.alive) return;
    this.alive = false;
    for (const monitor of this.#monitors) monitor.hangUp();
    this.#exit(status, signal);
  }

  signal(signal: HostSignal): void {
    if (signal === 'SIGKILL') setImmediate(() => this.end(null, 'SIGKILL'));
    else if (signal === 'SIGTERM' && this.#habits.stubborn !== true) {
      setImmediate(() => {
        this.event('SHUTDOWN', { guest: false, reason: 'host-signal' });
        this.end(0, null);
      });
    }
  }

  #handlers(): Record<string, FakeHandler> {
    return this.probe ? probing : this.#guestHandlers();
  }

  #guestHandlers(): Record<string, FakeHandler> {
    return {
      'query-status': () => ({ status: this.status, running: this.status === 'running' }),
      'query-chardev': () => [{ label: 'charserial0', filename: 'pty:/dev/pts/7', 'frontend-open': true }],
      cont: () => this.#change('running', 'RESUME'),
      stop: () => this.#change('paused', 'STOP'),
      system_reset: () => (this.event('RESET', { guest: false, reason: 'host-qmp-system-reset' }), {}),
      system_powerdown: () => {
        this.event('POWERDOWN');
        if (this.#habits.onPowerButton !== 'nothing') setImmediate(() => this.powerOff());
        return {};
      },
      quit: () => {
        setImmediate(() => this.end(0, null));
        return {};
      },
      'send-key': () => ({}),
      'migrate-set-capabilities': () => ({}),
      'migrate-set-parameters': () => ({}),
      migrate: () => {
        setImmediate(() => this.event('MIGRATION', { status: 'completed' }));
        return {};
      },
      migrate_cancel: () => ({}),
      'query-block': () => this.#drives(),
      'query-blockstats': () => [],
      'snapshot-save': (received) => this.#job(received),
      'snapshot-load': (received) => this.#job(received),
      'snapshot-delete': (received) => this.#job(received),
      'query-jobs': () => [],
      'job-dismiss': () => ({}),
    };
  }

  /** Disks of the command line, with the nodes that they read. */
  #drives(): Json {
    const devices = this.args.flatMap((arg, at): JsonObject[] => {
      if (this.args[at - 1] !== '-device') return [];
      if (arg.startsWith('{')) return [JSON.parse(arg) as JsonObject];
      return [Object.fromEntries(arg.split(',').map((pair) => pair.split('=', 2) as [string, string]))];
    });
    return devices.flatMap(({ id, drive }) =>
      id === undefined || drive === undefined ? [] : [{ qdev: id, device: '', inserted: { 'node-name': drive } }],
    );
  }

  /** A job that is done at once. */
  #job({ arguments: args }: FakeCommand): Json {
    setImmediate(() => this.event('JOB_STATUS_CHANGE', { id: args?.['job-id'] ?? '', status: 'concluded' }));
    return {};
  }

  #change(status: 'running' | 'paused', event: string): Json {
    if (this.status === 'shutdown') throw new FakeRefusal('Resetting the Virtual Machine is required');
    if (this.status !== status) {
      this.status = status;
      this.event(event);
    }
    return {};
  }
}

/** Answers of a small QEMU 10 for PCs. */
const probing: Record<string, FakeHandler> = {
  'query-version': () => ({ qemu: { major: 10, minor: 0, micro: 0 }, package: '' }),
  'query-target': () => ({ arch: 'x86_64' }),
  'query-qmp-schema': () => [],
  'query-kvm': () => ({ enabled: false, present: false }),
  'qom-list-types': () =>
    ['tcg-accel', 'isa-serial', 'ide-hd', 'virtio-balloon-pci', 'piix3-usb-uhci'].map((name) => ({ name })),
  'query-machines': () => [
    { name: 'none', 'cpu-max': 1 },
    { name: 'pc-i440fx-10.0', alias: 'pc', 'cpu-max': 255, 'is-default': true, 'default-cpu-type': 'qemu64-x86_64-cpu' },
  ],
  'query-cpu-definitions': () => [{ name: 'qemu64', typename: 'qemu64-x86_64-cpu', 'unavailable-features': [] }],
  'query-command-line-options': () => [],
  'device-list-properties': () => [],
  'query-cpu-model-expansion': () => ({ model: { name: 'base', props: {} } }),
};
