import { needed, text, type TextOption } from '../../grammar/option.ts';

// What several commands take.
export const volOption: TextOption = text('vol name, key or path', needed);
export const poolOption: TextOption = text('pool name or uuid', { positional: 'quietly', complete: 'pool' });
export const fileOption: TextOption = text('file containing an XML vol description', { ...needed, complete: 'file' });
