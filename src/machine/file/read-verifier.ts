/** Reads the verifier's settings: the mode, single rules, and the options of Driver Verifier. */
import type { Node } from 'jsonc-parser';
import { type Duration, parseDuration } from '../../base/time.ts';
import {
  FORCE_PENDING,
  type ForcePendingOption,
  IRPS_KEPT,
  LONGEST_DELAY,
  LONGEST_POWER_DELAY,
  LOW_RESOURCES,
  type LowResourcesOption,
  POWER_DELAYS,
  type PowerDelaysOption,
  type RuleAction,
  SPECIAL_POOL,
  type SpecialPoolOption,
  type VerifierOptions,
  type VerifierSettings,
} from '../../kernel/verifier/settings.ts';
import { type Findings, hint } from './findings.ts';
import { type Fields, readEntries, readInteger, readObject, readStrings, readWord, typeText } from './read-values.ts';
import { RULE_ACTIONS, SHAPE, SPECIAL_POOL_ALIGNMENTS, VERIFIER_MODES } from './shape.ts';

const SEEDS = [0, 0xffff_ffff] as const;
const CHANCES = [0, 10_000] as const;
const MOST_IRPS = 1000;
const TAG_LENGTH = 4;

export interface KnownNames {
  /** Ids of the verifier's rules; without them any name is let pass. */
  readonly rules: readonly string[] | undefined;
  readonly whyNotLookedFor?: ((name: string) => string | undefined) | undefined;
  readonly drivers: readonly string[];
}

export function readVerifier(findings: Findings, node: Node | undefined, known: KnownNames): VerifierSettings {
  if (node?.type !== 'object') {
    return { mode: readWord(findings, node, '"verifier"', VERIFIER_MODES) ?? 'standard', rules: {} };
  }
  const fields = readObject(findings, node, SHAPE.verifier, '"verifier"', []) ?? {};
  return {
    mode: readWord(findings, fields.mode, '"mode"', VERIFIER_MODES) ?? 'standard',
    rules: readRules(findings, fields.rules, known),
    options: readOptions(findings, fields, known.drivers),
  };
}

function readRules(
  findings: Findings,
  node: Node | undefined,
  { rules: known, whyNotLookedFor }: KnownNames,
): Record<string, RuleAction> {
  const actions: Record<string, RuleAction> = {};
  const entries = node === undefined ? [] : (readEntries(findings, node, '"rules"') ?? []);
  for (const [rule, action, key] of entries) {
    const reason = whyNotLookedFor?.(rule);
    if (reason !== undefined) {
      findings.error(key, 'unknown-rule', () => `No rule of the verifier looks for \`${rule}\`: ${reason}.`);
    } else if (known !== undefined && !known.includes(rule)) {
      findings.error(key, 'unknown-rule', () => `There is no rule \`${rule}\`.${hint(rule, known)}`);
    }
    actions[rule] = readWord(findings, action, `The rule \`${rule}\``, RULE_ACTIONS) ?? 'report';
  }
  return actions;
}

/** Only what the file says: the rest is as the mode has it. */
function readOptions(
  findings: Findings,
  fields: Fields<(typeof SHAPE.verifier)[number]>,
  drivers: readonly string[],
): Partial<VerifierOptions> {
  const options: { -readonly [K in keyof VerifierOptions]?: VerifierOptions[K] } = {};
  if (fields.drivers !== undefined) options.drivers = readDriverNames(findings, fields.drivers, drivers);
  for (const name of ['forceIrqlChecking', 'poolTracking', 'deadlockDetection', 'scramblePnp'] as const) {
    const value = readSwitch(findings, fields[name], name);
    if (value !== undefined) options[name] = value;
  }
  if (fields.specialPool !== undefined) options.specialPool = readSpecialPool(findings, fields.specialPool);
  if (fields.lowResources !== undefined)
    options.lowResources = readLowResources(findings, fields.lowResources, drivers);
  if (fields.forcePendingIo !== undefined) options.forcePendingIo = readForcePending(findings, fields.forcePendingIo);
  if (fields.powerDelays !== undefined) options.powerDelays = readPowerDelays(findings, fields.powerDelays);
  if (fields.irpLogging !== undefined) options.irpLogging = readIrpLogging(findings, fields.irpLogging);
  return options;
}

function readSwitch(findings: Findings, node: Node | undefined, name: string): boolean | undefined {
  if (node === undefined) return undefined;
  if (node.type === 'boolean') return node.value === true;
  findings.error(node, 'wrong-type', () => `"${name}" must be true or false, not ${typeText(node)}.`);
  return undefined;
}

