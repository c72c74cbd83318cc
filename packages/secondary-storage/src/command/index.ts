export type { Command } from './command.ts';
export { imageCommands, type ImageRequest } from './image-commands.ts';
export { imageResizeCommand } from './image-resize.ts';
export { poolStartCommand, poolStopCommand } from './pool-start.ts';
