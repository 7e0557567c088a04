/** TV-24, TV-26 and TV-28: what a plug-in of the platform has its part in. The first two are samples/soc. */
import { bootDescription } from '../../support/machine.ts';
import { bootSoc, CRASH, IDLE, pathText } from '../soc/support.ts';
import { runtimeDriver, TOUCH } from '../support/runtime-driver.ts';
import type { Vector } from './vector.ts';

const TWO_SETS = `{ class INFO extends struct('INFO', { Count: ULONG, Filler: ULONG, Set: PO_FX_COMPONENT_PERF_SET }) {}
const info = local(INFO);
info.Count = 1;
info.Set.Unit = PoFxPerfStateUnitFrequency;
info.Set.Type = PoFxPerfStateTypeRange;
info.Set.Range.Minimum = 1n;
info.Set.Range.Maximum = 9n;
const changed = () => DbgPrint('callback');
DbgPrint('%x', await PoFxRegisterComponentPerfStates(Handle, 0, PO_FX_FLAG_PERF_PEP_OPTIONAL, changed, cast(PO_FX_COMPONENT_PERF_INFO, info.address), NULL));
const change = local(PO_FX_PERF_STATE_CHANGE);
change.StateValue = 5n;
PoFxIssueComponentPerfStateChange(Handle, PO_FX_FLAG_ASYNC_ONLY, 0, change, 1);
PoFxIssueComponentPerfStateChange(Handle, PO_FX_FLAG_ASYNC_ONLY, 0, change, 2); }`;

export const plugInVectors: readonly Vector[] = [
  {
    id: 'TV-24',
    input: 'a plug-in accepts a device that registers with TRUE, which is 1',
    expected: '0xA0/0x617: PepDeviceAccepted is 2',
    runs: [
      {
        boot: () => bootSoc({ plugIn: [['data.DeviceAccepted = PepDeviceAccepted;', 'data.DeviceAccepted = 1;']] }),
        steps: [],
        fromBoot: true,
      },
    ],
  },
  {
    id: 'TV-26',
    input:
      'TR-D: the controller is off when the machine crashes; the variants d1 to d8 stand beside this folder, in soc',
    expected: 'the plug-in powers it on, at HIGH_LEVEL, and the dump is written',
    runs: [{ boot: () => bootSoc(), steps: [IDLE, CRASH], shows: pathText }],
  },
  {
    id: 'TV-28',
    input: 'a second performance request before the callback of the first',
    expected: '0xA0/0x61D',
    runs: [
      {
        boot: () =>
          bootDescription(
            {
              name: 'vector',
              memory: '8MiB',
              pep: 'soc',
              drivers: { runtime: { source: './runtime.ts' } },
              devices: [{ id: 'pci0', function: 'pci', children: [{ id: 'dev0', function: 'runtime' }] }],
            },
            { 'runtime.ts': runtimeDriver({ touch: TWO_SETS }) },
          ),
        steps: [{ op: 'io', device: 'dev0', request: 'ioctl', code: TOUCH }],
      },
    ],
  },
];
