/** References to device objects, and what is put onto a stack. */
import { TargetDeviceRelation } from '../../abi/enums.ts';
import { NT_SUCCESS } from '../../abi/ntstatus.ts';
import { hex } from '../../base/hex.ts';
import { liveDevice } from '../io/device-object.ts';
import { addressOf, type CallChecks, type ResultChecks } from './call-check.ts';
import type { CallPlace } from './call-place.ts';
import type { IrpPoint } from './irp-point.ts';
import type { IrpWatch } from './irp-watch.ts';
import type { Judge } from './judge.ts';
import type { Place } from './rule.ts';
import { DANGLING, NOT_CREATED, TARGET_WITHOUT_ANSWER, UNREFERENCED_TARGET, WRONG_TARGET } from './rules/references.ts';

const CURRENT_STACK_LOCATION = 0x60;
const LOCATION_PARAMETERS = 4;
const FIRST_OBJECT = 4;

/** Where a driver has got each of its references to one device object. */
type Taken = Map<number, (Error | null)[]>;

export class ReferenceWatch {
  readonly checks: CallChecks;
  readonly resultChecks: ResultChecks;
  readonly #judge: Judge;
  readonly #place: () => CallPlace;
  /** From IoGetAttachedDeviceReference: by driver, then by address of the device object. */
  readonly #taken = new Map<number, Taken>();
  /** Objects that the routine that runs has referenced; emptied when it reports a target. */
  readonly #referenced = new Set<number>();

  constructor(judge: Judge, irps: IrpWatch, place: () => CallPlace) {
    this.#judge = judge;
    this.#place = place;
    irps.onRelations = (point) => this.#completes(point);
    this.checks = {
      ObReferenceObject: (object) => void this.#referenced.add(addressOf(object)),
      ObDereferenceObject: (object) => this.#gaveBack(addressOf(object)),
      IoAttachDeviceToDeviceStack: (source, target) => this.#attaches(addressOf(source), addressOf(target)),
    };
    this.resultChecks = {
      IoGetAttachedDeviceReference: (device) => this.#took(addressOf(device)),
    };
  }

  #took(device: number): void {
    const { driver } = this.#judge.kernel;
    const ofDriver: Taken = this.#taken.get(driver) ?? new Map();
    ofDriver.set(device, [...(ofDriver.get(device) ?? []), this.#judge.siteOf(driver)]);
    this.#taken.set(driver, ofDriver);
  }

  #gaveBack(device: number): void {
    this.#referenced.delete(device);
    const ofDriver = this.#taken.get(this.#judge.kernel.driver);
    const sites = ofDriver?.get(device);
    sites?.pop();
    if (sites?.length === 0) ofDriver?.delete(device);
  }

  /** DriverUnload has returned. */
  unloaded(driver: number): void {
    for (const [device, sites] of this.#taken.get(driver) ?? []) {
      const place: Place = { driver, device: 0, irp: 0, isRunning: false, site: sites.at(-1) ?? null, routine: '' };
      this.#judge.violate(DANGLING, place, `the device object at ${hex(device)} is still referenced`);
    }
    this.#taken.delete(driver);
  }

  #attaches(source: number, target: number): void {
    const { io, kernel } = this.#judge;
    const { directory } = kernel.sim;
    const driver = kernel.driver;
    const own = liveDevice(io, source);
    if (own?.driver !== driver) {
      const whose = own === undefined ? 'no device object' : `a device object of ${directory.driverName(own.driver)}`;
      this.#judge.violate(NOT_CREATED, this.#place(), `at ${hex(source)} is ${whose}`);
    }
    if (liveDevice(io, target) === undefined || target === source) {
      const what = target === source ? 'the device itself' : `no device object at ${hex(target)}`;
      this.#judge.violate(WRONG_TARGET, this.#place(), `the target is ${what}`);
    }
  }

  /** The target of a device is reported with a reference for whoever asks (PNP-55). */
  #completes(point: IrpPoint): void {
    const { memory, irp, status } = point;
    const location = memory.u32[(irp + CURRENT_STACK_LOCATION) >>> 2] ?? 0;
    if (memory.u32[(location + LOCATION_PARAMETERS) >>> 2] !== TargetDeviceRelation) return;
    const list = point.informationOf(irp);
    if (!NT_SUCCESS(status)) return;
    if (list === 0) {
      const { routineAddress, deviceAddress } = point;
      this.#judge.violate(TARGET_WITHOUT_ANSWER, point, 'IoStatus.Information is 0', [
        routineAddress,
        irp,
        deviceAddress,
      ]);
      return;
    }
    const target = memory.u32[(list + FIRST_OBJECT) >>> 2] ?? 0;
    if (!this.#referenced.delete(target))
      this.#judge.violate(UNREFERENCED_TARGET, point, `the device object at ${hex(target)} was not referenced`, [
        point.routineAddress,
        irp,
        0,
      ]);
  }
}
