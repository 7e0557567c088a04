/** Decides what a broken rule leads to: nothing, a finding, or a bug check. */

import { isRefusing } from '../io/driver-object.ts';
import type { IoManager } from '../io/io-manager.ts';
import type { Kernel } from '../kernel.ts';
import { poolTag } from '../mm/pool.ts';
import type { PnpManager } from '../pnp/pnp-manager.ts';
import { BugCheckError } from '../sim/bug-check.ts';
import type { IrpPoint } from './irp-point.ts';
import { publishedNamesOf } from './published-names.ts';
import type { MoreParameters, Place, Rule, RuleAction, RuleText, VerifierSettings } from './rule.ts';
import { REQUIRED } from './rules/loading.ts';
import { optionsOf, type VerifierOptions } from './settings.ts';
import { captureSite } from './site.ts';
import { VerifiedDrivers } from './verified-drivers.ts';

const NO_PARAMETERS: MoreParameters = [0, 0, 0];
/** Findings of one rule in one driver that are looked at; beyond it only the first ones are shown. */
const LIMIT = 1000;
/** DRIVER_VERIFIER_DETECTED_VIOLATION: for rules that no code of Windows stands for. */
const RULE_WITHOUT_CODE = 0xc4;
const FIRST_DDI_RULE = 0x2_0000;
/** First parameter for rules that Windows has none for: no code of its own is so large. */
const SANDBOX_RULE = 0x8000_0000;

/** Names the driver's line in an error's stack; empty where there is none. */
export type LineOf = (site: Error) => string;

export class Judge {
  readonly kernel: Kernel;
  readonly io: IoManager;
  readonly pnp: PnpManager;
  readonly options: VerifierOptions;
  readonly verified: VerifiedDrivers;
  readonly #settings: VerifierSettings;
  readonly lineOf: LineOf;
  readonly #told = new Set<string>();
  readonly #counts = new Map<string, number>();

  constructor(io: IoManager, pnp: PnpManager, settings: VerifierSettings, lineOf: LineOf) {
    this.io = io;
    this.pnp = pnp;
    this.kernel = io.kernel;
    this.#settings = settings;
    this.lineOf = lineOf;
    this.options = optionsOf(settings);
    this.verified = new VerifiedDrivers(io.kernel.sim.directory, this.options.drivers);
  }

  actionOf(rule: RuleText): RuleAction {
    const { mode, rules } = this.#settings;
    const isWanted = rule.option === undefined || this.options[rule.option];
    const isOn = isWanted && (rule.mode === mode || (mode === 'all' && rule.mode === 'standard'));
    const written =
      rules[rule.id] ??
      publishedNamesOf(rule.id)
        .map((name) => rules[name])
        .find((one) => one !== undefined);
    return written ?? (isOn ? 'report' : 'off');
  }

  active<R extends RuleText>(rules: readonly R[]): readonly R[] {
    return rules.filter((rule) => this.actionOf(rule) !== 'off');
  }

  run(rules: readonly Rule<IrpPoint>[], point: IrpPoint): void {
    for (const rule of rules) {
      const message = rule.check(point);
      if (message !== undefined && !this.#lacksRoutine(point))
        this.violate(rule, point, message, rule.parameters?.(point) ?? [point.routineAddress, point.irp, 0]);
    }
  }

  /** The driver has no routine for the request, which C9/0x21F tells: what refuses it in its place is not its code. */
  #lacksRoutine({ driver, frame }: IrpPoint): boolean {
    const major = frame.code >>> 8;
    if (frame.kind !== 'dispatch' || !REQUIRED.includes(major)) return false;
    const loaded = this.io.drivers.find(({ entry }) => entry.index === driver);
    return loaded !== undefined && isRefusing(loaded.object.MajorFunction.get(major));
  }

  /** Whether a driver has a source that a finding can point at. */
  isUsers(driver: number): boolean {
    return (this.kernel.sim.directory.drivers[driver]?.source ?? null) !== null;
  }

