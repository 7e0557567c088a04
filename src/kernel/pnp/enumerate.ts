import { DO_BUS_ENUMERATED_DEVICE } from '../../abi/device-flags.ts';
import {
  BusQueryCompatibleIDs,
  BusQueryContainerID,
  BusQueryDeviceID,
  BusQueryHardwareIDs,
  BusQueryInstanceID,
  BusRelations,
  DeviceTextDescription,
  DeviceTextLocationInformation,
} from '../../abi/enums.ts';
import { IRP_MN_DEVICE_ENUMERATED, IRP_MN_QUERY_BUS_INFORMATION, IRP_MN_QUERY_RESOURCES } from '../../abi/irp-codes.ts';
import { NT_SUCCESS } from '../../abi/ntstatus.ts';
import { CM_PROB_HARDWARE_DISABLED } from '../../abi/problem-codes.ts';
import type { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import { dereference, reference } from '../io/device-object.ts';
import { queryRequirements } from './assignment.ts';
import { Devnode } from './devnode.ts';
import { inAnyOrder } from './order.ts';
import type { PnpManager } from './pnp-manager.ts';
import { queryCapabilities, queryId, queryRelations, queryText, sendPnp } from './requests.ts';
import { slotOf } from './slot-capabilities.ts';
import { startDevice } from './start.ts';
import { deleteMissing } from './surprise-removal.ts';

const PNP_DETECTED_FATAL_ERROR = 0xca;

/** Lists a bus's children, takes new ones in and lets missing ones go; then starts the new ones, each with its own. */
export async function enumerateChildren(pnp: PnpManager, devnode: Devnode): Promise<void> {
  const { sim } = pnp.kernel;
  if (!devnode.can('QUERY_DEVICE_RELATIONS.sent')) return;
  devnode.apply(sim, 'QUERY_DEVICE_RELATIONS.sent');
  const reported = await queryRelations(pnp, devnode, BusRelations);
  devnode.apply(sim, 'QUERY_DEVICE_RELATIONS.completed');
  const missing = reported === null ? [] : devnode.children.filter((child) => !reported.includes(child.pdo));
  const fresh = reported === null ? [] : await takeIn(pnp, devnode, reported);
  devnode.apply(sim, 'CHILDREN_LISTED');
  for (const child of inAnyOrder(pnp, missing)) await deleteMissing(pnp, child);
  for (const child of inAnyOrder(pnp, fresh)) await bringUp(pnp, child);
}

/** How often new children ask for a breath, which is granted now and then. */
const CHILDREN_BETWEEN_BREATHS = 8;

/** Makes devnodes for PDOs that were not there before. The references that came with the list are given back. */
async function takeIn(
  pnp: PnpManager,
  parent: Devnode,
  reported: readonly DEVICE_OBJECT[],
): Promise<readonly Devnode[]> {
  const fresh: Devnode[] = [];
  for (const [index, pdo] of reported.entries()) {
    // A bus with thousands of children must not look like a driver that hangs.
    const breath = index % CHILDREN_BETWEEN_BREATHS === 0 ? pnp.kernel.sim.hooks.breathe() : undefined;
    if (breath !== undefined) await breath;
    const known = pnp.devnodeOf(pdo);
    if (known === undefined) {
      const hardware = pnp.hardware.byPdo(pdo.address);
      if (hardware === undefined) pnp.kernel.bugCheck(PNP_DETECTED_FATAL_ERROR, 4, pdo.address, 0, 0);
      pdo.Flags |= DO_BUS_ENUMERATED_DEVICE;
      reference(pnp.io, pdo.address);
      const devnode = new Devnode(pnp.hardware.byPdo(pdo.address) ?? pnp.hardware.root, pdo, parent);
      pnp.add(devnode);
      fresh.push(devnode);
    } else if (known.parent !== parent) {
      pnp.kernel.bugCheck(PNP_DETECTED_FATAL_ERROR, 1, pdo.address, known.pdo.address, 0);
    }
    dereference(pnp.io, pdo.address);
  }
  return fresh;
}

/** E3 to E17 of the specification, in the canonical order. */
export async function bringUp(pnp: PnpManager, devnode: Devnode): Promise<void> {
  await identify(pnp, devnode);
  if (devnode.problem === null) await startDevice(pnp, devnode);
  if (devnode.state === 'started') await enumerateChildren(pnp, devnode);
}

/** E3 to E9: what the bus knows of the device. Of the order of the questions, drivers may only know that it may change. */
async function identify(pnp: PnpManager, devnode: Devnode): Promise<void> {
  const facts = { isDisabled: false, isUnique: true, instance: '' };
  const questions = [
    async () => {
      devnode.deviceId = (await queryId(pnp, devnode, BusQueryDeviceID, false))[0] ?? '';
    },
    () =>
      queryCapabilities(pnp, devnode, (capabilities, status) => {
        if (!NT_SUCCESS(status)) return;
        facts.isDisabled = capabilities.HardwareDisabled !== 0;
        facts.isUnique = capabilities.UniqueID !== 0;
        devnode.slot = slotOf(capabilities);
      }),
    async () => {
      facts.instance = (await queryId(pnp, devnode, BusQueryInstanceID, false))[0] ?? '';
    },
    async () => {
      devnode.hardwareIds = await queryId(pnp, devnode, BusQueryHardwareIDs, true);
    },
    async () => {
      devnode.compatibleIds = await queryId(pnp, devnode, BusQueryCompatibleIDs, true);
    },
    () => queryId(pnp, devnode, BusQueryContainerID, false),
    async () => {
      devnode.description = (await queryText(pnp, devnode, DeviceTextDescription)) || devnode.hardware.description;
    },
    async () => {
      devnode.location = await queryText(pnp, devnode, DeviceTextLocationInformation);
    },
    () => queryAndForget(pnp, devnode, IRP_MN_QUERY_BUS_INFORMATION),
    () => queryAndForget(pnp, devnode, IRP_MN_QUERY_RESOURCES),
    () => queryRequirements(pnp, devnode),
  ];
  for (const ask of inAnyOrder(pnp, questions)) await ask();
  // Without a unique id of its own, the instance is unique under its parent only.
  devnode.instanceId = facts.isUnique ? facts.instance : `${devnode.parent?.instanceId ?? ''}&${facts.instance}`;
  refuseTwins(pnp, devnode);
  devnode.apply(pnp.kernel.sim, 'IDS_QUERIED');
  await sendPnp(pnp, devnode, IRP_MN_DEVICE_ENUMERATED);
  if (facts.isDisabled) devnode.problem = { code: CM_PROB_HARDWARE_DISABLED, status: 0 };
}

async function queryAndForget(pnp: PnpManager, devnode: Devnode, minor: number): Promise<void> {
  const { status, information } = await sendPnp(pnp, devnode, minor);
  if (NT_SUCCESS(status) && information !== 0) pnp.kernel.pool.free(information);
}

/** Two devices of one bus with the same device id and instance id: 0xCA/1, P2 = new PDO, P3 = old PDO. */
function refuseTwins(pnp: PnpManager, devnode: Devnode): void {
  if (devnode.parent === null || devnode.instancePath === '') return;
  const twin = devnode.parent.childrenByPath.get(devnode.instancePath);
  devnode.parent.childrenByPath.set(devnode.instancePath, devnode);
  if (twin !== undefined && twin !== devnode)
    pnp.kernel.bugCheck(PNP_DETECTED_FATAL_ERROR, 1, devnode.pdo.address, twin.pdo.address, 0);
}
