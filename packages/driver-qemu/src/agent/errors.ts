import { VirtError, isVirtError } from '@virtweave/core-util';
import { isJsonObject, type Json } from '../qmp/index.ts';

const domain = 'VIR_FROM_QEMU';

/** No agent that could be asked is there now: `Guest agent is not responding: ...`. */
export function notResponding(detail: string, cause?: unknown): VirtError {
  return new VirtError('VIR_ERR_AGENT_UNRESPONSIVE', detail, { domain, ...(cause !== undefined && { cause }) });
}

/** The guest has not opened its end, or has closed it. */
export function notConnected(): VirtError {
  return notResponding('QEMU guest agent is not connected');
}

/** It has not answered in time. */
export function notInTime(): VirtError {
  return notResponding('Guest agent not available for now');
}

/** What the guest sent is no answer. */
export function malformed(detail: string, cause?: unknown): VirtError {
  return new VirtError('VIR_ERR_INTERNAL_ERROR', detail, { domain, ...(cause !== undefined && { cause }) });
}

/** What to say when an agent gives a class of error and no words. */
const wordsOfClass: Readonly<Record<string, string>> = {
  CommandNotFound: 'The command has not been found',
  CommandDisabled: 'The command has been disabled for this instance',
};

/** The agent refused a command, in libvirt's words. The class that it gave is kept in `str3`. */
export function agentRefused(command: string, error: Json | undefined): VirtError {
  const fields = isJsonObject(error) ? error : {};
  const name = typeof fields['class'] === 'string' ? fields['class'] : 'GenericError';
  const words = typeof fields['desc'] === 'string' ? fields['desc'] : (wordsOfClass[name] ?? 'unknown QEMU command error');
  return new VirtError('VIR_ERR_INTERNAL_ERROR', `unable to execute QEMU agent command '${command}': ${words}`, { domain, str3: name });
}

/** Does the error say that the agent does not know a command, or was told not to obey it? */
export function isUnsupportedCommand(error: unknown): boolean {
  if (!isVirtError(error, 'VIR_ERR_INTERNAL_ERROR') || error.detail?.startsWith('unable to execute QEMU agent command') !== true) return false;
  return error.str3 === 'CommandNotFound' || error.str3 === 'CommandDisabled';
}
