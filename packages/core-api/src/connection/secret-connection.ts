import type { SecretRef } from '../contract/references.ts';
import type { DocumentOrObject } from '../guard/definitions.ts';
import type { Secret } from '../secret/secret.ts';
import { secretUsageTypes, type SecretUsageTypeName } from '../secret/usage.ts';
import { secretHandles } from './lazy-handles.ts';
import type { ValidateOptions } from './network-connection.ts';
import { NodeDeviceConnection } from './node-device-connection.ts';
import { flagsOf } from './numbers.ts';
import type { CallOptions, FlagOptions } from './session.ts';

/** Filters of the secret list; of one pair neither or both mean all. */
export interface SecretListOptions extends FlagOptions {
  /** Kept in memory only. */
  readonly ephemeral?: boolean;
  readonly noEphemeral?: boolean;
  /** Whose value nobody may read. */
  readonly private?: boolean;
  readonly noPrivate?: boolean;
}

const listFlags = { ephemeral: 1, noEphemeral: 2, private: 4, noPrivate: 8 };

/** Secrets of a connection. */
export class SecretConnection extends NodeDeviceConnection {
  /** Secrets, all or filtered. @libvirt virConnectListAllSecrets virConnectListSecrets virConnectNumOfSecrets */
  listAllSecrets(options?: SecretListOptions): Promise<readonly Secret[]> {
    return this.session.run(options, async (call) => {
      const list = await this.session.families.secret.connectListAllSecrets(flagsOf(options, listFlags), call);
      const { Secret } = await secretHandles();
      return list.map((ref) => new Secret(this.session, ref));
    });
  }

  /** `VIR_ERR_NO_SECRET` when there is none. @libvirt virSecretLookupByUUID virSecretLookupByUUIDString */
  secretLookupByUUID(uuid: string, options?: CallOptions): Promise<Secret> {
    return this.session.run(options, async (call) =>
      this.#secret(await this.session.families.secret.secretLookupByUUID(uuid, call)),
    );
  }

  /** The secret that is for this: `secretLookupByUsage('volume', '/srv/web.luks')`. @libvirt virSecretLookupByUsage */
  secretLookupByUsage(type: SecretUsageTypeName, id: string, options?: CallOptions): Promise<Secret> {
    return this.session.run(options, async (call) => {
      const number = secretUsageTypes.indexOf(type);
      return this.#secret(await this.session.families.secret.secretLookupByUsage(number, id, call));
    });
  }

  /** Defines a secret, or redefines one of the same UUID; `secret.setValue()` gives it its value. @libvirt virSecretDefineXML */
  secretDefineXML(xml: DocumentOrObject<'secret'>, options?: ValidateOptions): Promise<Secret> {
    return this.session.run(options, async (call) => {
      const flags = flagsOf(options, { validate: 1 });
      return this.#secret(await this.session.families.secret.secretDefineXML(xml as string, flags, call));
    });
  }

  async #secret(ref: SecretRef): Promise<Secret> {
    const { Secret } = await secretHandles();
    return new Secret(this.session, ref);
  }
}
