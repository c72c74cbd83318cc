import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';
import { VirtError } from '@virtweave/core-util/errors';
import type { SaslCredentials, SaslExchange } from './sasl.ts';

const lengths = { sha256: 32, sha512: 64 } as const;
/** A server that asks for more work than this wants to keep us busy. */
const mostIterations = 1_000_000;
/** With less, a stolen record is as good as the password. RFC 7677. */
const leastIterations = 4096;

/**
 * SCRAM (RFC 5802, RFC 7677): neither side shows the password to the other, and the server proves that it has its record.
 *
 * @param nonce For tests alone.
 */
export function scram(hash: keyof typeof lengths, credentials: SaslCredentials, nonce: string = randomBytes(24).toString('base64')): SaslExchange {
  const hmac = (key: Buffer, text: string): Buffer => createHmac(hash, key).update(text).digest();
  const name = credentials.user.normalize('NFKC').replaceAll('=', '=3D').replaceAll(',', '=2C');
  const bare = `n=${name},r=${nonce}`;
  let expected: Buffer | undefined;
  let proved = false;

  /** The proof that we know the password. */
  function prove(said: string): Buffer {
    const [, theirs = '', salt = '', count = ''] = /^r=([^,]+),s=([A-Za-z0-9+/=]+),i=(\d+)(?:,|$)/.exec(said) ?? [];
    if (!theirs.startsWith(nonce) || theirs.length === nonce.length) throw failed('its nonce is not made from ours');
    const iterations = Number(count);
    if (iterations < leastIterations || iterations > mostIterations) throw failed(`${count} iterations`);
    const salted = pbkdf2Sync(credentials.password.normalize('NFKC'), Buffer.from(salt, 'base64'), iterations, lengths[hash], hash);
    const clientKey = hmac(salted, 'Client Key');
    const last = `c=biws,r=${theirs}`;
    const message = `${bare},${said},${last}`;
    const signature = hmac(createHash(hash).update(clientKey).digest(), message);
    const proof = Buffer.from(clientKey.map((byte, i) => byte ^ (signature[i] as number)));
    expected = hmac(hmac(salted, 'Server Key'), message);
    return Buffer.from(`${last},p=${proof.toString('base64')}`);
  }

  return {
    first: Buffer.from(`n,,${bare}`),
    next(data) {
      const said = data.toString();
      if (expected === undefined) return prove(said);
      if (proved && said === '') return undefined;
      const [, refusal] = /^e=([^,]*)/.exec(said) ?? [];
      if (refusal !== undefined) throw failed(refusal);
      const [, verifier = ''] = /^v=([A-Za-z0-9+/=]+)/.exec(said) ?? [];
      const got = Buffer.from(verifier, 'base64');
      if (got.length !== expected.length || !timingSafeEqual(got, expected)) throw failed('it does not know the password');
      proved = true;
      return Buffer.alloc(0);
    },
    get proved() {
      return proved;
    },
  };
}

function failed(why: string): VirtError {
  return new VirtError('VIR_ERR_AUTH_FAILED', `SCRAM with the server failed: ${why}`, { domain: 'VIR_FROM_AUTH' });
}
