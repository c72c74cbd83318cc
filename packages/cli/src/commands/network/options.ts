import { needed, text, type TextOption } from '../../grammar/option.ts';

// What several commands take.
export const networkOption: TextOption = text('network name or uuid', { ...needed, complete: 'network' });
export const fileOption: TextOption = text('file containing an XML network description', { ...needed, complete: 'file' });
export const xpathOption: TextOption = text('xpath expression to filter the XML document', { positional: 'quietly' });
export const portOption: TextOption = text('port UUID', needed);
