import { randomUuid, systemRandom } from '@virtweave/core-util';
import { completeBoot } from "./boot.js";
import { completeConsoles } from "./consoles.js";
import { completeControllers, indexControllers } from "./controllers.js";
import { completeCpu } from "./cpu.js";
import { completeCputune } from "./cputune.js";
import { completeDevice } from "./device.js";
import { eachDevice } from "./devices.js";
import { completeMemory } from "./memory.js";
import { completeVcpus } from "./vcpus.js";
import { completeVideos } from "./videos.js";
/** Fills in what a document leaves open, in libvirt's order; changes the object that it is given. */
export function completeDomain(domain, options = {}) {
    const driver = options.driver ?? {};
    const context = {
        inactive: options.inactive ?? true,
        random: options.random ?? systemRandom,
        driver,
    };
    domain.uuid ??= randomUuid(context.random);
    if (domain.genid === '')
        domain.genid = randomUuid(context.random);
    driver.prepare?.(domain, context);
    completeMemory(domain);
    completeVcpus(domain);
    completeCpu(domain);
    completeCputune(domain);
    completeBoot(domain);
    completeConsoles(domain);
    indexControllers(domain);
    driver.complete?.(domain, context);
    eachDevice(domain.devices, (device) => {
        driver.completeDevice?.(device, domain, context);
        completeDevice(device, domain, context);
    });
    completeVideos(domain);
    completeControllers(domain);
    driver.assignAddresses?.(domain, context);
    return domain;
}
//# sourceMappingURL=complete.js.map