import { needed, text, type TextOption } from '../../grammar/option.ts';

// What several commands take.
export const xpathOption: TextOption = text('xpath expression to filter the XML document', { positional: 'quietly' });
export const nwfilterOption: TextOption = text('network filter name or uuid', { ...needed, complete: 'nwfilter' });
