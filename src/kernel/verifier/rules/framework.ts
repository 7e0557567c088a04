/** What a driver can do wrong with the power framework where Windows has no code for it. The sandbox's own rules. */
import type { PoFxMistakeKind } from '../../fx/mistake.ts';
import { type RuleText, STANDARD } from '../rule.ts';

export const LEFT_WHILE_REQUIRED: RuleText = {
  ...STANDARD,
  id: 'pofx/dx-while-required',
  title: 'A device leaves D0 while the power framework needs it on',
  why: 'Components are active, or about to be, and their registers answer no more.',
  remedy:
    'request a low-power state only between DevicePowerNotRequired and DevicePowerRequired, or for a system state',
  document: 'nc-wdm-po_fx_device_power_not_required_callback',
  bugCheck: null,
};

export const RULE_OF_MISTAKE: Readonly<Record<PoFxMistakeKind, RuleText>> = {
  'pofx-bad-handle': {
    ...STANDARD,
    id: 'pofx/bad-handle',
    title: 'A routine of the power framework gets a handle that is no registration',
    why: 'Windows follows it as a pointer to what it keeps of the device.',
    remedy: 'keep the handle of PoFxRegisterDevice until PoFxUnregisterDevice, and forget it then',
    document: 'nf-wdm-pofxregisterdevice',
    bugCheck: null,
  },
  'pofx-bad-component': {
    ...STANDARD,
    id: 'pofx/bad-component',
    title: 'A routine of the power framework gets the index of a component that does not exist',
    why: 'The hint reaches no component, or another one.',
    remedy: 'count components from 0, in the order of the array that was registered',
    document: 'nf-wdm-pofxsetcomponentlatency',
    bugCheck: null,
  },
  'pofx-leaked-registration': {
    ...STANDARD,
    id: 'pofx/leaked-registration',
    title: 'A device is removed while it is registered with the power framework',
    why: 'The framework calls back into a driver that has gone, with the context of a device that was deleted.',
    remedy: 'call PoFxUnregisterDevice in IRP_MN_SURPRISE_REMOVAL or IRP_MN_REMOVE_DEVICE, whichever comes first',
    document: 'nf-wdm-pofxunregisterdevice',
    bugCheck: null,
  },
  'pofx-unregister-in-callback': {
    ...STANDARD,
    id: 'pofx/unregister-in-callback',
    title: 'PoFxUnregisterDevice is called inside of a callback of the power framework',
    why: 'It waits until callbacks have returned, and this one waits for it: neither ever ends.',
    remedy: 'unregister in the PnP dispatch routine',
    document: 'nf-wdm-pofxunregisterdevice',
    bugCheck: null,
  },
  'pofx-self-deadlock': {
    ...STANDARD,
    id: 'pofx/self-deadlock',
    title: 'A callback of the power framework blocks until another callback of its device has run',
    why: 'Callbacks of one device come one after the other: the one that blocks would have to end first.',
    remedy: 'activate and idle components in callbacks without PO_FX_FLAG_BLOCKING',
    document: 'nf-wdm-pofxactivatecomponent',
    bugCheck: null,
  },
  'pofx-s0-report-missing': {
    ...STANDARD,
    id: 'pofx/s0-report-missing',
    title: 'PoFxReportDevicePoweredOn was not called after the system had come back to S0',
    why: 'The framework takes the device to be off: its components never become active again.',
    remedy: 'call it once for each IRP_MN_SET_POWER for S0, when the device is in D0 or has failed to get there',
    document: 'nf-wdm-pofxreportdevicepoweredon',
    bugCheck: null,
  },
  'pofx-completion-missing': {
    ...STANDARD,
    id: 'pofx/completion-missing',
    title: 'A callback of the power framework is never answered',
    why: 'The framework waits for it: the component, or the device, stays as it is for good.',
    remedy: 'call the completion routine of the callback on every way out of it, in the callback or later',
    document: 'component-level-power-management',
    bugCheck: null,
  },
  'pofx-platform-kept-awake': {
    ...STANDARD,
    id: 'pofx/platform-kept-awake',
    title: 'A device keeps the platform out of its deepest idle state for the whole of a standby',
    why: 'The battery is empty in the morning. Windows writes a live dump: 0x15F CONNECTED_STANDBY_WATCHDOG_TIMEOUT_LIVEDUMP, with 2 as the first parameter.',
    remedy:
      'idle every component when the low-power epoch begins, and let the device go to Dx when power is not required; or register directed callbacks (PO_FX_DEVICE_V3)',
    document: 'introduction-to-the-directed-power-management-framework',
    bugCheck: null,
  },
};

export const frameworkRules: readonly RuleText[] = [LEFT_WHILE_REQUIRED, ...Object.values(RULE_OF_MISTAKE)];
