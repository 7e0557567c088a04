/** Scopes, variables and expressions of the place where the machine stands. */
import { nameOfStatus } from '../../abi/names.ts';
import { offsetOf } from '../../abi/struct.ts';
import { DEVICE_OBJECT, DRIVER_OBJECT, IO_STACK_LOCATION, IRP } from '../../abi/structs/io.ts';
import { hex } from '../../base/hex.ts';
import type { Nt } from '../../kernel/assemble.ts';
import { LOCATION_SIZE } from '../../kernel/io/stack-location.ts';
import type { DebugScope, DebugVariable } from '../../protocol/debug.ts';
import type { DeviceState } from '../../protocol/state.ts';
import type { DebugEnvironment, LocalVariables } from '../environment.ts';
import { isThere } from '../view/stack-walk.ts';
import { evaluate, type Lookup, plain, truth, type Value } from './expression.ts';
import type { FrameContext } from './frames.ts';
import {
  askJavaScript,
  describe,
  isPlain,
  localOf,
  localValue,
  OwnObject,
  ownPath,
  type Shown,
  shownOf,
} from './own-values.ts';
import { parametersOf, requestName } from './request-names.ts';
import {
  formatPlace,
  isWritable,
  type Place,
  parseValue,
  partsOf,
  pointeeOf,
  readNumber,
  structPlace,
  writeNumber,
} from './typed-memory.ts';

const CURRENT = offsetOf(IRP, 'Tail.Overlay.CurrentStackLocation') ?? 0;
const LOCATION_DEVICE_OBJECT = offsetOf(IO_STACK_LOCATION, 'DeviceObject') ?? 0;

/** What a reference stands for: something in memory, an object of a driver's, or a list made up by the debugger. */
type Node =
  | { readonly place: Place; readonly path: string }
  | {
      readonly own: readonly (readonly [name: string, value: unknown])[];
      readonly isArray: boolean;
      readonly path: string;
    }
  | { readonly list: readonly (readonly [name: string, value: Shown])[]; readonly locals?: LocalVariables };

/** A request cannot be served; the text says why, and what to do. */
export class DebugError extends Error {
  override readonly name = 'DebugError';
}

export class Inspector {
  readonly #nt: Nt;
  readonly #deviceState: (id: string) => DeviceState | undefined;
  readonly #partsOf: DebugEnvironment['partsOf'];
  #nodes: Node[] = [];

  constructor(
    nt: Nt,
    deviceState: (id: string) => DeviceState | undefined,
    ownParts: DebugEnvironment['partsOf'] = () => [],
  ) {
    this.#nt = nt;
    this.#deviceState = deviceState;
    this.#partsOf = ownParts;
  }

  /** What was given out before means nothing any more. */
  reset(): void {
    this.#nodes = [];
  }

