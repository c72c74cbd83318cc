export { completeDomain } from "./domain/complete/complete.js";
export { eachDevice } from "./domain/complete/devices.js";
export { formatDomain } from "./domain/format.js";
export { parseDomain, readDomain } from "./domain/parse.js";
export { validateDomain } from "./domain/validate/validate.js";
export { completeArch } from "./capabilities/guests.js";
//# sourceMappingURL=index.js.map