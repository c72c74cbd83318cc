import { childRequired, list } from '../table/child.ts';
import { table, writeElement, type Table } from '../table/table.ts';
import { guestOfDriver, type DriverGuest } from './guest.ts';
import { hostOfDriver, type DriverHost } from './host.ts';

/**
 * `<capabilities>`: the host of a connection, and which guests its driver can run there. What such a guest can have is told by
 * the domain capabilities.
 */
export interface DriverCapabilities {
  host: DriverHost;
  guests: DriverGuest[];
}

/** The table of `<capabilities>`. An empty line goes before and after the host, and after each guest. */
export const driverCapabilities: Table<DriverCapabilities> = table<DriverCapabilities>(() => {
  const host = hostOfDriver();
  const guest = guestOfDriver();
  return {
    host: {
      ...childRequired('host', host),
      writeChildren(one, out) {
        out.xml.raw('\n');
        writeElement('host', host, one, out);
        out.xml.raw('\n');
      },
    },
    guests: {
      ...list('guest', guest),
      writeChildren(guests, out) {
        for (const one of guests) {
          writeElement('guest', guest, one, out);
          out.xml.raw('\n');
        }
      },
    },
  };
});
