export { orderDescriptorFiles, readDescriptorFiles, type DescriptorFile, type DescriptorKind, type DescriptorOptions } from './files.ts';
