import { VirtError } from '@virtweave/core-util/errors';

export function unknownEvent(eventID: number, of: string): never {
  throw new VirtError('VIR_ERR_INVALID_ARG', `eventID ${eventID} is not a ${of} event`, { domain: 'VIR_FROM_REMOTE' });
}
