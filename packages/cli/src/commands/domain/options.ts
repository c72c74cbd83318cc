import { needed, text, type TextOption } from '../../grammar/option.ts';

/** The first argument of most commands. */
export const domainOption: TextOption = text('domain name, id or uuid', { ...needed, complete: 'domain' });

/** An option that scripts may give by its position, though help shows its name. */
export const loose: { readonly positional: 'quietly' } = { positional: 'quietly' };
