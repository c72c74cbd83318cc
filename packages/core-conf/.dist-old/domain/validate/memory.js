import { refuse, unsupported } from "./refuse.js";
export function validateMemory({ memory, maxMemory }) {
    if (maxMemory === undefined)
        return;
    if (maxMemory.slots === undefined && maxMemory.size === 0) {
        throw refuse('both maximum memory size and memory slot count must be specified');
    }
    if (maxMemory.size < memory.size) {
        throw unsupported('maximum memory size must be equal or greater than the actual memory size');
    }
}
//# sourceMappingURL=memory.js.map