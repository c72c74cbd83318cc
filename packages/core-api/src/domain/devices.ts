import type { FlagOptions, CallOptions } from '../connection/session.ts';
import { flagsOf } from '../connection/numbers.ts';
import type { VirtStream } from '../connection/stream.ts';
import { impactFlags, type ImpactOptions } from './description.ts';
import { DomainResources } from './resources.ts';

export interface ConsoleOptions extends FlagOptions {
  /** Alias of the console or serial port; default: the first. */
  readonly device?: string;
  /** Throw out whoever has it open. */
  readonly force?: boolean;
  /** Fail unless exclusive use can be made sure. */
  readonly safe?: boolean;
}

export interface UpdateDeviceOptions extends ImpactOptions {
  readonly force?: boolean;
}

/** A picture of the screen. */
export interface ScreenshotImage {
  /** MIME type, such as `image/png`. */
  readonly mime: string;
  readonly data: Buffer;
}

/** One interface of the guest. */
export interface GuestInterface {
  readonly name: string;
  /** MAC address, when there is one. */
  readonly mac: string | undefined;
  readonly addresses: readonly { readonly family: 'ipv4' | 'ipv6'; readonly address: string; readonly prefix: number }[];
}

export type KeycodeSet =
  | 'linux'
  | 'xt'
  | 'atset1'
  | 'atset2'
  | 'atset3'
  | 'osx'
  | 'xt_kbd'
  | 'usb'
  | 'win32'
  | 'qnum';

const keycodeSets: readonly KeycodeSet[] = [
  'linux',
  'xt',
  'atset1',
  'atset2',
  'atset3',
  'osx',
  'xt_kbd',
  'usb',
  'win32',
  'qnum',
];
const consoleFlags = { force: 1, safe: 2 };
const updateFlags = { ...impactFlags, force: 4 };

/** Devices: plugging, console, keys, screen, addresses. */
export class DomainDevices extends DomainResources {
  /** Plugs in a device, given as its XML element. @libvirt virDomainAttachDevice virDomainAttachDeviceFlags */
  attachDevice(xml: string, options?: ImpactOptions): Promise<void> {
    return this.session.run(options, (call) =>
      this.hypervisor.domainAttachDeviceFlags(this.ref, xml, flagsOf(options, impactFlags), call),
    );
  }

  /** Pulls a device out, given as its XML element. @libvirt virDomainDetachDevice virDomainDetachDeviceFlags */
  detachDevice(xml: string, options?: ImpactOptions): Promise<void> {
    return this.session.run(options, (call) =>
      this.hypervisor.domainDetachDeviceFlags(this.ref, xml, flagsOf(options, impactFlags), call),
    );
  }

  /** @libvirt virDomainDetachDeviceAlias */
  detachDeviceByAlias(alias: string, options?: ImpactOptions): Promise<void> {
    return this.session.run(options, (call) =>
      this.hypervisor.domainDetachDeviceAlias(this.ref, alias, flagsOf(options, impactFlags), call),
    );
  }

  /** Changes a device in place, such as the medium of a CD-ROM. @libvirt virDomainUpdateDeviceFlags */
  updateDevice(xml: string, options?: UpdateDeviceOptions): Promise<void> {
    return this.session.run(options, (call) =>
      this.hypervisor.domainUpdateDeviceFlags(this.ref, xml, flagsOf(options, updateFlags), call),
    );
  }

  /**
   * Opens the console as a Node stream that goes both ways. Close it, or use `await using`.
   *
   * ```ts
   * const console = await domain.openConsole();
   * console.pipe(process.stdout);
   * console.write('root\n');
   * ```
   * @libvirt virDomainOpenConsole
   */
  openConsole(options?: ConsoleOptions): Promise<VirtStream> {
    return this.session.run(options, async (call) => {
      const { openStream } = await import('../connection/stream.ts');
      const flags = flagsOf(options, consoleFlags);
      const stream = await this.hypervisor.domainOpenConsole(this.ref, options?.device, flags, call);
      return openStream(this.session, stream, options?.signal);
    });
  }

  /** Opens a channel, by the name of its target; default: the first. @libvirt virDomainOpenChannel */
  openChannel(name?: string, options?: ConsoleOptions): Promise<VirtStream> {
    return this.session.run(options, async (call) => {
      const { openStream } = await import('../connection/stream.ts');
      const stream = await this.hypervisor.domainOpenChannel(this.ref, name, flagsOf(options, { force: 1 }), call);
      return openStream(this.session, stream, options?.signal);
    });
  }

  /** A picture of a screen. @libvirt virDomainScreenshot */
  screenshot(options?: CallOptions & { readonly screen?: number }): Promise<ScreenshotImage> {
    return this.session.run(options, async (call) => {
      const { readAll } = await import('../connection/stream.ts');
      const { mime, stream } = await this.hypervisor.domainScreenshot(this.ref, options?.screen ?? 0, 0, call);
      return { mime, data: await readAll(stream) };
    });
  }

  /**
   * Presses keys together and lets go after `holdTime` milliseconds.
   *
   * ```ts
   * await domain.sendKey([29, 56, 111]); // Ctrl+Alt+Delete
   * ```
   * @libvirt virDomainSendKey
   */
  sendKey(
    keycodes: readonly number[],
    options?: CallOptions & { readonly codeset?: KeycodeSet; readonly holdTime?: number },
  ): Promise<void> {
    return this.session.run(options, (call) => {
      const codeset = keycodeSets.indexOf(options?.codeset ?? 'linux');
      return this.hypervisor.domainSendKey(this.ref, codeset, options?.holdTime ?? 0, keycodes, 0, call);
    });
  }

  /** Addresses of the guest's interfaces, from DHCP leases, the guest agent or the ARP table. @libvirt virDomainInterfaceAddresses */
  interfaceAddresses(
    source: 'lease' | 'agent' | 'arp' = 'lease',
    options?: CallOptions,
  ): Promise<readonly GuestInterface[]> {
    return this.session.run(options, async (call) => {
      const number = { lease: 0, agent: 1, arp: 2 }[source];
      const list = await this.hypervisor.domainInterfaceAddresses(this.ref, number, 0, call);
      return list.map(({ name, hwaddr, addrs }) => ({
        name,
        mac: hwaddr,
        addresses: addrs.map(({ type, addr, prefix }) => ({
          family: type === 0 ? ('ipv4' as const) : ('ipv6' as const),
          address: addr,
          prefix,
        })),
      }));
    });
  }

  /** The guest's host name. @libvirt virDomainGetHostname */
  hostname(options?: FlagOptions): Promise<string> {
    return this.session.run(options, (call) => this.hypervisor.domainGetHostname(this.ref, flagsOf(options, {}), call));
  }
}
