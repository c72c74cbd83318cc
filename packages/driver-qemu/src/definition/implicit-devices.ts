import type { Domain } from '@virtweave/core-conf';
import { ensureController, findController } from './controllers.ts';
import type { DefinitionContext } from './options.ts';
import { boardOf, pciRootOf, type Board } from './machine.ts';

/** Devices that every guest of a board has, whether its document says so or not (`qemuDomainDefAddDefaultDevices`). */
export function addImplicitDevices(domain: Domain, context: DefinitionContext): void {
  const { devices } = domain;
  const board = boardOf(domain);
  if (hasUsb(board) && findController(domain, 'usb', 0) === undefined) {
    const model = implicitUsbModel(board, context);
    // Behind those that the document has, whatever their numbers: libvirt puts them in order when it reads them again.
    if (model !== 'none') devices.controllers.push({ type: 'usb', index: 0, ...(model === undefined ? {} : { model }) });
  }
  if (board === 'q35') ensureController(domain, 'sata', 0);
  const root = pciRootOf(board);
  if (root !== undefined) ensureController(domain, 'pci', 0, root);
  if (hasMemballoon(board)) devices.memballoon ??= { model: 'virtio' };
  if (domain.os.type.arch === 's390x' && devices.memballoon === undefined) devices.memballoon = { model: 'virtio' };
  addPanic(domain, board);
  if (board === 'q35' && !devices.watchdogs.some(({ model }) => model === 'itco')) {
    // All watchdogs of a guest share one action.
    devices.watchdogs.push({ model: 'itco', action: devices.watchdogs[0]?.action ?? 'reset' });
  }
}

/** Where the board's own USB is another one than that of a `<controller>` without a model. */
function implicitUsbModel(board: Board, context: DefinitionContext): string | undefined {
  if (board === 'versatilepb') return 'pci-ohci';
  if (board !== 'q35') return undefined;
  if (context.has('qemu-xhci')) return 'qemu-xhci';
  if (context.has('nec-usb-xhci')) return 'nec-xhci';
  return context.has('ich9-usb-ehci1') ? 'ich9-ehci1' : 'none';
}

function hasUsb(board: Board): boolean {
  switch (board) {
    case 'q35':
    case 'i440fx':
    case 'versatilepb':
    case 'pseries':
    case 'powernv':
    case 'ppc':
      return true;
    default:
      return false;
  }
}

function hasMemballoon(board: Board): boolean {
  switch (board) {
    case 'q35':
    case 'i440fx':
    case 'isapc':
    case 'riscv-virt':
    case 's390-ccw':
    case 'pseries':
    case 'powernv':
    case 'ppc':
      return true;
    default:
      return false;
  }
}

function addPanic({ devices }: Domain, board: Board): void {
  const model = board === 'pseries' ? 'pseries' : board === 's390-ccw' ? 's390' : undefined;
  if (model !== undefined && !devices.panics.some((panic) => panic.model === undefined || panic.model === model)) {
    devices.panics.push({ model });
  }
}

/**
 * PS/2 mouse and keyboard of a PC, USB ones of a POWER machine with a screen (`qemuDomainDefAddImplicitInputDevice`).
 */
export function addImplicitInputs(domain: Domain): void {
  const { devices, features } = domain;
  const board = boardOf(domain);
  const add = (type: 'mouse' | 'keyboard', bus: 'ps2' | 'usb'): void => {
    if (!devices.inputs.some((input) => input.type === type && input.bus === bus)) devices.inputs.push({ type, bus });
  };
  if (board === 'pseries' && devices.graphics.length > 0) {
    add('keyboard', 'usb');
    if (!devices.inputs.some(({ type }) => type === 'tablet')) add('mouse', 'usb');
  }
  if (board !== 'q35' && board !== 'i440fx' && board !== 'isapc') return;
  if (features?.ps2 === false) return;
  add('mouse', 'ps2');
  add('keyboard', 'ps2');
}
