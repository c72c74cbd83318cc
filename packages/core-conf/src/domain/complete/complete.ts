import { randomUuid, systemRandom, type RandomBytes } from '@virtweave/core-util';
import type { Domain } from '../domain.ts';
import { completeBoot } from './boot.ts';
import { completeConsoles } from './consoles.ts';
import type { CompletionContext, DomainDriver } from './context.ts';
import { completeControllers, indexControllers } from './controllers.ts';
import { completeCpu } from './cpu.ts';
import { completeCputune } from './cputune.ts';
import { completeDevice } from './device.ts';
import { eachDevice } from './devices.ts';
import { completeMemory } from './memory.ts';
import { completeVcpus } from './vcpus.ts';
import { completeVideos } from './videos.ts';

export interface CompletionOptions {
  readonly inactive?: boolean;
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
  driver.prepare?.(domain, context);
  completeMemory(domain);
  completeVcpus(domain);
  completeCpu(domain);
  completeCputune(domain);
  completeBoot(domain);
  completeConsoles(domain);
  indexControllers(domain);
  driver.complete?.(domain, context);
  eachDevice(domain.devices, (device) => {
    driver.completeDevice?.(device, domain, context);
    completeDevice(device, domain, context);
  });
  completeVideos(domain);
  completeControllers(domain);
  driver.assignAddresses?.(domain, context);
  return domain;
}
