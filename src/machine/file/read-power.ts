/** Reads what a device's hardware can do with power. */
import type { Node } from 'jsonc-parser';
import type { HardwarePower } from '../../kernel/pnp/hardware.ts';
import { NO_POWER_FACTS } from '../../kernel/pnp/hardware.ts';
import type { Findings } from './findings.ts';
import { readFlag, readInteger, readObject, readWord } from './read-values.ts';
import { DEVICE_POWER_NAMES, SHAPE, SYSTEM_POWER_NAMES } from './shape.ts';

export function readPower(findings: Findings, node: Node | undefined): HardwarePower {
  const fields = node === undefined ? null : readObject(findings, node, SHAPE.power, '"power"', []);
  if (fields === null) {
    return NO_POWER_FACTS;
  }
  const system = readWord(findings, fields.systemWake, '"systemWake"', SYSTEM_POWER_NAMES);
  const device = readWord(findings, fields.deviceWake, '"deviceWake"', DEVICE_POWER_NAMES);
  if (fields.deviceWake !== undefined && fields.systemWake === undefined) {
    findings.error(
      fields.deviceWake,
      'missing-property',
      () => '"deviceWake" needs "systemWake": the deepest system state from which the device can wake the machine.',
    );
  }
  const rail = readInteger(findings, fields.rail, '"rail"', [1, 0xffff]);
  return {
    rail: rail ?? 0,
    hasD3Cold: readFlag(findings, fields.d3cold, '"d3cold"'),
    isDebugPort: readFlag(findings, fields.debugPort, '"debugPort"'),
    hasD1: readFlag(findings, fields.d1, '"d1"'),
    hasD2: readFlag(findings, fields.d2, '"d2"'),
    drawsInrush: readFlag(findings, fields.inrush, '"inrush"'),
    // S0 and D0 are 1; without wake both are 0, which is how a driver is told so.
    systemWake: system === null ? 0 : SYSTEM_POWER_NAMES.indexOf(system) + 1,
    deviceWake:
      system === null ? 0 : device === null ? DEVICE_POWER_NAMES.length : DEVICE_POWER_NAMES.indexOf(device) + 1,
  };
}
