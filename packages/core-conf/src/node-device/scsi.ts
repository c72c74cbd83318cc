import { int, str, uint } from '../table/codec.ts';
import { leaf, leafOr, type Field } from '../table/field.ts';
import { problem } from '../table/problem.ts';
import { table, type Fields } from '../table/table.ts';
import { deviceName, numberSupplied, textSupplied } from './fields.ts';
import { subCapabilities } from './sub-capability.ts';

/** A SCSI host bus adapter. */
export interface ScsiHostCapability {
  type: 'scsi_host';
  /** Absent only where a virtual host is to be made. */
  host?: number;
  uniqueId?: number;
  fcHost?: FcHost;
  /** It can have virtual hosts. */
  vportOps?: VportOps;
}

/** The names of a Fibre Channel host. */
export interface FcHost {
  wwnn?: string;
  wwpn?: string;
  fabricWwn?: string;
}

export interface VportOps {
  maxVports: number;
  vports: number;
}

export interface ScsiTargetCapability {
  type: 'scsi_target';
  target: string;
  fcRemotePort?: FcRemotePort;
}

export interface FcRemotePort {
  rport: string;
  wwpn: string;
}

/** A SCSI device. */
export interface ScsiCapability {
  type: 'scsi';
  host: number;
  bus: number;
  target: number;
  lun: number;
  /** Kind of device, such as `disk`. */
  kind?: string;
}

/** A SCSI device as character device. */
export interface ScsiGenericCapability {
  type: 'scsi_generic';
  path: string;
}

interface InHost {
  fc_host: FcHost;
  vport_ops: VportOps;
}

const inHost = subCapabilities<InHost>(
  {
    fc_host: table<FcHost>(() => ({ wwnn: leaf('wwnn', str), wwpn: leaf('wwpn', str), fabricWwn: leaf('fabric_wwn', str) })),
    vport_ops: table<VportOps>(() => ({ maxVports: leafOr('max_vports', uint, 0), vports: leafOr('vports', uint, 0) })),
  },
  { of: 'SCSI host' },
);

const inTarget = subCapabilities<{ fc_remote_port: FcRemotePort }>(
  {
    fc_remote_port: table<FcRemotePort>(() => ({
      rport: textSupplied('rport', '', "missing rport name for '%n'"),
      wwpn: textSupplied('wwpn', '', "missing wwpn identifier for '%n'"),
    })),
  },
  { of: 'SCSI target', missing: 'type for SCSI target capability' },
);

const { required: _, ...host } = numberSupplied('host', 'SCSI host ID');

const uniqueId: Field<number> = {
  ...leaf('unique_id', int),
  read(element) {
    const text = element.child('unique_id')?.text ?? '';
    if (text === '') return undefined;
    const value = int.parse(text);
    if (value === undefined) {
      throw problem(element, `invalid unique_id supplied for '${deviceName(element)}'`, { code: 'VIR_ERR_INTERNAL_ERROR' });
    }
    return value === -1 ? undefined : value;
  },
};

export const scsiHost: Fields<Omit<ScsiHostCapability, 'type'>> = {
  host,
  uniqueId,
  fcHost: inHost.field('fc_host'),
  vportOps: inHost.field('vport_ops'),
};

export const scsiTarget: Fields<Omit<ScsiTargetCapability, 'type'>> = {
  target: textSupplied('target', 'target name'),
  fcRemotePort: inTarget.field('fc_remote_port'),
};

export const scsi: Fields<Omit<ScsiCapability, 'type'>> = {
  host: numberSupplied('host', 'SCSI host ID'),
  bus: numberSupplied('bus', 'SCSI bus ID'),
  target: numberSupplied('target', 'SCSI target ID'),
  lun: numberSupplied('lun', 'SCSI LUN ID'),
  kind: leaf('type', str),
};

export const scsiGeneric: Fields<Omit<ScsiGenericCapability, 'type'>> = {
  path: textSupplied('char', 'SCSI generic device path'),
};