  scopes(context: FrameContext): readonly DebugScope[] {
    const scopes: DebugScope[] = [];
    const add = (name: string, node: Node | null, expensive = false): void => {
      if (node !== null) scopes.push({ name, reference: this.#reference(node), expensive });
    };
    const struct = (path: string): Node | null => {
      const value = this.#lookup(context)(path);
      return typeof value === 'object' ? { place: value.place, path } : null;
    };
    add('Locals', localsNode(context));
    add('Current IRP', struct('Irp'));
    add('Stack Location', struct('IrpSp'));
    add('Device Object', struct('DeviceObject'));
    add('Device Extension', struct('DeviceExtension'));
    add('Driver', struct('DriverObject'));
    add('State Machines', this.#lifecycles(context));
    return scopes;
  }

  variables(reference: number): readonly DebugVariable[] {
    const node = this.#node(reference);
    if ('own' in node)
      return node.own.map(([name, value]) =>
        this.#shown(node.isArray ? `[${name}]` : name, shownOf(value), ownPath(node.path, name, node.isArray)),
      );
    if ('list' in node)
      return node.list.map(([name, value]) => {
        const isOwn = node.locals !== undefined && isPlain(node.locals.values.get(name));
        return {
          ...this.#shown(name, value, node.locals === undefined ? '' : name),
          ...(isOwn ? { writable: true } : {}),
        };
      });
    const own = this.#ownParameters(node);
    const parts = this.#parts(node);
    // What the request is about comes before what it could have been about.
    return own === null ? parts : [...parts.slice(0, 2), own, ...parts.slice(2)];
  }

  #parts(node: Extract<Node, { readonly place: Place }>): readonly DebugVariable[] {
    return partsOf(this.#nt.kernel.memory, node.place).map(({ name, place }) =>
      this.#variable(name, { place }, partPath(node.path, node.place, name)),
    );
  }

  /** The member of a stack location's parameters that its request uses. */
  #ownParameters({ place, path }: Extract<Node, { readonly place: Place }>): DebugVariable | null {
    const { memory } = this.#nt.kernel;
    const location = place.type.kind === 'pointer' ? pointeeOf(memory, place) : place;
    if (location === null || location.type.embedded?.structName !== IO_STACK_LOCATION.structName) return null;
    const [major = 0, minor = 0] = memory.peek(location.address, 2);
    const name = parametersOf(major, minor);
    const value = name === null ? undefined : this.#part(location, ['Parameters', name]);
    return value === undefined
      ? null
      : this.#variable(`Parameters.${name}`, value, path === '' ? '' : `${path}->Parameters.${name}`);
  }

  set(reference: number, name: string, text: string): DebugVariable {
    const node = this.#node(reference);
    if ('list' in node && node.locals !== undefined && isPlain(node.locals.values.get(name)))
      return this.#setLocal(node.locals, name, text);
    const place = this.#placeIn(node, name);
    if (place === undefined) throw new DebugError(`There is no \`${name}\` here that could be changed.`);
    this.#write(place, name, text);
    const path = 'place' in node ? partPath(node.path, node.place, name) : name;
    return this.#variable(name, { place }, path);
  }

  #placeIn(node: Node, name: string): Place | undefined {
    if ('place' in node) return partsOf(this.#nt.kernel.memory, node.place).find((part) => part.name === name)?.place;
    const value =
      'list' in node
        ? node.list.find(([known]) => known === name)?.[1]
        : shownOf(node.own.find(([known]) => known === name || `[${known}]` === name)?.[1]);
    return typeof value === 'object' && 'place' in value ? value.place : undefined;
  }

  #setLocal(locals: LocalVariables, name: string, text: string): DebugVariable {
    const value = localOf(text, locals.values.get(name));
    if (value === undefined)
      throw new DebugError(`\`${text}\` is no value for \`${name}\`. Write one of the same type.`);
    if (!locals.set(name, value))
      throw new DebugError(`\`${name}\` is a constant of the driver: it cannot be changed.`);
    return { ...this.#variable(name, value, name), writable: true };
  }

  #write(place: Place, name: string, text: string): void {
    const { memory } = this.#nt.kernel;
    if (!isWritable(place)) throw new DebugError(`\`${name}\` is not one value: open it and change a field.`);
    const value = parseValue(text);
    if (value === undefined)
      throw new DebugError(
        `\`${text}\` is no value for \`${name}\`. Write a number, TRUE, FALSE, NULL, or names of the WDK joined by |.`,
      );
    if (readNumber(memory, place) === null) throw new DebugError(`There is no memory at ${hex(place.address)}.`);
    writeNumber(memory, place, value);
  }

  /** @throws ExpressionError */
  evaluate(expression: string, context: FrameContext | null): DebugVariable {
    return this.#shown(expression, this.#ask(expression, context), expression);
  }

