export { errorCodes, errorDomains, type ErrorCode, type ErrorDomain } from './codes.generated.ts';
export {
  VirtError,
  errorMessage,
  isVirtError,
  type DocumentPlace,
  type ErrorLevel,
  type VirtErrorOptions,
} from './virt-error.ts';
