import type { Domain } from '../domain.ts';
import { inputBus } from '../complete/input-bus.ts';
import { refuse, unsupported } from './refuse.ts';

const companions = new Set(['ich9-uhci1', 'ich9-uhci2', 'ich9-uhci3']);

/** Redirected devices take a controller; other USB devices get one from the driver. */
export function validateRedirdevs({ devices }: Domain): void {
  const usb = devices.controllers.some(({ type }) => type === 'usb');
  if (!usb && devices.redirdevs.some(({ bus }) => bus === 'usb')) {
    throw unsupported('cannot add redirected USB device: USB is disabled for this domain');
  }
}

/** A guest without USB has no USB devices; a companion has a master. */
export function validateUsb(domain: Domain): void {
  const { devices } = domain;
  const usb = devices.controllers.filter(({ type }) => type === 'usb');
  const none = usb.some(({ model }) => model === 'none');
  if (none && usb.length > 1) {
    throw refuse("Can't add another USB controller: USB is disabled for this domain", 'VIR_ERR_XML_DETAIL');
  }
  // Any controller that is no companion counts as a master: libvirt looks neither at its model nor at its number.
  if (usb.length > 0 && usb.every(({ master, model }) => master !== undefined || companions.has(model ?? ''))) {
    throw refuse('No master USB controller specified', 'VIR_ERR_XML_DETAIL');
  }
  if (!none) return;
  // Also those that would get it: what is written would be refused else.
  if (devices.inputs.some((input) => (input.bus ?? inputBus(input, domain)) === 'usb')) {
    throw unsupported("Can't add USB input device. USB bus is disabled");
  }
  if (devices.hostdevs.some(({ source }) => source.type === 'usb')) {
    throw unsupported("Can't add host USB device: USB is disabled in this host");
  }
  if (devices.hubs.some(({ type }) => type === 'usb')) {
    throw unsupported("Can't add USB hub: USB is disabled for this domain");
  }
  if (devices.redirdevs.some(({ bus }) => bus === 'usb')) {
    throw unsupported('cannot add redirected USB device: USB is disabled for this domain');
  }
}
