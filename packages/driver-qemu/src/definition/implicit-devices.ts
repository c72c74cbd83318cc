import type { Domain } from '@virtweave/core-conf';
import { ensureController, insertController } from './controllers.ts';
import { boardOf, pciRootOf, type Board } from './machine.ts';

/** Devices that every guest of a board has, whether its document says so or not (`qemuDomainDefAddDefaultDevices`). */
export function addImplicitDevices(domain: Domain): void {
  const { devices } = domain;
  const board = boardOf(domain);
  if (hasUsb(board) && !devices.controllers.some(({ type }) => type === 'usb')) {
    insertController(domain, { type: 'usb', index: 0, ...implicitUsbModel(board) });
  }
  if (board === 'q35') ensureController(domain, 'sata', 0);
  const root = pciRootOf(board);
  if (root !== undefined) ensureController(domain, 'pci', 0, root);
  if (hasMemballoon(board)) devices.memballoon ??= { model: 'virtio' };
  if (domain.os.type.arch === 's390x' && devices.memballoon === undefined) devices.memballoon = { model: 'virtio' };
  addPanic(domain, board);
  if (board === 'q35' && !devices.watchdogs.some(({ model }) => model === 'itco')) {
    devices.watchdogs.push({ model: 'itco', action: 'reset' });
  }
  addNvram(domain, board);
}

/** Where the board's own USB is another one than that of a `<controller>` without a model. */
function implicitUsbModel(board: Board): { readonly model?: string } {
  if (board === 'q35') return { model: 'qemu-xhci' };
  return board === 'versatilepb' ? { model: 'pci-ohci' } : {};
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

function addNvram({ devices }: Domain, board: Board): void {
  if (board !== 'pseries' && devices.nvram !== undefined && devices.nvram.address === undefined) delete devices.nvram;
}

/** PS/2 mouse and keyboard of a PC (`qemuDomainDefAddImplicitInputDevice`). */
export function addImplicitInputs(domain: Domain): void {
  const { devices, features } = domain;
  const board = boardOf(domain);
  if (board !== 'q35' && board !== 'i440fx' && board !== 'isapc') return;
  if (features?.ps2 === false) return;
  for (const type of ['mouse', 'keyboard'] as const) {
    if (!devices.inputs.some((input) => input.type === type && input.bus === 'ps2')) devices.inputs.push({ type, bus: 'ps2' });
  }
}
