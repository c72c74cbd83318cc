import { escapeXml } from '@virtweave/core-util/xml';

/** What a client may choose. */
export interface GuestRequest {
  readonly name: string;
  readonly memoryMiB?: number;
  readonly vcpus?: number;
}

/** The document of such a guest. What comes from outside is checked here, and escaped. */
export function guestDocument(request: GuestRequest, type: string): string {
  const { name, memoryMiB = 256, vcpus = 1 } = request;
  if (typeof name !== 'string' || !/^[\w.-]{1,64}$/.test(name)) throw new TypeError('name: 1 to 64 letters, digits, - _ .');
  check('memoryMiB', memoryMiB, 1, 65_536);
  check('vcpus', vcpus, 1, 64);
  return `<domain type='${escapeXml(type)}'>
  <name>${escapeXml(name)}</name>
  <memory unit='MiB'>${memoryMiB}</memory>
  <vcpu>${vcpus}</vcpu>
  <os><type arch='x86_64'>hvm</type></os>
  <features><acpi/></features>
  <devices><console type='pty'/></devices>
</domain>`;
}

function check(what: string, value: unknown, least: number, most: number): void {
  if (!Number.isSafeInteger(value) || (value as number) < least || (value as number) > most) {
    throw new TypeError(`${what}: a whole number from ${least} to ${most}`);
  }
}
