/** When the registers of a device may be touched. The sandbox's own rules. */
import { type RuleText, STANDARD } from '../rule.ts';

export const REGISTERS_ASLEEP: RuleText = {
  ...STANDARD,
  id: 'power/registers-in-dx',
  title: 'A driver touches the registers of a device that is not in D0',
  why: 'Nobody answers: what is read is all ones, what is written is lost, and on some machines the bus stops the system.',
  remedy:
    'touch hardware only between the completion of the D0 request and the D3 request; hold what comes in between until the device is on',
  document: 'queuing-i-o-requests-while-a-device-is-sleeping',
  bugCheck: null,
};

export const REGISTERS_OF_IDLE: RuleText = {
  ...STANDARD,
  id: 'pofx/registers-while-idle',
  title: 'A driver touches the registers of a device whose components are idle',
  why: 'The plug-in may have stopped their clocks: on a system on a chip the access never comes back.',
  remedy: 'call PoFxActivateComponent first, and wait for ComponentActiveConditionCallback',
  document: 'component-level-power-management',
  bugCheck: null,
};

export const registerRules: readonly RuleText[] = [REGISTERS_ASLEEP, REGISTERS_OF_IDLE];
