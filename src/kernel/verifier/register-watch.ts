/** Judges what drivers do to the registers of devices. */
import type { RegisterMistake, Registers } from '../po/registers.ts';
import type { RuleText } from './rule.ts';
import { REGISTERS_ASLEEP, REGISTERS_OF_IDLE } from './rules/registers.ts';
import type { Verifier } from './verifier.ts';

const RULE: Readonly<Record<RegisterMistake['kind'], RuleText>> = {
  asleep: REGISTERS_ASLEEP,
  idleComponent: REGISTERS_OF_IDLE,
};

export function watchRegisters({ judge }: Verifier, registers: Registers): void {
  const { sim } = judge.kernel;
  registers.onMistake = ({ kind, message }) => {
    const { driver, device, irp } = sim.current;
    judge.violate(RULE[kind], { driver, device, irp, isRunning: true, site: null, routine: '' }, message);
  };
}
