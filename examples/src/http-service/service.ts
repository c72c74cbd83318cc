import type { Connection } from '@virtweave/core-api';
import { isVirtError, type ErrorCode } from '@virtweave/core-util';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { guestDocument, type GuestRequest } from './guest-document.ts';

/**
 * A web service that makes guests on request:
 *
 *     GET    /guests               all guests and their states
 *     POST   /guests               {"name": "web", "memoryMiB": 256, "vcpus": 1}: defines and starts one
 *     GET    /guests/NAME          state, memory, processors
 *     POST   /guests/NAME/shutdown asks the guest to power off
 *     DELETE /guests/NAME          stops and forgets it
 *
 * The connection is the caller's, who closes it after the server. `type` is the kind of guest: `qemu`, `kvm`, `test`.
 */
export function guestService(connection: Connection, type: string): Server {
  return createServer((request, response) => {
    // A client that goes away takes its request with it.
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    handle(connection, type, request, gone.signal).then(
      ({ status, body }) => answer(response, status, body),
      (error: unknown) => answer(response, statusOf(error), { error: messageOf(error) }),
    );
  });
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function handle(connection: Connection, type: string, request: IncomingMessage, signal: AbortSignal): Promise<Answer> {
  const [collection, name, action, ...rest] = new URL(request.url ?? '/', 'http://localhost').pathname
    .split('/').slice(1).map(decodeURIComponent);
  if (collection !== 'guests' || rest.length > 0) return notFound;
  const call = `${request.method ?? ''}${name === undefined ? '' : ' NAME'}${action === undefined ? '' : ` ${action}`}`;
  switch (call) {
    case 'GET': {
      const domains = await connection.listAllDomains({ signal });
      return ok(await Promise.all(domains.map(async (d) => ({ name: d.name, ...(await d.state({ signal })) }))));
    }
    case 'POST': {
      const domain = await connection.defineXML(guestDocument(await readBody(request), type), { signal });
      try {
        await domain.start({ signal });
      } catch (error) {
        await domain.undefine();
        throw error;
      }
      return { status: 201, body: { name: domain.name, uuid: domain.uuid } };
    }
    case 'GET NAME': {
      const info = await (await connection.lookupByName(name ?? '', { signal })).info({ signal });
      return ok({ name, state: info.state, memoryMiB: info.memory / 1024, vcpus: info.vcpus });
    }
    case 'POST NAME shutdown':
      await (await connection.lookupByName(name ?? '', { signal })).shutdown({ signal });
      return { status: 202, body: { name } };
    case 'DELETE NAME': {
      const domain = await connection.lookupByName(name ?? '', { signal });
      if (await domain.isActive({ signal })) await domain.destroy({ signal });
      await domain.undefine({ signal });
      return ok({ name });
    }
    default:
      return notFound;
  }
}

const notFound: Answer = { status: 404, body: { error: 'no such page' } };
const ok = (body: unknown): Answer => ({ status: 200, body });

/** At most 64 KiB of JSON. */
async function readBody(request: IncomingMessage): Promise<GuestRequest> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > 65_536) throw new SyntaxError('the request is too long');
  }
  return JSON.parse(text) as GuestRequest;
}

const statuses: Partial<Record<ErrorCode, number>> = {
  VIR_ERR_NO_DOMAIN: 404,
  VIR_ERR_OPERATION_INVALID: 409,
  VIR_ERR_OPERATION_FAILED: 409,
  VIR_ERR_DOM_EXIST: 409,
  VIR_ERR_XML_ERROR: 400,
  VIR_ERR_XML_DETAIL: 400,
  VIR_ERR_CONFIG_UNSUPPORTED: 422,
  VIR_ERR_NO_SUPPORT: 501,
};

function statusOf(error: unknown): number {
  if (error instanceof SyntaxError || error instanceof TypeError || error instanceof URIError) return 400;
  return isVirtError(error) ? (statuses[error.code] ?? 500) : 500;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
}
