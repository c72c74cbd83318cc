import type { DbusGraphics, Graphics, Listen, SpiceGraphics, VncGraphics } from '@virtweave/core-conf';
import type { CommandBuilder } from './builder.ts';
import { escapeComma, onOff } from './json.ts';

/** `-display`, `-vnc`, `-spice`. */
export function graphics(build: CommandBuilder): void {
  build.devices('graphics', build.domain.devices.graphics, (device) => {
    switch (device.type) {
      case 'vnc':
        vnc(build, device);
        break;
      case 'spice':
        spice(build, device);
        break;
      case 'sdl': {
        const parts = ['sdl'];
        if (device.gl?.enable !== undefined) parts.push(`gl=${onOff(device.gl.enable)}`);
        if (device.fullscreen === true) build.add('-full-screen');
        build.add('-display', parts.join(','));
        break;
      }
      case 'egl-headless': {
        const node = device.gl?.rendernode ?? build.context.host.renderNode;
        build.add(
          '-display',
          node === undefined || !build.has('egl-headless.rendernode')
            ? 'egl-headless'
            : `egl-headless,rendernode=${escapeComma(node)}`,
        );
        break;
      }
      case 'dbus':
        dbus(build, device);
        break;
      case 'rdp':
        rdp(build);
        break;
      case 'desktop':
        build.unsupported(`unsupported graphics type '${device.type}'`);
    }
  });
}

/** The screen goes nowhere unless a viewer is configured that replaces QEMU's own window. */
export function display(build: CommandBuilder): void {
  const { graphics } = build.domain.devices;
  if (
    !graphics.some(
      ({ type }) =>
        type === 'sdl' ||
        type === 'egl-headless' ||
        type === 'dbus' ||
        type === 'spice' ||
        type === 'vnc' ||
        type === 'rdp',
    )
  ) {
    build.add('-display', 'none');
  }
}

const bracket = (address: string): string => (address.includes(':') ? `[${address}]` : address);

function listenAddress(build: CommandBuilder, listen: Listen | undefined, fallback: string): string {
  switch (listen?.type) {
    case 'address':
      return listen.address ?? fallback;
    case 'network':
      return listen.address ?? build.context.resources.listenAddress(listen.network ?? '') ?? fallback;
    default:
      return fallback;
  }
}

function vnc(build: CommandBuilder, device: VncGraphics): void {
  const { config, resources } = build.context;
  const [listen] = device.listens;
  const ports = resources.graphics(device);
  const parts: string[] = [];
  switch (listen?.type) {
    case 'socket':
      parts.push(`vnc=unix:${escapeComma(listen.socket ?? `${build.context.folders.domain}/vnc.sock`)}`);
      break;
    case 'none':
      parts.push('none');
      break;
    default: {
      if (config.vncAutoUnixSocket && listen?.type !== 'network' && listen?.address === undefined) {
        parts.push(`vnc=unix:${escapeComma(`${build.context.folders.domain}/vnc.sock`)}`);
        break;
      }
      const port = device.port === undefined || device.port === -1 ? ports.port : device.port;
      parts.push(`${bracket(listenAddress(build, listen, config.vncListen))}:${(port ?? 5900) - 5900}`);
    }
  }
  const websocket = device.websocket;
  if (websocket !== undefined) {
    if (listen?.type === 'address' || listen?.type === 'network' || listen === undefined) {
      parts.push(`websocket=${websocket === -1 ? (ports.websocket ?? 'on') : websocket}`);
    }
  }
  if (device.sharePolicy !== undefined) parts.push(`share=${device.sharePolicy}`);
  if (device.passwd !== undefined || config.vncPassword !== undefined) parts.push('password=on');
  if (config.vncTls) {
    let secret: string | undefined;
    if (config.vncTlsX509SecretUuid !== undefined) {
      secret = build.secret(
        'vnc-tls-creds0-secret0',
        resources.secret({ type: 'tls', uuid: config.vncTlsX509SecretUuid }),
      );
    }
    build.object({
      'qom-type': 'tls-creds-x509',
      id: 'vnc-tls-creds0',
      dir: config.vncTlsX509CertDir,
      endpoint: 'server',
      'verify-peer': config.vncTlsX509Verify,
      passwordid: secret,
    });
    parts.push('tls-creds=vnc-tls-creds0');
  }
  if (config.vncSasl) parts.push('sasl=on');
  if (device.powerControl !== undefined) parts.push(`power-control=${onOff(device.powerControl)}`);
  const audio = device.audio?.id ?? defaultAudio(build);
  if (audio !== undefined) parts.push(`audiodev=audio${audio}`);
  build.add('-vnc', parts.join(','));
  if (device.keymap !== undefined) build.add('-k', device.keymap);
}

/** The audio backend that devices take which name none: the only or first one. */
export function defaultAudio({ domain }: CommandBuilder): number | undefined {
  return domain.devices.audios[0]?.id;
}

