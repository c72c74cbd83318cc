import { refuse } from "./refuse.js";
export function validateGraphics({ devices }) {
    for (const graphics of devices.graphics) {
        if (!('listens' in graphics))
            continue;
        for (const { type, network } of graphics.listens) {
            if (type === 'network' && network === undefined) {
                throw refuse("'network' attribute must be set for listen type 'network'");
            }
        }
    }
}
//# sourceMappingURL=graphics.js.map