  /** @throws ExpressionError */
  isTrue(expression: string, context: FrameContext): boolean {
    const value = this.#ask(expression, context);
    return value instanceof OwnObject ? Boolean(value.value) : truth(plain(value, this.#nt.kernel.memory));
  }

  /** As `{expression}` of a log point prints it. @throws ExpressionError */
  textOf(expression: string, context: FrameContext): string {
    const value = this.#ask(expression, context);
    return typeof value === 'string' ? value : this.#shown('', value, '').value;
  }

  #ask(expression: string, context: FrameContext | null): Shown {
    try {
      return evaluate(expression, this.#lookup(context), this.#nt.kernel.memory);
    } catch (error) {
      return shownOf(askJavaScript(context?.locals ?? null, expression, error));
    }
  }

  #shown(name: string, value: Shown, path: string): DebugVariable {
    if (!(value instanceof OwnObject)) return this.#variable(name, value, path);
    const { value: own } = value;
    const parts = typeof own === 'object' && own !== null ? this.#partsOf(own) : [];
    const reference = parts.length === 0 ? 0 : this.#reference({ own: parts, isArray: Array.isArray(own), path });
    return { name, value: describe(own), type: typeof own, reference, path, writable: false };
  }

  /** @throws ExpressionError, DebugError */
  assign(expression: string, text: string, context: FrameContext | null): DebugVariable {
    const locals = context?.locals ?? null;
    if (locals !== null && isPlain(locals.values.get(expression.trim())))
      return this.#setLocal(locals, expression.trim(), text);
    const value = evaluate(expression, this.#lookup(context), this.#nt.kernel.memory);
    if (typeof value !== 'object')
      throw new DebugError(`\`${expression}\` is a result, not a place: only fields and variables can be changed.`);
    this.#write(value.place, expression, text);
    return this.#variable(expression, value, expression);
  }

  #node(reference: number): Node {
    const node = this.#nodes[reference - 1];
    if (node === undefined) throw new DebugError('The machine has gone on since. Ask again where it stands now.');
    return node;
  }

  #reference(node: Node): number {
    this.#nodes.push(node);
    return this.#nodes.length;
  }

