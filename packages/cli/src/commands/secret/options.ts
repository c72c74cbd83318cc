import { needed, text, type TextOption } from '../../grammar/option.ts';

// What several commands take.
export const secretOption: TextOption = text('secret UUID', { ...needed, complete: 'secret' });
