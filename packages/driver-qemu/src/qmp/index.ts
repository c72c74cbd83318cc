export { QmpClient, type QmpClientOptions, type QmpEventListener } from './client.ts';
export type {
  QmpChardev,
  QmpCommands,
  QmpCpuDefinition,
  QmpCpuFast,
  QmpCpuModelInfo,
  QmpMachineInfo,
  QmpProperty,
  QmpRunState,
  QmpStatus,
} from './commands.ts';
export { qmpErrorClass, type QmpErrorClass } from './errors.ts';
export { formatJson, isJsonObject, parseJson, type Json, type JsonObject } from './json.ts';
export { QapiSchema, type QapiQueryResult } from './qapi-schema.ts';
export { validateQapi, type QapiValidateOptions } from './qapi-validate.ts';
export type {
  ExecuteOptions,
  QmpArguments,
  QmpEvent,
  QmpExecutor,
  QmpGreeting,
  QmpResult,
  QmpVersion,
} from './types.ts';
