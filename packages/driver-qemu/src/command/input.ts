import type { Input } from '@virtweave/core-conf';
import { addressProps } from './address.ts';
import type { CommandBuilder } from './builder.ts';
import { addZpci } from './controllers.ts';
import type { Props } from './json.ts';
import { virtioDriver, virtioProps } from './virtio.ts';

/** Input devices. Those on PS/2 are part of the machine. */
export function inputs(build: CommandBuilder): void {
  build.devices('input', build.domain.devices.inputs, (input) => {
    if (input.type === 'evdev') {
      const { source } = input;
      build.object({
        'qom-type': 'input-linux',
        id: input.alias,
        evdev: source?.dev,
        repeat: source?.repeat,
        grab_all: source?.grab === 'all' ? true : undefined,
        'grab-toggle': source?.grabToggle,
      });
      return;
    }
    let props: Props;
    if (input.bus === 'usb') props = { driver: usb[input.type], id: input.alias, ...addressProps(build.domain, input) };
    else if (input.bus === 'virtio') {
      props = {
        driver: virtioDriver(virtio[input.type], input, input.model),
        ...virtioProps(input.driver),
        id: input.alias,
        evdev: input.type === 'passthrough' ? input.source?.evdev : undefined,
        ...addressProps(build.domain, input),
      };
    } else return;
    addZpci(build, input);
    build.device(props);
  });
}

type Kind = Exclude<Input['type'], 'evdev'>;
const usb: Readonly<Record<Kind, string>> = {
  mouse: 'usb-mouse',
  tablet: 'usb-tablet',
  keyboard: 'usb-kbd',
  passthrough: 'usb-passthrough',
};
const virtio: Readonly<Record<Kind, string>> = {
  mouse: 'virtio-mouse',
  tablet: 'virtio-tablet',
  keyboard: 'virtio-keyboard',
  passthrough: 'virtio-input-host',
};
