import { oneOf, str, uint, yesNo } from "../../table/codec.js";
import { attr, attrRequired } from "../../table/field.js";
import { child, union, unionList } from "../../table/child.js";
import { table } from "../../table/table.js";
const stream = {
    mixingEngine: attr('mixingEngine', yesNo),
    fixedSettings: attr('fixedSettings', yesNo),
    voices: attr('voices', uint),
    bufferLength: attr('bufferLength', uint),
    settings: child('settings', table({
        frequency: attr('frequency', uint),
        channels: attr('channels', uint),
        format: attr('format', oneOf('s8', 'u8', 's16', 'u16', 's32', 'u32', 'f32')),
    })),
};
function streams(extra) {
    const { settings, ...attributes } = stream;
    const of = table({ ...attributes, ...extra, settings });
    return { input: child('input', of), output: child('output', of) };
}
const head = { id: attrRequired('id', uint), timerPeriod: attr('timerPeriod', uint) };
const plain = { ...head, ...streams({}) };
const pulse = {
    name: attr('name', str),
    streamName: attr('streamName', str),
    latency: attr('latency', uint),
};
const counted = { bufferCount: attr('bufferCount', uint) };
const cases = union('type', {
    none: plain,
    spice: plain,
    dbus: plain,
    alsa: { ...head, ...streams({ dev: attr('dev', str) }) },
    coreaudio: { ...head, ...streams(counted) },
    jack: {
        ...head,
        ...streams({
            serverName: attr('serverName', str),
            clientName: attr('clientName', str),
            connectPorts: attr('connectPorts', str),
            exactName: attr('exactName', yesNo),
        }),
    },
    oss: {
        ...head,
        tryMMap: attr('tryMMap', yesNo),
        exclusive: attr('exclusive', yesNo),
        dspPolicy: attr('dspPolicy', uint),
        ...streams({
            dev: attr('dev', str),
            bufferCount: attr('bufferCount', uint),
            tryPoll: attr('tryPoll', yesNo),
        }),
    },
    pulseaudio: { ...head, serverName: attr('serverName', str), ...streams(pulse) },
    pipewire: { ...head, runtimeDir: attr('runtimeDir', str), ...streams(pulse) },
    sdl: { ...head, driver: attr('driver', oneOf('esd', 'alsa', 'arts', 'pulseaudio')), ...streams(counted) },
    file: { ...head, path: attr('path', str), ...streams({}) },
});
/** `<audio>`, all of them, the id in front of the type. */
export const audios = unionList('audio', { ...cases, writeAttributes: writeIdFirst });
function writeIdFirst(...[value, out, owner]) {
    out.xml.attr('id', String(value.id));
    cases.writeAttributes?.({ ...value, id: undefined }, out, owner);
}
//# sourceMappingURL=audio.js.map