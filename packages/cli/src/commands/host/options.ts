import { needed, number, text, type NumberOption, type TextOption } from '../../grammar/option.ts';

// What several commands take.
export const virttypeOption: TextOption = text('virtualization type (/domain/@type)', { positional: 'quietly' });
export const machineOption: TextOption = text('machine type (/domain/os/type/@machine)', { positional: 'quietly' });
export const fileOption: TextOption = text('file containing an XML CPU description', { ...needed, complete: 'file' });
export const emulatorOption: TextOption = text('path to emulator binary (/domain/devices/emulator)', { positional: 'quietly' });
export const archOption: TextOption = text('CPU architecture (/domain/os/type/@arch)', { positional: 'quietly' });
export const cellnoOption: NumberOption = number('NUMA cell number', { positional: 'quietly' });
