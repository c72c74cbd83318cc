import type { Controller, ControllerType } from '../devices/controller.ts';
import type { Domain } from '../domain.ts';
/** Gives a number to every controller that has none: the lowest that is free for its type. */
export declare function indexControllers({ devices }: Domain): void;
/** Adds the controllers that addresses of other devices speak of. */
export declare function completeControllers(domain: Domain): void;
/** Adds a controller unless it is there; new ones stand behind those of their type. */
export declare function addController({ devices }: Domain, type: ControllerType, index: number): Controller | undefined;
//# sourceMappingURL=controllers.d.ts.map