import { needed, text, type TextOption } from '../../grammar/option.ts';

/** The first argument of most commands. */
export const domainOption: TextOption = text('domain name, id or uuid', { ...needed, complete: 'domain' });
