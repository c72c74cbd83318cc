import type { Json, JsonObject } from '../qmp/index.ts';
import type { AgentCommandOptions } from './client.ts';
import { agentRefused } from './errors.ts';
import type { GuestAgent } from './guest-agent.ts';

/** Has the agent carry out a command, and answers what it returned. */
export type AskAgent = (command: string, args?: JsonObject, options?: Pick<AgentCommandOptions, 'until' | 'timeout'>) => Promise<Json>;

/**
 * @param defaults how long to wait, and when to give up
 * @throws VirtError `VIR_ERR_INTERNAL_ERROR` `unable to execute QEMU agent command '...': ...`, and those of the client
 */
export function askAgent(agent: GuestAgent, defaults: AgentCommandOptions): AskAgent {
  return async (command, args, options) => {
    const message = args === undefined ? { execute: command } : { execute: command, arguments: args };
    const reply = await agent.execute(message, { ...defaults, ...options });
    return resultOf(command, reply);
  };
}

/** What a reply returns, or the error that it tells. */
export function resultOf(command: string, reply: JsonObject): Json {
  if ('error' in reply) throw agentRefused(command, reply['error']);
  return reply['return'] ?? null;
}