  #variable(name: string, value: Value, path: string): DebugVariable {
    const { memory } = this.#nt.kernel;
    if (typeof value !== 'object')
      return { name, value: plainText(value), type: typeof value, reference: 0, path, writable: false };
    const { place } = value;
    const { type, address } = place;
    const isOpen = ['embed', 'array', 'pointer'].includes(type.kind) && partsOf(memory, place).length > 0;
    const target =
      type.kind === 'pointer' || type.kind === 'address' ? Number(readNumber(memory, place) ?? 0) : address;
    return {
      name,
      value: this.#annotated(place),
      type: type.kind === 'pointer' ? `${type.target ?? 'void'} *` : (type.embedded?.structName ?? type.c),
      reference: isOpen ? this.#reference({ place, path }) : 0,
      path,
      ...(target === 0 ? {} : { memory: hex(target) }),
      location: { address: hex(address), size: type.size },
      writable: isWritable(place),
    };
  }

  /** A pointer to what a driver knows by name says whose it is. */
  #annotated(place: Place): string {
    const { memory, sim } = this.#nt.kernel;
    const text = formatPlace(memory, place);
    const address = Number(readNumber(memory, place) ?? 0);
    if (place.type.kind !== 'pointer' || address === 0) return text;
    const { target } = place.type;
    if (target === 'DRIVER_OBJECT') {
      const driver = this.#nt.io.drivers.find(({ object }) => object.address === address);
      return driver === undefined ? text : `${text} ${driver.entry.name}`;
    }
    if (target !== 'DEVICE_OBJECT') return text;
    const { directory } = sim;
    const device = directory.devices.findLast((entry) => entry.address === address);
    return device === undefined ? text : `${text} ${device.device}/${directory.driverName(device.driver)}`;
  }

  #lookup(context: FrameContext | null): Lookup {
    if (context === null) return () => undefined;
    return (name) => {
      const local = context.locals?.values.get(name);
      if (local !== undefined) return localValue(local);
      return this.#known(name, context);
    };
  }

  #known(name: string, context: FrameContext): Value | undefined {
    const { directory } = this.#nt.kernel.sim;
    switch (name.toLowerCase()) {
      case 'irp':
        return this.#irp(context);
      case 'irpsp':
      case 'iostack':
        return this.#location(context);
      case 'deviceobject':
        return this.#device(context);
      case 'deviceextension':
        return this.#extension(context);
      case 'driverobject':
        return this.#driver(context);
      case 'device':
        return directory.deviceId(context.device);
      case 'driver':
        return directory.driverName(context.driver);
      case 'thread':
        return context.thread.name;
      case 'major':
        return context.code < 0 ? -1 : context.code >>> 8;
      case 'minor':
        return context.code < 0 ? -1 : context.code & 0xff;
      case 'request':
        return context.code < 0 ? '' : requestName(context.code);
      case 'status':
        return isThere(this.#nt, context.irp)
          ? this.#part(structPlace(IRP, context.irp), ['IoStatus', 'Status'])
          : undefined;
      default:
        return undefined;
    }
  }

  #part(place: Place, path: readonly string[]): Value | undefined {
    let at: Place | undefined = place;
    for (const name of path)
      at = at === undefined ? undefined : partsOf(this.#nt.kernel.memory, at).find((part) => part.name === name)?.place;
    return at === undefined ? undefined : { place: at };
  }

  #irp({ irp }: FrameContext): Value | undefined {
    return irp === 0 || !isThere(this.#nt, irp) ? undefined : { place: structPlace(IRP, irp) };
  }

  /** The location of the frame's own driver: the current one, or one further up after it has passed the IRP down. */
  #location({ irp, device }: FrameContext): Value | undefined {
    if (irp === 0 || !isThere(this.#nt, irp)) return undefined;
    const { memory, sim } = this.#nt.kernel;
    const view = memory.view(IRP, irp);
    const first = memory.u32[(irp + CURRENT) >>> 2] ?? 0;
    const left = view.StackCount - view.CurrentLocation + 1;
    if (left <= 0) return undefined;
    const wanted = sim.directory.devices[device]?.address ?? 0;
    for (let at = 0; at < left; at += 1) {
      const address = first + at * LOCATION_SIZE;
      if ((memory.u32[(address + LOCATION_DEVICE_OBJECT) >>> 2] ?? 0) === wanted)
        return { place: structPlace(IO_STACK_LOCATION, address) };
    }
    return { place: structPlace(IO_STACK_LOCATION, first) };
  }

  #device({ device }: FrameContext): Value | undefined {
    const address = this.#nt.kernel.sim.directory.devices[device]?.address ?? 0;
    return device === 0 || !isThere(this.#nt, address) ? undefined : { place: structPlace(DEVICE_OBJECT, address) };
  }

  /** Its type is that of the view with which its driver looks at it. */
  #extension(context: FrameContext): Value | undefined {
    const { memory, sim } = this.#nt.kernel;
    const object = sim.directory.devices[context.device]?.address ?? 0;
    if (context.device === 0 || !isThere(this.#nt, object)) return undefined;
    const device = memory.view(DEVICE_OBJECT, object);
    const address = Number(device.DeviceExtension);
    if (address === 0) return undefined;
    const most = device.Size - DEVICE_OBJECT.size;
    const types = memory.typesAt(address).filter(({ size }) => most <= 0 || size <= most);
    const type = types.sort((one, other) => other.size - one.size)[0];
    return type === undefined ? undefined : { place: structPlace(type, address) };
  }

  #driver({ driver }: FrameContext): Value | undefined {
    const loaded = this.#nt.io.drivers.find(({ entry }) => entry.index === driver);
    return loaded === undefined ? undefined : { place: structPlace(DRIVER_OBJECT, loaded.object.address) };
  }

  #lifecycles({ device }: FrameContext): Node | null {
    const state = this.#deviceState(this.#nt.kernel.sim.directory.deviceId(device));
    if (state === undefined) return null;
    const { pnp, power, lifecycles, problem } = state;
    const list: [string, Value][] = [
      ['pnp', pnp],
      ['power', `${power.device} in ${power.system}, policy ${power.policy}`],
      ...Object.entries(lifecycles),
    ];
    if (problem !== null) list.push(['problem', problem.name]);
    return { list };
  }
}

function partPath(path: string, place: Place, name: string): string {
  if (path === '') return '';
  if (name.startsWith('[')) return `${path}${name}`;
  return place.type.kind === 'pointer' || /^\w+$/.test(path) ? `${path}->${name}` : `${path}.${name}`;
}

function plainText(value: Exclude<Value, object>): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  const isSmall = value < 10 && value > -10;
  if (isSmall) return String(value);
  const name = value >= 0xc000_0000 && value <= 0xffff_ffff ? nameOfStatus(Number(value)) : '';
  return `${value} (0x${BigInt.asUintN(64, BigInt(value)).toString(16)})${name.startsWith('STATUS_') ? ` ${name}` : ''}`;
}

function localsNode({ locals }: FrameContext): Node | null {
  if (locals === null) return null;
  const list = [...locals.values].map(([name, value]): [string, Shown] => [name, shownOf(value)]);
  return list.length === 0 ? null : { list, locals };
}
