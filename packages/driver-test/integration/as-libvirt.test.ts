import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { playOurs, type Played, type Scenario } from './support/our-peer.ts';
import { differences, scenarios } from './support/scenarios.ts';

const python = '/usr/bin/python3';
const absent =
  spawnSync(python, ['-c', 'import libvirt']).status === 0 ? undefined : 'Python has no libvirt (Debian: python3-libvirt)';
const suite = absent === undefined ? describe : describe.skip;

function playTheirs(scenario: Scenario): Played {
  const peer = new URL('support/libvirt-peer.py', import.meta.url).pathname;
  const { stdout, stderr, status } = spawnSync(python, [peer], { input: JSON.stringify(scenario), encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Played;
}

type Answer = { readonly error?: readonly [number, number, string] };

// libxml2's words for a broken document are its own, and who raises errors of documents differs by version.
const brokenDocument = 35;
const fromXml = 5;

function comparable(theirs: Answer, ours: Answer): readonly [unknown, unknown] {
  if (theirs?.error === undefined || ours?.error === undefined) return [theirs, ours];
  const [[code, domain, text], [ourCode, ourDomain, ourText]] = [theirs.error, ours.error];
  if (code === brokenDocument && /\d:/.test(text)) return [code, ourCode];
  if (code === 27 || domain === fromXml || code === 67) return [[code, text], [ourCode, ourText]];
  return [[code, domain, text], [ourCode, ourDomain, ourText]];
}

// The same calls on libvirt's own test driver and on ours: answers, errors with their texts, events.
suite(absent === undefined ? 'as libvirt' : `as libvirt (${absent})`, () => {
  test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', async (_, scenario) => {
    const theirs = playTheirs(scenario);
    const ours = await playOurs(scenario);
    const different = scenario.steps.flatMap((step, i) => {
      const [their, our] = comparable(theirs.answers[i] as Answer, ours.answers[i] as Answer);
      if (differences.has(step) || JSON.stringify(their) === JSON.stringify(our)) return [];
      return [{ step: JSON.stringify(step), theirs: their, ours: our }];
    });
    expect(different).toEqual([]);
    expect(ours.events).toEqual(theirs.events);
  });
});
