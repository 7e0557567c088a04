/** Reads the power manager's options: `power` of the machine itself. */
import type { Node } from 'jsonc-parser';
import { type Duration, parseDuration } from '../../base/time.ts';
import type { PowerOptions } from '../../kernel/po/power-manager.ts';
import type { Findings } from './findings.ts';
import { readFlag, readInteger, readObject, readWord, typeText } from './read-values.ts';
import { QUERY_VETOES, RESUME_BUG_CHECKS, SHAPE } from './shape.ts';

const DURATIONS = [
  'watchdog',
  'pnpLockWait',
  'systemIdle',
  'directedTimeout',
  'dripsWatchdog',
  'dripsBugCheck',
] as const;
const WORKERS = [1, 64] as const;
const INRUSH = [1, 10_000] as const;

/** @returns only what the file says */
export function readSystemPower(findings: Findings, node: Node | undefined): Partial<PowerOptions> {
  const fields = node === undefined ? null : readObject(findings, node, SHAPE.systemPower, '"power"', []);
  if (fields === null) return {};
  const options: { -readonly [K in keyof PowerOptions]?: PowerOptions[K] } = {};
  for (const name of DURATIONS) {
    const value = readDuration(findings, fields[name], `"${name}"`);
    if (value !== null) options[name] = value;
  }
  const workers = readInteger(findings, fields.workers, '"workers"', WORKERS);
  if (workers !== null) options.workers = workers;
  const inrushLimit = readInteger(findings, fields.inrushLimit, '"inrushLimit"', INRUSH);
  if (inrushLimit !== null) options.inrushLimit = inrushLimit;
  const queryVeto = readWord(findings, fields.queryVeto, '"queryVeto"', QUERY_VETOES);
  if (queryVeto !== null) options.queryVeto = queryVeto;
  const resumeBugCheck = readWord(findings, fields.resumeBugCheck, '"resumeBugCheck"', RESUME_BUG_CHECKS);
  if (resumeBugCheck !== null) options.resumeBugCheck = resumeBugCheck;
  if (fields.raiseIrql !== undefined) options.raisesPowerUp = readFlag(findings, fields.raiseIrql, '"raiseIrql"');
  if (fields.legacyRules !== undefined) options.legacyRules = readFlag(findings, fields.legacyRules, '"legacyRules"');
  if (fields.holdUpForSleep !== undefined)
    options.holdUpForSleep = readFlag(findings, fields.holdUpForSleep, '"holdUpForSleep"');
  return options;
}

function readDuration(findings: Findings, node: Node | undefined, what: string): Duration | null {
  if (node === undefined) return null;
  const value = typeof node.value === 'string' ? parseDuration(node.value) : undefined;
  if (value !== undefined && value > 0) return value;
  const found = typeof node.value === 'string' ? `\`${node.value}\`` : typeText(node);
  findings.error(
    node,
    'bad-duration',
    () => `${what} must be a duration such as \`20ms\`, \`5s\` or \`10min\`, not ${found}.`,
  );
  return null;
}
