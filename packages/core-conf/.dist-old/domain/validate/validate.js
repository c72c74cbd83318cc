import { eachDevice } from "../complete/devices.js";
import { validateChardevs } from "./chardevs.js";
import { validateCputune } from "./cputune.js";
import { validateDuplicates } from "./duplicates.js";
import { validateGraphics } from "./graphics.js";
import { validateIdentity } from "./identity.js";
import { validateMemory } from "./memory.js";
import { validateVcpus } from "./vcpus.js";
/**
 * Refuses definitions that contradict themselves, or that the driver cannot run (`virDomainDefValidate`).
 *
 * @throws VirtError with libvirt's code and words
 */
export function validateDomain(domain, driver = {}) {
    validateIdentity(domain);
    validateMemory(domain);
    validateVcpus(domain);
    validateCputune(domain);
    validateDuplicates(domain);
    validateChardevs(domain);
    validateGraphics(domain);
    driver.validate?.(domain);
    const { validateDevice } = driver;
    if (validateDevice !== undefined)
        eachDevice(domain.devices, (device) => validateDevice(device, domain));
}
//# sourceMappingURL=validate.js.map