import { text, type TextOption } from '../../grammar/option.ts';

// What several commands take.
export const checkpointnameOption: TextOption = text('checkpoint name', { positional: 'quietly', complete: 'checkpoint' });
