import type { Json, JsonObject } from './json.ts';
import type { QmpVersion } from './types.ts';

/** Run states of QEMU (`RunState`). */
export type QmpRunState =
  | 'colo'
  | 'debug'
  | 'finish-migrate'
  | 'guest-panicked'
  | 'inmigrate'
  | 'internal-error'
  | 'io-error'
  | 'paused'
  | 'postmigrate'
  | 'prelaunch'
  | 'restore-vm'
  | 'running'
  | 'save-vm'
  | 'shutdown'
  | 'suspended'
  | 'watchdog';

export interface QmpProperty {
  readonly name: string;
  readonly type: string;
  readonly description?: string;
  readonly 'default-value'?: Json;
}

export interface QmpMachineInfo {
  readonly name: string;
  readonly alias?: string;
  readonly 'is-default'?: boolean;
  readonly 'cpu-max': number;
  readonly 'hotpluggable-cpus'?: boolean;
  readonly 'numa-mem-supported'?: boolean;
  readonly deprecated?: boolean;
  readonly 'default-cpu-type'?: string;
  readonly 'default-ram-id'?: string;
  readonly acpi?: boolean;
}

export interface QmpCpuDefinition {
  readonly name: string;
  readonly typename?: string;
  readonly 'unavailable-features'?: readonly string[];
  readonly deprecated?: boolean;
}

export interface QmpCpuModelInfo {
  readonly name: string;
  readonly props?: JsonObject;
}

export interface QmpCpuFast {
  readonly 'cpu-index': number;
  readonly 'qom-path': string;
  readonly 'thread-id': number;
  readonly props?: JsonObject;
  readonly target: string;
  readonly 'cpu-state'?: string;
}

export interface QmpStatus {
  readonly status: QmpRunState;
  readonly running: boolean;
}

export interface QmpChardev {
  readonly label: string;
  /** For a pty `pty:/dev/pts/N`. */
  readonly filename: string;
  readonly 'frontend-open': boolean;
}

/** Arguments and results of the commands that this driver uses most; others take and give plain JSON. */
export interface QmpCommands {
  readonly qmp_capabilities: { readonly result: JsonObject };
  readonly 'query-version': { readonly result: QmpVersion };
  readonly 'query-target': { readonly result: { readonly arch: string } };
  readonly 'query-kvm': { readonly result: { readonly enabled: boolean; readonly present: boolean } };
  readonly 'query-qmp-schema': { readonly result: readonly JsonObject[] };
  readonly 'qom-list-types': {
    readonly args: { readonly implements?: string; readonly abstract?: boolean } | undefined;
    readonly result: readonly { readonly name: string; readonly parent?: string; readonly abstract?: boolean }[];
  };
  readonly 'device-list-properties': {
    readonly args: { readonly typename: string };
    readonly result: readonly QmpProperty[];
  };
  readonly 'qom-list-properties': {
    readonly args: { readonly typename: string };
    readonly result: readonly QmpProperty[];
  };
  readonly 'query-machines': { readonly result: readonly QmpMachineInfo[] };
  readonly 'query-cpu-definitions': { readonly result: readonly QmpCpuDefinition[] };
  readonly 'query-cpu-model-expansion': {
    readonly args: { readonly type: 'static' | 'full'; readonly model: QmpCpuModelInfo & JsonObject };
    readonly result: { readonly model: QmpCpuModelInfo; readonly 'deprecated-props'?: readonly string[] };
  };
  readonly 'query-command-line-options': {
    readonly result: readonly { readonly option: string; readonly parameters: readonly QmpProperty[] }[];
  };
  readonly 'query-migrate-capabilities': {
    readonly result: readonly { readonly capability: string; readonly state: boolean }[];
  };
  readonly 'query-status': { readonly result: QmpStatus };
  readonly 'query-cpus-fast': { readonly result: readonly QmpCpuFast[] };
  readonly 'query-chardev': { readonly result: readonly QmpChardev[] };
  readonly 'query-balloon': { readonly result: { readonly actual: number } };
  readonly 'qom-get': { readonly args: { readonly path: string; readonly property: string }; readonly result: Json };
  readonly 'qom-list': {
    readonly args: { readonly path: string };
    readonly result: readonly { readonly name: string; readonly type: string }[];
  };
  readonly stop: { readonly result: JsonObject };
  readonly cont: { readonly result: JsonObject };
  readonly quit: { readonly result: JsonObject };
  readonly system_powerdown: { readonly result: JsonObject };
  readonly system_reset: { readonly result: JsonObject };
}
