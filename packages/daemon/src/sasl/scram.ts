import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { authFailed, type SaslAnswer } from './sasl.ts';
import type { ScramSecret, Users } from './users.ts';

/** Makes up salts for those who are no users, so that nobody learns who is one. */
const decoy = randomBytes(32);

/** The server's side of SCRAM-SHA-256 (RFC 5802, RFC 7677), without channel binding. */
export class ScramServer {
  readonly #users: Users;
  readonly #own: string;
  #user = '';
  #secret: ScramSecret | undefined;
  #bare = '';
  #first = '';
  #header = '';
  #nonce = '';

  /** @param nonce for tests alone */
  constructor(users: Users, nonce: string = randomBytes(18).toString('base64')) {
    this.#users = users;
    this.#own = nonce;
  }

  step(data: Uint8Array | undefined): SaslAnswer {
    const text = Buffer.from(data ?? []).toString('utf8');
    return this.#first === '' ? this.#start(text) : this.#finish(text);
  }

  #start(text: string): SaslAnswer {
    const parts = /^(([ny]),(?:a=[^,]*)?,)(n=([^,]+),r=([!-+\--~]+)(?:,.*)?)$/.exec(text);
    if (!parts) throw authFailed('what the client began with is no SCRAM');
    const [, header = '', , bare = '', user = '', nonce = ''] = parts;
    this.#header = header;
    this.#bare = bare;
    this.#user = user.replaceAll('=2C', ',').replaceAll('=3D', '=');
    this.#secret = Object.hasOwn(this.#users, this.#user) ? this.#users[this.#user] : undefined;
    this.#nonce = nonce + this.#own;
    const salt = this.#secret?.salt ?? createHmac('sha256', decoy).update(this.#user).digest().subarray(0, 16).toString('base64');
    this.#first = `r=${this.#nonce},s=${salt},i=${this.#secret?.iterations ?? 15_000}`;
    return { data: Buffer.from(this.#first) };
  }

  #finish(text: string): SaslAnswer {
    const parts = /^(c=([A-Za-z0-9+/=]+),r=([^,]+)(?:,.*)?),p=([A-Za-z0-9+/=]+)$/.exec(text);
    const [, withoutProof = '', binding = '', nonce, proof = ''] = parts ?? [];
    const right = nonce === this.#nonce && Buffer.from(binding, 'base64').toString('utf8') === this.#header;
    if (!this.#secret || !right) throw authFailed(`user ${this.#user}`);
    const message = `${this.#bare},${this.#first},${withoutProof}`;
    const storedKey = Buffer.from(this.#secret.storedKey, 'base64');
    const signature = createHmac('sha256', storedKey).update(message).digest();
    const given = Buffer.from(proof, 'base64');
    const clientKey = signature.map((byte, at) => byte ^ (given[at] ?? 0));
    const matches = timingSafeEqual(createHash('sha256').update(clientKey).digest(), storedKey);
    if (!matches || given.length !== signature.length) throw authFailed(`user ${this.#user}`);
    const serverKey = Buffer.from(this.#secret.serverKey, 'base64');
    const verifier = createHmac('sha256', serverKey).update(message).digest('base64');
    return { data: Buffer.from(`v=${verifier}`), user: this.#user };
  }
}
