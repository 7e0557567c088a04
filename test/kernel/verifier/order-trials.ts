/** Rules about the order in which devices are powered: who needs whom, and who may be paged out meanwhile. */
import type { Machine } from '../../../src/machine/machine.ts';
import type { Injection } from '../../../src/protocol/injection.ts';
import { bootPower as bootPowerTree } from '../../machine/power/support/power-machine.ts';
import { driverText } from '../../machine/support/driver-text.ts';
import { bootDescription, injectAll } from '../../support/machine.ts';
import { READ, SLEEP_AND_WAKE } from './power-driver.ts';
import { clean, FILE, filterText, found, MARK } from './support.ts';
import type { Trial } from './trial.ts';

/** Filters on two devices that name each other, or not. */
async function related(isCircle: boolean): Promise<{ machine: Machine; line: number }> {
  const text = filterText({
    add: 'globalThis.related = [...(globalThis.related ?? []), pdo].slice(-2);',
    pnp: `if (minor === IRP_MN_QUERY_DEVICE_RELATIONS && IoGetCurrentIrpStackLocation(irp).Parameters.QueryDeviceRelations.Type === PowerRelations) {
    const [first, second] = globalThis.related;
    const isFirst = extension.Pdo.address === first.address;
    if (isFirst || ${isCircle}) {
      const list = cast(DEVICE_RELATIONS, ExAllocatePool2(POOL_FLAG_PAGED, 8, 'leRP'));
      list.Count = 1; ObReferenceObject(isFirst ? second : first); list.Objects.set(0, isFirst ? second : first);
      irp.IoStatus.Information = list.address; irp.IoStatus.Status = STATUS_SUCCESS;
    }
  }`,
    read: 'IoInvalidateDeviceRelations(extension.Pdo, PowerRelations);',
  });
  const machine = await bootDescription(
    {
      name: 'related',
      memory: '4MiB',
      verifier: 'all',
      drivers: { flt: { source: `./${FILE}` } },
      devices: [
        {
          id: 'pci0',
          function: 'pci',
          children: ['dev0', 'dev1'].map((id) => ({ id, function: 'null', upperFilters: ['flt'] })),
        },
      ],
    },
    { [FILE]: text },
  );
  await injectAll(machine, [READ, { ...READ, device: 'dev1' } as Injection, { op: 'run', until: 'idle' }]);
  await injectAll(machine, SLEEP_AND_WAKE);
  return { machine, line: text.split('\n').findIndex((one) => one.includes('function DispatchPnp')) + 1 };
}

/** A filter above the controller that sets the flag again although a page file is behind it, or leaves it. */
async function pageable(isSet: boolean): Promise<{ machine: Machine; line: number }> {
  const text = filterText({ read: isSet ? 'extension.Pdo.Flags |= DO_POWER_PAGABLE;' : '' });
  const machine = await bootDescription(
    {
      name: 'pageable',
      memory: '8MiB',
      // The filter does not look at usage notifications at all, which is another rule's.
      verifier: { mode: 'all', rules: { 'USE-V07': 'off' } },
      drivers: { flt: { source: `./${FILE}` } },
      devices: [
        {
          id: 'dev0',
          function: 'pci',
          upperFilters: ['flt'],
          children: [{ id: 'hba0', function: 'storport', children: [{ id: 'disk0', function: 'disk', size: '1MiB' }] }],
        },
      ],
      specialFiles: [{ device: 'disk0', type: 'paging' }],
    },
    { [FILE]: text },
  );
  await injectAll(machine, [READ, ...SLEEP_AND_WAKE, ...SLEEP_AND_WAKE]);
  return { machine, line: text.split('\n').findIndex((one) => one.includes('function DispatchPnp')) + 1 };
}

/** A filter under the rules of Windows XP. @param power - what it does with each power request */
async function older(power: string): Promise<{ machine: Machine; line: number; routine: number }> {
  const machine = await bootPowerTree({ options: { legacyRules: true }, verifier: VERIFIER, driver: { power } });
  const down: Injection = { op: 'power', request: 'setDevice', device: 'N', state: 'D3' };
  await injectAll(machine, power === FORGETS ? [down] : [down, { ...down, state: 'D0' }, ...SLEEP_AND_WAKE]);
  const lines = driverText({ power }).split('\n');
  const at = (text: string): number => lines.findIndex((one) => one.includes(text)) + 1;
  return { machine, line: at(MARK), routine: at('function DispatchPower') };
}

/** The filter does not take over the device type of what it attaches to, which is another rule's. */
const VERIFIER = { mode: 'all', rules: { 'C9/0x246': 'off' } };
const PASS = 'IoSkipCurrentIrpStackLocation(irp);';
const FORGETS = `${PASS} return PoCallDriver(extension.Lower, irp);`;
const OLDER = `PoStartNextPowerIrp(irp); ${FORGETS}`;

export const orderTrials: readonly Trial[] = [
  {
    rule: 'power/pageable-below-non-pageable',
    name: 'power/pageable-below-non-pageable in a filter',
    bad: async () => {
      const { machine, line } = await pageable(true);
      return { found: found(machine), expected: `power/pageable-below-non-pageable flt ${FILE}:${line}` };
    },
    good: async () => clean((await pageable(false)).machine),
  },
  {
    rule: 'power/relation-cycle',
    name: 'power/relation-cycle in a filter',
    bad: async () => {
      const { machine, line } = await related(true);
      return { found: found(machine), expected: `power/relation-cycle flt ${FILE}:${line}` };
    },
    good: async () => clean((await related(false)).machine),
  },
  {
    rule: 'power/start-next-missing',
    name: 'power/start-next-missing in a filter',
    bad: async () => {
      const { machine, routine } = await older(FORGETS);
      return { found: found(machine), expected: `power/start-next-missing flt ${FILE}:${routine}` };
    },
    good: async () => clean((await older(OLDER)).machine),
  },
  {
    rule: 'power/po-call-driver-missing',
    name: 'power/po-call-driver-missing in a filter',
    bad: async () => {
      const { machine, line } = await older(
        `PoStartNextPowerIrp(irp); ${PASS} return IoCallDriver(extension.Lower, irp); ${MARK}`,
      );
      return { found: found(machine), expected: `power/po-call-driver-missing flt ${FILE}:${line}` };
    },
    good: async () => clean((await older(OLDER)).machine),
  },
];
