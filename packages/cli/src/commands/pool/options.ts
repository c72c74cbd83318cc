import { needed, text, type TextOption } from '../../grammar/option.ts';

// What several commands take.
export const poolOption: TextOption = text('pool name or uuid', { ...needed, complete: 'pool' });
export const nameOption: TextOption = text('name of the pool', needed);
export const typeOption: TextOption = text('type of the pool', needed);
export const sourceHostOption: TextOption = text('source-host for underlying storage', { positional: 'quietly' });
export const sourcePathOption: TextOption = text('source path for underlying storage', { positional: 'quietly' });
export const sourceDevOption: TextOption = text('source device for underlying storage', { positional: 'quietly' });
export const sourceNameOption: TextOption = text('source name for underlying storage', { positional: 'quietly' });
export const targetOption: TextOption = text('target for underlying storage', { positional: 'quietly' });
export const sourceFormatOption: TextOption = text('format for underlying storage', { positional: 'quietly' });
export const authTypeOption: TextOption = text('auth type to be used for underlying storage', { positional: 'quietly' });
export const authUsernameOption: TextOption = text('auth username to be used for underlying storage', { positional: 'quietly' });
export const secretUsageOption: TextOption = text('auth secret usage to be used for underlying storage', { positional: 'quietly' });
export const secretUuidOption: TextOption = text('auth secret UUID to be used for underlying storage', { positional: 'quietly' });
export const adapterNameOption: TextOption = text('adapter name to be used for underlying storage', { positional: 'quietly' });
export const adapterWwnnOption: TextOption = text('adapter wwnn to be used for underlying storage', { positional: 'quietly' });
export const adapterWwpnOption: TextOption = text('adapter wwpn to be used for underlying storage', { positional: 'quietly' });
export const adapterParentOption: TextOption = text('adapter parent scsi_hostN to be used for underlying vHBA storage', { positional: 'quietly' });
export const adapterParentWwnnOption: TextOption = text('adapter parent scsi_hostN wwnn to be used for underlying vHBA storage', { positional: 'quietly' });
export const adapterParentWwpnOption: TextOption = text('adapter parent scsi_hostN wwpn to be used for underlying vHBA storage', { positional: 'quietly' });
export const adapterParentFabricWwnOption: TextOption = text('adapter parent scsi_hostN fabric_wwn to be used for underlying vHBA storage', { positional: 'quietly' });
export const sourceProtocolVerOption: TextOption = text('nfsvers value for NFS pool mount option', { positional: 'quietly' });
export const sourceInitiatorOption: TextOption = text('initiator iqn for underlying storage', { positional: 'quietly' });
export const fileOption: TextOption = text('file containing an XML pool description', { ...needed, complete: 'file' });
