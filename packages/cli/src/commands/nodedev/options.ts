import { needed, text, type TextOption } from '../../grammar/option.ts';

// What several commands take.
export const fileOption: TextOption = text('file containing an XML description of the device', { ...needed, complete: 'file' });
export const deviceOption: TextOption = text("device name or wwn pair in 'wwnn,wwpn' format", { ...needed, complete: 'nodedev' });
