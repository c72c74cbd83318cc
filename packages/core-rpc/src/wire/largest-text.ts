import { protocol } from '../protocol/constants.generated.ts';

/** Text that surely fits into a message: NUL is dropped, and what is longer than a string may be is cut. */
export function largestText(text: string): string;
export function largestText(text: string | undefined): string | undefined;
export function largestText(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const clean = text.includes('\0') ? text.replaceAll('\0', '') : text;
  // A character takes at most three bytes for each of its UTF-16 units; several texts share the message.
  const most = Math.floor(protocol.VIR_NET_MESSAGE_STRING_MAX / 3);
  return clean.length > most ? clean.slice(0, most) : clean;
}
