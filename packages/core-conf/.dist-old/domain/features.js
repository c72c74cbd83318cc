import { oneOf, onOff, str, uint, yesNo } from "../table/codec.js";
import { attr, attrRequired, flag, property } from "../table/field.js";
import { child } from "../table/child.js";
import { table } from "../table/table.js";
import { kib } from "./size.js";
const state = (name) => property(name, 'state', onOff);
const stateOf = attrRequired('state', onOff);
/** `<pvspinlock/>` means on. */
function stateOrOn(name) {
    const written = state(name);
    return {
        ...written,
        read: (element, context) => element.child(name) === undefined ? undefined : (written.read(element, context) ?? true),
    };
}
const hyperv = table({
    mode: attr('mode', oneOf('custom', 'passthrough')),
    relaxed: state('relaxed'),
    vapic: state('vapic'),
    spinlocks: child('spinlocks', table({ state: stateOf, retries: attr('retries', uint) })),
    vpindex: state('vpindex'),
    runtime: state('runtime'),
    synic: state('synic'),
    stimer: child('stimer', table({ state: stateOf, direct: state('direct') })),
    reset: state('reset'),
    vendorId: child('vendor_id', table({ state: stateOf, value: attr('value', str) })),
    frequencies: state('frequencies'),
    reenlightenment: state('reenlightenment'),
    tlbflush: child('tlbflush', table({ state: stateOf, direct: state('direct'), extended: state('extended') })),
    ipi: state('ipi'),
    evmcs: state('evmcs'),
    avic: state('avic'),
    emsrBitmap: state('emsr_bitmap'),
    xmmInput: state('xmm_input'),
});
const kvm = table({
    hidden: state('hidden'),
    hintDedicated: state('hint-dedicated'),
    pollControl: state('poll-control'),
    pvIpi: state('pv-ipi'),
    dirtyRing: child('dirty-ring', table({ state: stateOf, size: attr('size', uint) })),
});
const xen = table({
    e820Host: state('e820_host'),
    passthrough: child('passthrough', table({ state: stateOf, mode: attr('mode', oneOf('sync_pt', 'share_pt')) })),
});
const tseg = table({
    unit: { ...attr('unit', str), required: true, read: (element) => element.attr('unit') ?? 'MiB' },
    size: {
        attributes: [],
        children: [],
        required: true,
        read: (element) => Number(element.text),
        writeChildren: (value, out) => out.xml.text(String(value)),
        schema: () => ({ type: 'integer' }),
    },
});
/** Containers: each child is named after a Linux capability. */
const capabilities = {
    attributes: [],
    children: ['capabilities'],
    read(element, context) {
        const found = element.child('capabilities');
        if (found === undefined)
            return undefined;
        const policy = attr('policy', oneOf('default', 'allow', 'deny')).read(found, context);
        const states = {};
        for (const one of found.elements)
            states[one.name] = attr('state', onOff).read(one, context) ?? true;
        return { ...(policy !== undefined && { policy }), states };
    },
    writeChildren({ policy, states }, out) {
        out.xml.open('capabilities');
        if (policy !== undefined)
            out.xml.attr('policy', policy);
        for (const [name, kept] of Object.entries(states))
            out.xml.open(name).attr('state', onOff.format(kept)).close();
        out.xml.close();
    },
    schema: () => ({ type: 'object' }),
};
const safety = oneOf('broken', 'workaround', 'fixed');
export const features = table({
    acpi: flag('acpi'),
    apic: child('apic', table({ eoi: attr('eoi', onOff) }), { empty: 'keep' }),
    pae: flag('pae'),
    viridian: flag('viridian'),
    privnet: flag('privnet'),
    hap: stateOrOn('hap'),
    hyperv: child('hyperv', hyperv, { empty: 'keep' }),
    kvm: child('kvm', kvm, { empty: 'pair' }),
    xen: child('xen', xen, { empty: 'pair' }),
    pvspinlock: stateOrOn('pvspinlock'),
    pmu: stateOrOn('pmu'),
    vmport: stateOrOn('vmport'),
    gic: child('gic', table({ version: attr('version', oneOf('2', '3', 'host')) }), {
        empty: 'keep',
    }),
    smm: child('smm', table({ state: attr('state', onOff), tseg: child('tseg', tseg) })),
    ioapic: property('ioapic', 'driver', oneOf('qemu', 'kvm')),
    hpt: child('hpt', table({ resizing: attr('resizing', oneOf('enabled', 'disabled', 'required')), maxpagesize: kib('maxpagesize') })),
    htm: state('htm'),
    nestedHv: state('nested-hv'),
    msrs: child('msrs', table({ unknown: attrRequired('unknown', oneOf('ignore', 'fault')) })),
    vmcoreinfo: stateOrOn('vmcoreinfo'),
    ccfAssist: state('ccf-assist'),
    capabilities,
    cfpc: property('cfpc', 'value', safety),
    sbbc: property('sbbc', 'value', safety),
    ibs: property('ibs', 'value', oneOf('broken', 'workaround', 'fixed-ibs', 'fixed-ccd', 'fixed-na')),
    tcg: child('tcg', table({ tbCache: kib('tb-cache') })),
    asyncTeardown: property('async-teardown', 'enabled', yesNo),
    ras: state('ras'),
    ps2: state('ps2'),
    aia: property('aia', 'value', oneOf('none', 'aplic', 'aplic-imsic')),
});
//# sourceMappingURL=features.js.map