export { assignAliases } from './aliases.ts';
export { prepareStart } from './prepare-start.ts';
export { type PassedDescriptor, type QemuArgument } from './builder.ts';
export { buildCommand, type QemuCommand } from './command.ts';
export type {
  CommandConfig,
  CommandContext,
  CommandFolders,
  CommandResources,
  HostFacts,
  HugetlbMount,
  PreparedInterface,
} from './context.ts';
export { planInterface, type InterfacePlan } from './interface-plan.ts';
export { memoryLockLimit, unlimitedMemory } from './memory-lock.ts';
export { shellWord, shellWords } from './shell-text.ts';