/** `true`, `false`, or an object with what is special. null: off, or wrong and reported. */
function readDetails<P extends string>(
  findings: Findings,
  node: Node,
  name: string,
  shape: readonly P[],
): Fields<P> | null {
  if (node.type === 'object') return readObject(findings, node, shape, `"${name}"`, []);
  if (node.type === 'boolean') return node.value === true ? {} : null;
  findings.error(node, 'wrong-type', () => `"${name}" must be true, false or an object { … }, not ${typeText(node)}.`);
  return null;
}

function readSpecialPool(findings: Findings, node: Node): SpecialPoolOption | null {
  const fields = readDetails(findings, node, 'specialPool', SHAPE.specialPool);
  if (fields === null) return null;
  return {
    tags: readTags(findings, fields.tags),
    align: readWord(findings, fields.align, '"align"', SPECIAL_POOL_ALIGNMENTS) ?? SPECIAL_POOL.align,
  };
}

function readLowResources(findings: Findings, node: Node, drivers: readonly string[]): LowResourcesOption | null {
  const fields = readDetails(findings, node, 'lowResources', SHAPE.lowResources);
  if (fields === null) return null;
  const allocation = readInteger(findings, fields.allocation, '"allocation"', SEEDS) ?? LOW_RESOURCES.allocation;
  // Whoever names one allocation does not want others to fail by chance.
  const chance = allocation === 0 ? LOW_RESOURCES.probability : 0;
  return {
    probability: readInteger(findings, fields.probability, '"probability"', CHANCES) ?? chance,
    seed: readInteger(findings, fields.seed, '"seed"', SEEDS),
    tags: readTags(findings, fields.tags),
    drivers: fields.drivers === undefined ? [] : readDriverNames(findings, fields.drivers, drivers),
    delay: readDelay(findings, fields.delay),
    allocation,
  };
}

function readForcePending(findings: Findings, node: Node): ForcePendingOption | null {
  const fields = readDetails(findings, node, 'forcePendingIo', SHAPE.forcePendingIo);
  if (fields === null) return null;
  return {
    probability: readInteger(findings, fields.probability, '"probability"', CHANCES) ?? FORCE_PENDING.probability,
    seed: readInteger(findings, fields.seed, '"seed"', SEEDS),
  };
}

function readPowerDelays(findings: Findings, node: Node): PowerDelaysOption | null {
  const fields = readDetails(findings, node, 'powerDelays', SHAPE.powerDelays);
  if (fields === null) return null;
  return {
    probability: readInteger(findings, fields.probability, '"probability"', CHANCES) ?? POWER_DELAYS.probability,
    seed: readInteger(findings, fields.seed, '"seed"', SEEDS),
    most: readMost(findings, fields.most),
  };
}

function readMost(findings: Findings, node: Node | undefined): Duration {
  if (node === undefined) return POWER_DELAYS.most;
  const most = parseDuration(String(node.value));
  if (most !== undefined && most <= LONGEST_POWER_DELAY) return most;
  findings.error(node, 'bad-duration', () => '"most" must be a duration of at most a minute: `5ms`, `50ms`, `2s`.');
  return POWER_DELAYS.most;
}

function readIrpLogging(findings: Findings, node: Node): number {
  if (node.type === 'boolean') return node.value === true ? IRPS_KEPT : 0;
  return readInteger(findings, node, '"irpLogging"', [0, MOST_IRPS]) ?? 0;
}

function readDelay(findings: Findings, node: Node | undefined): number {
  if (node === undefined) return LOW_RESOURCES.delay;
  const delay = parseDuration(String(node.value));
  if (delay !== undefined && delay <= LONGEST_DELAY) return delay;
  findings.error(node, 'bad-duration', () => '"delay" must be a duration of at most an hour: `20ms`, `5s`, `8min`.');
  return LOW_RESOURCES.delay;
}

function readTags(findings: Findings, node: Node | undefined): readonly string[] {
  const tags = readStrings(findings, node, '"tags"');
  const long = tags.find((tag) => tag.length > TAG_LENGTH);
  if (long !== undefined && node !== undefined)
    findings.error(node, 'bad-tag', () => `A pool tag has at most four characters, and \`${long}\` has more.`);
  return tags;
}

function readDriverNames(findings: Findings, node: Node, known: readonly string[]): readonly string[] {
  const names = readStrings(findings, node, '"drivers"');
  for (const name of names) {
    if (!known.includes(name))
      findings.error(node, 'unknown-driver', () => `There is no driver \`${name}\`.${hint(name, known)}`);
  }
  return names;
}
