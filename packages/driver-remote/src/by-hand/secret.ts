import type { SecretDriver } from '@virtweave/core-api';
import { connectSecretEventDeregisterAny, connectSecretEventRegisterAny } from '@virtweave/core-rpc/protocol/events';
import { secretEvents } from '../events/secret.ts';
import { secretToWire } from '../references.ts';
import type { Remote } from '../remote.ts';

export function secretByHand(remote: Remote): Pick<SecretDriver, 'connectSecretEventRegisterAny' | 'connectSecretEventDeregisterAny'> {
  return {
    connectSecretEventRegisterAny: (one, eventID, callback, call) => {
      const secret = one === undefined ? undefined : secretToWire(one);
      return remote.subscriptions.add(
        {
          source: secretEvents(eventID),
          of: one?.uuid ?? '',
          deliver: callback as (event: unknown) => void,
          register: (client) => client.call(connectSecretEventRegisterAny, { eventID, secret }),
          deregister: (client, callbackID) => client.call(connectSecretEventDeregisterAny, { callbackID }),
        },
        call,
      );
    },
    connectSecretEventDeregisterAny: (callbackID) => remote.subscriptions.remove(callbackID),
  };
}
