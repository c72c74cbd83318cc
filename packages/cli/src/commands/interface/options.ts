import { needed, text, type TextOption } from '../../grammar/option.ts';

// What several commands take.
export const interfaceOption: TextOption = text('interface name or MAC address', { ...needed, complete: 'interface' });
