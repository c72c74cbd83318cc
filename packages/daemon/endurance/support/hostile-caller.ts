// A program: everything that a daemon should survive.
import { flood, type FloodOrder } from './flood.ts';
import { hang, type HangersOrder, type HangersReport } from './hangers-on.ts';

let end: (() => HangersReport) | undefined;

async function obey(order: FloodOrder | HangersOrder | { readonly do: 'end' }): Promise<unknown> {
  switch (order.do) {
    case 'flood':
      return await flood(order);
    case 'hang':
      end = await hang(order);
      return {};
    case 'end':
      return end?.() ?? {};
  }
}

process.on('message', (order: Parameters<typeof obey>[0]) => void obey(order).then((answer) => process.send?.(answer)));
process.on('disconnect', () => process.exit());
