import { describe, expect, test } from 'vitest';
import { allStructs, offsetOf, structByName } from '../../src/abi/struct.ts';
import * as structs from '../../src/abi/wdm-structs.ts';
import { layouts, offsets } from './layout-table.ts';

describe('structures have the x86 layout', () => {
  test('the table names enough of them to mean something', () => {
    expect(layouts.length).toBeGreaterThan(65);
    expect(Object.keys(offsets)).toEqual(['IRP', 'IO_STACK_LOCATION', 'DEVICE_OBJECT', 'DRIVER_OBJECT']);
  });

  test.each(layouts)('%s has %i bytes, aligned to %i', (name, size, align) => {
    const type = structByName(name)!;
    expect({ name: type.structName, size: type.size, align: type.align }).toEqual({ name, size, align });
  });

  test.each(Object.entries(offsets))('the fields of %s stand where drivers expect them', (name, fields) => {
    const type = structByName(name)!;
    const found = Object.fromEntries(Object.keys(fields).map((path) => [path, offsetOf(type, path)]));
    expect(found).toEqual(fields);
  });

  test('a path that leads nowhere has no offset', () => {
    expect([offsetOf(structs.IRP, 'Tail.Missing'), offsetOf(structs.IRP, 'Flags.Deeper')]).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('every member of Parameters fits the 16 bytes of a stack location', () => {
    const { fields, size } = structs.IO_STACK_PARAMETERS;
    expect(size).toBe(16);
    expect(fields.map((field) => field.offset)).toEqual(fields.map(() => 0));
    expect(fields.length).toBeGreaterThan(25);
  });
});

describe('declarations are consistent', () => {
  test('fields lie inside their structure and overlap only where they say so', () => {
    for (const type of allStructs().filter((candidate) => !candidate.isUnion)) {
      let end = 0;
      for (const field of type.fields) {
        const place = `${type.structName}.${field.name}`;
        expect(field.offset + field.type.size, place).toBeLessThanOrEqual(type.size);
        const shares = field.type.over !== undefined || (field.shift ?? 0) > 0;
        if (!shares) expect(field.offset, place).toBeGreaterThanOrEqual(end);
        end = Math.max(end, field.offset + field.type.size);
      }
    }
  });

  test('every pointer leads to a structure that exists', () => {
    const targets = allStructs().flatMap((type) => type.fields.map((field) => field.type.target));
    const missing = targets.filter((target) => target !== undefined && structByName(target) === undefined);
    expect(missing).toEqual([]);
    expect(targets.filter((target) => target !== undefined).length).toBeGreaterThan(35);
  });

  test('a structure and the pointer to it are exported under their documented names', () => {
    const exported: Readonly<Record<string, unknown>> = structs;
    for (const [name] of layouts) {
      expect(exported[name], name).toBe(structByName(name));
    }
    for (const name of ['DEVICE_OBJECT', 'DRIVER_OBJECT', 'IRP', 'KEVENT', 'MDL', 'POWER_STATE', 'INTERFACE']) {
      expect(exported[`P${name}`]).toMatchObject({ kind: 'pointer', target: name });
    }
  });
});
