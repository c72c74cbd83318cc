import { randomUuid, systemRandom, type RandomBytes } from '@virtweave/core-util/values';
import type { Domain } from '../domain.ts';
import { completeBoot } from './boot.ts';
import { completeConsoles, repeatSerialInConsole } from './consoles.ts';
import type { CompletionContext, DomainDriver } from './context.ts';
import { completeControllers, indexControllers } from './controllers.ts';
import { completeCpu } from './cpu.ts';
import { completeCputune } from './cputune.ts';
import { completeDevice } from './device.ts';
import { eachDevice } from './devices.ts';
import { orderDevices } from './order.ts';
import { completeLimits } from './limits.ts';
import { completeMemory } from './memory.ts';
import { completeVcpus } from './vcpus.ts';
import { completeVideos } from './videos.ts';

export interface CompletionOptions {
  readonly inactive?: boolean;
  /** The document defines a new guest: what it says may be put right (`VIR_DOMAIN_DEF_PARSE_ABI_UPDATE`). */
  readonly newDefinition?: boolean;
  readonly random?: RandomBytes;
  readonly driver?: DomainDriver;
}

/** Fills in what a document leaves open, in libvirt's order; changes the object that it is given. */
export function completeDomain(domain: Domain, options: CompletionOptions = {}): Domain {
  const driver = options.driver ?? {};
  const context: CompletionContext = {
    inactive: options.inactive ?? true,
    random: options.random ?? systemRandom,
    driver,
  };
  domain.uuid ??= randomUuid(context.random);
  if (domain.genid === '') domain.genid = randomUuid(context.random);
  orderDevices(domain);
  driver.prepare?.(domain, context);
  completeMemory(domain, options.newDefinition ?? false);
  completeVcpus(domain);
  completeCpu(domain);
  completeCputune(domain);
  completeLimits(domain);
  completeBoot(domain);
  completeConsoles(domain);
  indexControllers(domain);
  driver.complete?.(domain, context);
  eachDevice(domain.devices, (device) => {
    driver.completeDevice?.(device, domain, context);
    completeDevice(device, domain, context);
  });
  completeVideos(domain);
  for (const controller of completeControllers(domain)) {
    driver.completeDevice?.({ kind: 'controllers', device: controller, index: controller.index }, domain, context);
  }
  driver.assignAddresses?.(domain, context);
  repeatSerialInConsole(domain);
  return domain;
}
