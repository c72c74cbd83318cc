import { formatDocument } from '../table/document.ts';
import { secret, type Secret } from './secret.ts';

/**
 * Writes a secret as libvirt writes it (`virSecretDefFormat`).
 *
 * @param options.indent blanks in front of every line
 */
export function formatSecret(found: Secret, options: { readonly indent?: number } = {}): string {
  return formatDocument('secret', secret, found, options);
}