function spice(build: CommandBuilder, device: SpiceGraphics): void {
  const { config, resources, host } = build.context;
  const [listen] = device.listens;
  const ports = resources.graphics(device);
  const parts: string[] = [];
  let port: number | undefined;
  let tlsPort: number | undefined;
  switch (listen?.type) {
    case 'socket':
      parts.push('unix=on', `addr=${escapeComma(listen.socket ?? `${build.context.folders.domain}/spice.sock`)}`);
      break;
    case 'none':
      parts.push('port=0');
      break;
    default: {
      port = device.port === -1 || (device.port === undefined && device.autoport === true) ? ports.port : device.port;
      tlsPort =
        device.tlsPort === -1 || (device.tlsPort === undefined && device.autoport === true && config.spiceTls)
          ? ports.tlsPort
          : device.tlsPort;
      if (port !== undefined && port > 0) parts.push(`port=${port}`);
      if (tlsPort !== undefined && tlsPort > 0) {
        if (!config.spiceTls)
          build.unsupported('spice TLS port set in XML configuration, but TLS is disabled in qemu.conf');
        parts.push(`tls-port=${tlsPort}`);
      }
      if ((port ?? 0) <= 0 && (tlsPort ?? 0) <= 0) parts.push('port=0');
      if ((port ?? 0) > 0 || (tlsPort ?? 0) > 0) parts.push(`addr=${listenAddress(build, listen, config.spiceListen)}`);
    }
  }
  if (config.spiceSasl) parts.push('sasl=on');
  if (device.mouse !== undefined) parts.push(`agent-mouse=${device.mouse === 'client' ? 'on' : 'off'}`);
  if (device.passwd === undefined && config.spicePassword === undefined) parts.push('disable-ticketing=on');
  if (config.spiceTls && (tlsPort ?? 0) > 0) parts.push(`x509-dir=${escapeComma(config.spiceTlsX509CertDir)}`);
  switch (device.defaultMode) {
    case 'secure':
      if (config.spiceTls) parts.push('tls-channel=default');
      break;
    case 'insecure':
      parts.push('plaintext-channel=default');
      break;
    default:
  }
  for (const { name, mode } of device.channels ?? []) {
    if (mode === 'secure') {
      if (!config.spiceTls)
        build.unsupported('spice secure channels set in XML configuration, but TLS is disabled in qemu.conf');
      parts.push(`tls-channel=${name}`);
    } else if (mode === 'insecure') parts.push(`plaintext-channel=${name}`);
  }
  if (device.image !== undefined) parts.push(`image-compression=${device.image}`);
  if (device.jpeg !== undefined) parts.push(`jpeg-wan-compression=${device.jpeg}`);
  if (device.zlib !== undefined) parts.push(`zlib-glz-wan-compression=${device.zlib}`);
  if (device.playback !== undefined) parts.push(`playback-compression=${device.playback}`);
  if (device.streaming !== undefined) parts.push(`streaming-video=${device.streaming}`);
  if (device.clipboard === false) parts.push('disable-copy-paste=on');
  if (device.filetransfer === false) parts.push('disable-agent-file-xfer=on');
  if (device.gl?.enable === true) {
    parts.push('gl=on');
    const node = device.gl.rendernode ?? host.renderNode;
    if (node !== undefined) parts.push(`rendernode=${escapeComma(node)}`);
  }
  parts.push('seamless-migration=on');
  build.add('-spice', parts.join(','));
  if (device.keymap !== undefined) build.add('-k', device.keymap);
}

function dbus(build: CommandBuilder, device: DbusGraphics): void {
  const parts = ['dbus'];
  if (device.p2p === true) parts.push('p2p=on');
  else {
    const { dbus: folder, shortName } = build.context.folders;
    parts.push(`addr=${escapeComma(device.address ?? `unix:path=${folder}/${shortName}-dbus.sock`)}`);
  }
  if (device.gl?.enable !== undefined) parts.push(`gl=${onOff(device.gl.enable)}`);
  if (device.gl?.rendernode !== undefined) parts.push(`rendernode=${escapeComma(device.gl.rendernode)}`);
  if (device.audio !== undefined) parts.push(`audiodev=audio${device.audio.id}`);
  build.add('-display', parts.join(','));
}

function rdp(build: CommandBuilder): void {
  // The RDP server is a process of its own that talks to QEMU's D-Bus display.
  if (!build.domain.devices.graphics.some(({ type }: Graphics) => type === 'dbus'))
    build.add('-display', 'dbus,p2p=on');
}

/** What viewers' libraries read from the environment. */
export function graphicsEnvironment({ domain, context }: CommandBuilder): [string, string][] {
  const env: [string, string][] = [];
  for (const device of domain.devices.graphics) {
    if (device.type === 'sdl') {
      if (device.xauth !== undefined) env.push(['XAUTHORITY', device.xauth]);
      if (device.display !== undefined) env.push(['DISPLAY', device.display]);
    } else if (device.type === 'vnc' && context.config.vncSasl && context.config.vncSaslDir !== undefined) {
      env.push(['SASL_CONF_PATH', context.config.vncSaslDir]);
    } else if (device.type === 'spice' && context.config.spiceSasl && context.config.spiceSaslDir !== undefined) {
      env.push(['SASL_CONF_PATH', context.config.spiceSaslDir]);
    }
  }
  return env;
}