  /** Where a user's driver stands now, for a finding that may come later. */
  siteOf(driver: number): Error | null {
    return this.isUsers(driver) ? captureSite('here') : null;
  }

  violate(rule: RuleText, place: Place, message: string, parameters: MoreParameters = NO_PARAMETERS): void {
    const action = this.actionOf(rule);
    if (action === 'off' || !this.verified.isWatched(place.driver)) return;
    // The in-box drivers keep to the documented patterns that such rules speak against.
    if (rule.mode === 'named' && !this.isUsers(place.driver)) return;
    const isOnStack = place.isRunning && this.#mayBeUsers(place.driver);
    const site = place.site ?? (isOnStack ? captureSite(rule.id) : null);
    const { sim } = this.kernel;
    if (this.#isNew(rule, place, site)) {
      sim.report({
        rule: rule.id,
        title: rule.title,
        message,
        remedy: rule.remedy,
        driver: place.driver,
        device: place.device,
        irp: place.irp,
        site,
        ...(place.routine === '' ? {} : { routine: place.routine }),
        verdict: {
          why: rule.why,
          document: rule.document,
          level: rule.level,
          published: publishedNamesOf(rule.id),
          earlier: place.earlier ?? [],
          bugCheck: rule.bugCheck === null ? null : parametersOf(rule.bugCheck, parameters),
        },
      });
    }
    if (action === 'bugcheck') this.#stop(rule, place, parameters, site);
  }

  /** DPCs and cancel routines run in whatever thread there is: then only the stack knows whose code it is. */
  #mayBeUsers(driver: number): boolean {
    return driver === 0 || this.kernel.sim.dpcDepth > 0 || this.isUsers(driver);
  }

  /** A mistake in a loop is told once: by its line, or by device and routine where there is none. */
  #isNew(rule: RuleText, place: Place, site: Error | null): boolean {
    // By name: a driver that is loaded again makes the same mistake.
    const who = `${rule.id} ${this.kernel.sim.directory.driverName(place.driver)}`;
    const count = this.#counts.get(who) ?? 0;
    if (count >= LIMIT) return false;
    this.#counts.set(who, count + 1);
    const line = site === null ? '' : this.lineOf(site);
    const where = `${who} ${line === '' ? `${place.device} ${place.routine}` : line}`;
    if (this.#told.has(where)) return false;
    this.#told.add(where);
    return true;
  }

  /** Address of the rule's title, in memory where a debugger finds it. */
  #textOf({ title }: RuleText): number {
    const { pool, memory } = this.kernel;
    const address = pool.allocate(title.length + 1, poolTag('Vfrl'), 0, true);
    for (let at = 0; address !== 0 && at < title.length; at += 1) memory.u8[address + at] = title.charCodeAt(at) & 0x7f;
    return address;
  }

  #stop(rule: RuleText, place: Place, parameters: MoreParameters, site: Error | null): never {
    const [code, p1] = rule.bugCheck ?? [RULE_WITHOUT_CODE, SANDBOX_RULE];
    const [p2, p3] = parameters;
    // The rules of DDI compliance begin with their own text; what the others begin with comes after it.
    const error =
      code === RULE_WITHOUT_CODE && p1 !== null && p1 >= FIRST_DDI_RULE
        ? new BugCheckError(code, p1, this.#textOf(rule), p2, p3)
        : new BugCheckError(...parametersOf([code, p1], parameters));
    // The line of the driver, not that of the verifier, is what the crash is about.
    error.stack = site?.stack ?? '';
    // Whose code runs has nothing to do with it then.
    if (!place.isRunning && site === null) error.blamed = place.driver;
    throw this.kernel.sim.stop(error);
  }
}

/** The code, and its parameters. */
function parametersOf(
  [code, p1]: readonly [code: number, p1: number | null],
  parameters: MoreParameters,
): readonly [code: number, p1: number, p2: number, p3: number, p4: number] {
  return p1 === null ? [code, ...parameters, 0] : [code, p1, ...parameters];
}
