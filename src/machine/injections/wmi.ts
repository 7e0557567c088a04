/** A management program reads, writes or calls a data block of a driver. */
import {
  IRP_MN_DISABLE_COLLECTION,
  IRP_MN_DISABLE_EVENTS,
  IRP_MN_ENABLE_COLLECTION,
  IRP_MN_ENABLE_EVENTS,
} from '../../abi/irp-codes.ts';
import { nameOfStatus } from '../../abi/names.ts';
import { NT_SUCCESS } from '../../abi/ntstatus.ts';
import { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import { nearestSpelling } from '../../base/nearest-spelling.ts';
import type { Nt } from '../../kernel/assemble.ts';
import type { WmiBlock } from '../../kernel/io/wmi-block.ts';
import {
  changeSingleInstance,
  changeSingleItem,
  controlBlock,
  executeMethod,
  queryAllData,
  querySingleInstance,
  type WmiResult,
  type WmiTarget,
} from '../../kernel/io/wmi-request.ts';
import type { Devnode } from '../../kernel/pnp/devnode.ts';
import type { WmiInjection } from '../../protocol/injection.ts';
import { type Outcome, refused } from './inject.ts';
import { bytesOf } from './io-request.ts';

const MOST_SHOWN = 64;

/** Blocks of the drivers in a device's stack, from the top. */
function blocksOn(nt: Nt, devnode: Devnode): readonly (WmiBlock & { readonly provider: number })[] {
  return [...nt.io.wmiProviders].flatMap(([provider, blocks]) => {
    const entry = nt.kernel.sim.directory.devices.findLast(({ address }) => address === provider);
    if (entry === undefined || entry.deleted || entry.device !== devnode.id) return [];
    return blocks.map((block) => ({ ...block, provider }));
  });
}

function findBlock(nt: Nt, devnode: Devnode, guid: string): WmiTarget | string {
  const wanted = guid.toLowerCase();
  const blocks = blocksOn(nt, devnode);
  const found = blocks.find((block) => block.guid === wanted);
  if (found !== undefined) return { provider: nt.kernel.memory.view(DEVICE_OBJECT, found.provider), guid: wanted };
  const known = blocks.map((block) => block.guid);
  if (known.length === 0) return `No driver of ${devnode.id} has registered a WMI block.`;
  const near = nearestSpelling(wanted, known);
  return `${devnode.id} has no WMI block ${wanted}. ${near === null ? `It has ${known.join(', ')}.` : `Did you mean ${near}?`}`;
}

function perform(nt: Nt, target: WmiTarget, injection: WmiInjection): Promise<WmiResult> {
  const { instance = 0 } = injection;
  const data = bytesOf(injection.data ?? '');
  switch (injection.request) {
    case 'query':
      return injection.instance === undefined
        ? queryAllData(nt.io, target)
        : querySingleInstance(nt.io, target, instance);
    case 'set':
      return injection.item === undefined
        ? changeSingleInstance(nt.io, target, instance, data)
        : changeSingleItem(nt.io, target, instance, injection.item, data);
    case 'execute':
      return executeMethod(nt.io, target, instance, injection.method ?? 0, data);
    case 'enableEvents':
      return controlBlock(nt.io, target, IRP_MN_ENABLE_EVENTS);
    case 'disableEvents':
      return controlBlock(nt.io, target, IRP_MN_DISABLE_EVENTS);
    case 'enableCollection':
      return controlBlock(nt.io, target, IRP_MN_ENABLE_COLLECTION);
    case 'disableCollection':
      return controlBlock(nt.io, target, IRP_MN_DISABLE_COLLECTION);
  }
}

function shown(data: readonly Uint8Array[], first: number): string {
  const texts = data.map((bytes, index) => {
    const hex = Array.from(bytes.subarray(0, MOST_SHOWN), (byte) => byte.toString(16).padStart(2, '0')).join('');
    return `instance ${first + index}: ${hex === '' ? 'nothing' : hex}${bytes.length > MOST_SHOWN ? '…' : ''}`;
  });
  return texts.length === 0 ? '' : ` ${texts.join('; ')}.`;
}

/** Runs in a thread of its own, as a program's does. */
export function startWmi(nt: Nt, devnode: Devnode, injection: WmiInjection): Promise<Outcome> {
  const target = findBlock(nt, devnode, injection.guid);
  if (typeof target === 'string') return Promise.resolve(refused(target));
  return new Promise((resolve, reject) => {
    nt.kernel.sim.createThread('WMI client', async () => {
      try {
        const { status, data } = await perform(nt, target, injection);
        const name = nameOfStatus(status);
        const what = `${injection.request} of ${target.guid} on ${devnode.id}`;
        resolve({
          ok: NT_SUCCESS(status),
          status: name,
          message: `${what}: ${name}.${shown(data, injection.instance ?? 0)}`,
        });
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
        throw error;
      }
    });
  });
}
