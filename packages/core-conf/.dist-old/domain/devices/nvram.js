import { table } from "../../table/table.js";
import { deviceInfo } from "./device-info.js";
export const nvram = table({ ...deviceInfo });
//# sourceMappingURL=nvram.js.map