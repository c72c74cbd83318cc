/** What the guest of {@link sectorGuest} writes to its first serial port, and to the screen, as soon as it runs. */
export const SECTOR_GUEST_READY = 'virtweave: sector guest ready\r\n';

/**
 * Bytes that the guest of {@link sectorGuest} obeys when they reach its serial port. Every other byte is sent back as it
 * came, so a console can be tested in both directions.
 */
export const SECTOR_GUEST_KEYS: {
  readonly hello: number;
  readonly powerOff: number;
  readonly panic: number;
  readonly reset: number;
} = {
  /** ENQ, Ctrl-E: writes the ready line again. */
  hello: 0x05,
  /** EOT, Ctrl-D: powers off as a guest does on its own (ACPI S5). */
  powerOff: 0x04,
  /** DLE, Ctrl-P: reports a panic to an ISA pvpanic device, when there is one. */
  panic: 0x10,
  /** DC2, Ctrl-R: resets the machine through the keyboard controller. */
  reset: 0x12,
};

/** Bytes of the image that {@link sectorGuestDisk} makes. */
export const SECTOR_GUEST_DISK_SIZE: number = 1024 * 1024;

/**
 * The boot sector of {@link sectorGuest}, padded with zeros to 1 MiB. SeaBIOS boots from virtio, SATA, SCSI and USB disks
 * only when they have a whole cylinder (516,096 bytes); only on an IDE bus is one sector enough.
 */
export function sectorGuestDisk(): Uint8Array {
  const image = new Uint8Array(SECTOR_GUEST_DISK_SIZE);
  image.set(sectorGuest());
  return image;
}

/**
 * A whole guest in one disk sector of 512 bytes. It needs a BIOS (`pc` or `q35` with SeaBIOS, no UEFI) and 1 MiB of
 * memory. As it is, it boots from an IDE disk; for all others use {@link sectorGuestDisk}.
 *
 * It runs well under a second after QEMU was started, even without KVM. It writes {@link SECTOR_GUEST_READY} to COM1,
 * echoes what it receives, obeys {@link SECTOR_GUEST_KEYS}, powers off when the ACPI power button is pressed
 * (`domain.shutdown()`), starts again when it is reset, and sleeps (`hlt`) in between. Where it finds no ACPI power
 * management it does everything else.
 *
 * ```js
 * await writeFile('/tmp/sector.img', sectorGuestDisk());
 * ```
 */
export function sectorGuest(): Uint8Array {
  const image = new Uint8Array(512);
  const code = assemble(program, ORIGIN);
  if (code.length > 510) throw new RangeError(`the program takes ${code.length} bytes of 510`);
  image.set(code);
  image.set([0x55, 0xaa], 510); // without this mark the BIOS does not boot it
  return image;
}

/** Where the BIOS loads the sector. */
const ORIGIN = 0x7c00;

/** One line: a label, machine code as it is, or an instruction that ends with the address of a label. */
type Line =
  | { readonly label: string }
  | { readonly bytes: readonly number[] }
  | { readonly opcode: readonly number[]; readonly to: string; readonly as: 'rel8' | 'rel16' | 'abs16' };

const label = (name: string): Line => ({ label: name });
/** Machine code, with the instruction that it is. */
const op = (_assembly: string, ...bytes: readonly number[]): Line => ({ bytes });
const short = (_assembly: string, opcode: number, to: string): Line => ({ opcode: [opcode], to, as: 'rel8' });
const call = (to: string): Line => ({ opcode: [0xe8], to, as: 'rel16' });
const address = (_assembly: string, opcode: readonly number[], to: string): Line => ({ opcode, to, as: 'abs16' });

function assemble(lines: readonly Line[], origin: number): Uint8Array {
  const size = (line: Line): number =>
    'label' in line ? 0 : 'bytes' in line ? line.bytes.length : line.opcode.length + (line.as === 'rel8' ? 1 : 2);
  const labels = new Map<string, number>();
  let at = origin;
  for (const line of lines) {
    if ('label' in line) labels.set(line.label, at);
    at += size(line);
  }
  const out: number[] = [];
  for (const line of lines) {
    if ('label' in line) continue;
    if ('bytes' in line) {
      out.push(...line.bytes);
      continue;
    }
    const target = labels.get(line.to);
    if (target === undefined) throw new RangeError(`no label '${line.to}'`);
    const distance = target - (origin + out.length + size(line));
    if (line.as === 'rel8' && (distance < -128 || distance > 127)) throw new RangeError(`'${line.to}' is too far`);
    const value = line.as === 'abs16' ? target : distance;
    out.push(...line.opcode, value & 0xff, ...(line.as === 'rel8' ? [] : [(value >> 8) & 0xff]));
  }
  return Uint8Array.from(out);
}

