import { text, type TextOption } from '../../grammar/option.ts';

// What several commands take.
export const snapshotnameOption: TextOption = text('snapshot name', { positional: 'quietly', complete: 'snapshot' });
