import { connect } from '@virtweave/core-api';
import { guestService } from './service.ts';

// node scripts/run-workspace.mjs examples/src/http-service/main.ts [URI] [TYPE] [PORT]
const [uri = 'test:///default', type = 'test', port = '8080'] = process.argv.slice(2);
const connection = await connect(uri, { from: import.meta.url });
const server = guestService(connection, type).listen(Number(port), '127.0.0.1', () => {
  console.log(`${uri} at http://127.0.0.1:${port}/guests`);
});
process.once('SIGINT', () => {
  server.close(() => void connection.close());
  server.closeAllConnections();
});