/**
 * 16-bit real mode. BP holds the I/O base of the ACPI power management registers, 0 when there are none: PM1_STS is at
 * +0, PM1_EN at +2, PM1_CNT at +4; the power button is bit 8 of the first two. Interrupts stay on wherever the guest
 * waits, so the power button works even while nobody reads the serial port.
 */
const program: readonly Line[] = [
  op('cli', 0xfa),
  op('xor ax, ax', 0x31, 0xc0),
  op('mov ds, ax', 0x8e, 0xd8),
  op('mov ss, ax', 0x8e, 0xd0),
  op('mov sp, 0x7c00', 0xbc, 0x00, 0x7c),
  op('cld', 0xfc),
  // The BIOS may have come here as 07c0:0000; the interrupt vectors below need segment 0.
  address('jmp 0:start', [0xea], 'start'),
  op('    (segment of that jump)', 0x00, 0x00),
  label('start'),

  // Interrupt vectors: IRQ 4 (COM1) is 0x0c, IRQ 9 (ACPI) is 0x71.
  address('mov word [0x30], irq4', [0xc7, 0x06, 0x30, 0x00], 'irq4'),
  op('mov [0x32], ax', 0xa3, 0x32, 0x00),
  address('mov word [0x1c4], power-off', [0xc7, 0x06, 0xc4, 0x01], 'power-off'),
  op('mov [0x1c6], ax', 0xa3, 0xc6, 0x01),

  // COM1: 8 bits, no parity; FIFO on; interrupt on received data; DTR, RTS and OUT2 on.
  op('mov dx, 0x3fb', 0xba, 0xfb, 0x03),
  op('mov al, 3', 0xb0, 0x03),
  op('out dx, al', 0xee),
  op('mov dl, 0xfa', 0xb2, 0xfa),
  op('mov al, 1', 0xb0, 0x01),
  op('out dx, al', 0xee),
  op('dec dx', 0x4a),
  op('out dx, al', 0xee),
  op('mov dl, 0xfc', 0xb2, 0xfc),
  op('mov al, 0x0b', 0xb0, 0x0b),
  op('out dx, al', 0xee),

  // Where is power management? q35: ICH9 at 00:1f.0; pc: PIIX4 at 00:01.3. Both keep the base in register 0x40.
  op('mov eax, 0x8000f800', 0x66, 0xb8, 0x00, 0xf8, 0x00, 0x80),
  call('read-pci'),
  op('cmp eax, 0x29188086', 0x66, 0x3d, 0x86, 0x80, 0x18, 0x29),
  op('mov eax, 0x8000f840', 0x66, 0xb8, 0x40, 0xf8, 0x00, 0x80),
  short('je read-base', 0x74, 'read-base'),
  op('mov eax, 0x80000b00', 0x66, 0xb8, 0x00, 0x0b, 0x00, 0x80),
  call('read-pci'),
  op('cmp eax, 0x71138086', 0x66, 0x3d, 0x86, 0x80, 0x13, 0x71),
  op('mov eax, 0x80000b40', 0x66, 0xb8, 0x40, 0x0b, 0x00, 0x80),
  short('je read-base', 0x74, 'read-base'),
  op('xor bp, bp', 0x31, 0xed),
  short('jmp unmask', 0xeb, 'unmask'),
  label('read-base'),
  call('read-pci'),
  op('and ax, 0xffc0', 0x25, 0xc0, 0xff),
  op('mov bp, ax', 0x89, 0xc5),
  op('lea dx, [bp+2]', 0x8d, 0x56, 0x02),
  op('mov ax, 0x100', 0xb8, 0x00, 0x01),
  op('out dx, ax', 0xef), // PM1_EN: the power button

  label('unmask'),
  op('in al, 0x21', 0xe4, 0x21),
  op('and al, 0xeb', 0x24, 0xeb), // IRQ 4, and IRQ 2 for the second controller
  op('out 0x21, al', 0xe6, 0x21),
  op('in al, 0xa1', 0xe4, 0xa1),
  op('and al, 0xfd', 0x24, 0xfd), // IRQ 9
  op('out 0xa1, al', 0xe6, 0xa1),
  op('sti', 0xfb),

  label('hello'),
  address('mov si, text', [0xbe], 'text'),
  label('hello-next'),
  op('lodsb', 0xac),
  op('test al, al', 0x84, 0xc0),
  short('jz receive', 0x74, 'receive'),
  op('push ax', 0x50),
  op('mov ah, 0x0e', 0xb4, 0x0e),
  op('mov bx, 7', 0xbb, 0x07, 0x00),
  op('int 0x10', 0xcd, 0x10), // the screen, through the BIOS
  op('pop ax', 0x58),
  call('send'),
  short('jmp hello-next', 0xeb, 'hello-next'),

  label('receive'),
  op('cli', 0xfa), // `sti; hlt` below is one step, so an interrupt after this look still wakes it
  op('mov dx, 0x3fd', 0xba, 0xfd, 0x03),
  op('in al, dx', 0xec),
  op('test al, 1', 0xa8, 0x01),
  short('jnz received', 0x75, 'received'),
  op('sti', 0xfb),
  op('hlt', 0xf4),
  short('jmp receive', 0xeb, 'receive'),
  label('received'),
  op('sti', 0xfb),
  op('mov dl, 0xf8', 0xb2, 0xf8),
  op('in al, dx', 0xec),
  op('cmp al, 5', 0x3c, SECTOR_GUEST_KEYS.hello),
  short('je hello', 0x74, 'hello'),
  op('cmp al, 4', 0x3c, SECTOR_GUEST_KEYS.powerOff),
  short('je power-off', 0x74, 'power-off'),
  op('cmp al, 0x12', 0x3c, SECTOR_GUEST_KEYS.reset),
  short('je reset', 0x74, 'reset'),
  op('cmp al, 0x10', 0x3c, SECTOR_GUEST_KEYS.panic),
  short('je panic', 0x74, 'panic'),
  call('send'),
  short('jmp receive', 0xeb, 'receive'),

  label('reset'),
  op('mov al, 0xfe', 0xb0, 0xfe),
  op('out 0x64, al', 0xe6, 0x64),
  short('jmp halt', 0xeb, 'halt'),

  label('panic'),
  op('mov dx, 0x505', 0xba, 0x05, 0x05),
  op('mov al, 1', 0xb0, 0x01),
  op('out dx, al', 0xee),
  short('jmp receive', 0xeb, 'receive'),

  // Also the handler of IRQ 9, which nothing but the power button raises.
  label('power-off'),
  op('test bp, bp', 0x85, 0xed),
  short('jz halt', 0x74, 'halt'),
  op('lea dx, [bp+4]', 0x8d, 0x56, 0x04),
  op('mov ax, 0x2000', 0xb8, 0x00, 0x20), // PM1_CNT: SLP_EN with sleep type 0, which QEMU's DSDT calls S5
  op('out dx, ax', 0xef),
  label('halt'),
  op('cli', 0xfa),
  op('hlt', 0xf4),
  short('jmp halt', 0xeb, 'halt'),

  label('irq4'),
  op('push ax', 0x50),
  op('mov al, 0x20', 0xb0, 0x20),
  op('out 0x20, al', 0xe6, 0x20), // end of interrupt; the byte itself is fetched by `receive`
  op('pop ax', 0x58),
  op('iret', 0xcf),

  // Sends AL when the transmitter is free.
  label('send'),
  op('push ax', 0x50),
  op('mov dx, 0x3fd', 0xba, 0xfd, 0x03),
  label('send-wait'),
  op('in al, dx', 0xec),
  op('test al, 0x20', 0xa8, 0x20),
  short('jz send-wait', 0x74, 'send-wait'),
  op('pop ax', 0x58),
  op('mov dl, 0xf8', 0xb2, 0xf8),
  op('out dx, al', 0xee),
  op('ret', 0xc3),

  // Reads the PCI configuration register that EAX names into EAX.
  label('read-pci'),
  op('mov dx, 0xcf8', 0xba, 0xf8, 0x0c),
  op('out dx, eax', 0x66, 0xef),
  op('mov dl, 0xfc', 0xb2, 0xfc),
  op('in eax, dx', 0x66, 0xed),
  op('ret', 0xc3),

  label('text'),
  op('the ready line, closed by a zero', ...Array.from(SECTOR_GUEST_READY, (c) => c.charCodeAt(0)), 0),
];
