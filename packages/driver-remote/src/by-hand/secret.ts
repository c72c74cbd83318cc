import type { SecretDriver } from '@virtweave/core-api';
import { connectSecretEventDeregisterAny, connectSecretEventRegisterAny } from '@virtweave/core-rpc/protocol/events';
import { secretEvents } from '../events/secret.ts';
import type { Remote } from '../remote.ts';

export function secretByHand(remote: Remote): Pick<SecretDriver, 'connectSecretEventRegisterAny' | 'connectSecretEventDeregisterAny'> {
  return {
    connectSecretEventRegisterAny: (secret, eventID, callback, call) =>
      remote.subscriptions.add(
        {
          source: secretEvents(eventID),
          of: secret?.uuid ?? '',
          deliver: callback as (event: unknown) => void,
          register: (client) => client.call(connectSecretEventRegisterAny, { eventID, secret }),
          deregister: (client, callbackID) => client.call(connectSecretEventDeregisterAny, { callbackID }),
        },
        call,
      ),
    connectSecretEventDeregisterAny: (callbackID) => remote.subscriptions.remove(callbackID),
  };
}
