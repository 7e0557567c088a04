/** What a power plug-in can do wrong, and what keeps a crash dump from being written. The sandbox's own rules. */
import { type RuleText, STANDARD, STRICT } from '../rule.ts';

export const HANDLE_KIND: RuleText = {
  ...STANDARD,
  id: 'pep/handle-kind',
  title: 'A plug-in hands over work with its own handle of a device',
  why: 'The framework takes the number for one of its own: at best it finds no device, at worst another one.',
  remedy: 'keep the KernelHandle of PEP_DPM_REGISTER_DEVICE, and put that into PEP_WORK_INFORMATION',
  document: 'ns-pepfx-_pep_work_complete_idle_state',
  bugCheck: null,
};

export const UNKNOWN_HANDLE: RuleText = {
  ...STANDARD,
  id: 'pep/unknown-handle',
  title: 'A plug-in uses a handle that stands for nothing of its own',
  why: 'The framework follows it as a pointer.',
  remedy:
    'give RequestWorker the Plugin member of PEP_KERNEL_INFORMATION, and work the KernelHandle of a device that is registered',
  document: 'nc-pepfx-pofxcallbackrequestworker',
  bugCheck: null,
};

export const PLUG_IN_FLAGS: RuleText = {
  ...STRICT,
  id: 'pep/flags',
  title: 'A plug-in registers with flags that have no documented meaning',
  why: 'What a later version of the system makes of them nobody can say.',
  remedy: 'give PoFxRegisterPluginEx 0, or call PoFxRegisterPlugin',
  document: 'nf-pepfx-pofxregisterpluginex',
  bugCheck: null,
};

export const EARLY_CONTROL: RuleText = {
  ...STANDARD,
  id: 'pep/early-control',
  title: 'A plug-in asks a driver for something before the driver has started power management',
  why: 'The driver is still setting its device up: its callback may find nothing to work with.',
  remedy: 'wait for PEP_DPM_DEVICE_STARTED, or for a PEP_DPM_POWER_CONTROL_REQUEST from the device',
  document: 'ns-pepfx-_pep_work_power_control',
  bugCheck: null,
};

export const AFTER_BUG_CHECK: RuleText = {
  ...STANDARD,
  id: 'dump/forbidden-call',
  title: 'The routine that powers a device on for the dump needs a system that has stopped',
  why: 'It runs at HIGH_LEVEL after a bug check: whatever waits, allocates, signals or queues never comes back, and there is no dump.',
  remedy:
    'switch, poll with KeStallExecutionProcessor, and give up after a while; or refuse PEP_DPM_REGISTER_CRASHDUMP_DEVICE',
  document: 'nc-pepfx-pepcallbackpoweroncrashdumpdevice',
  bugCheck: null,
};

export const LEFT_D0: RuleText = {
  ...STANDARD,
  id: 'dump/device-left-d0',
  title: 'A device on the way to the dump file goes to sleep, and nobody could wake it after a bug check',
  why: 'A crash can happen at any time. With this device off the dump is not written.',
  remedy:
    'stay in D0 while the device is in the path of a dump file, unless PoFxRegisterCrashdumpDevice has succeeded for it',
  document: 'irp-mn-device-usage-notification',
  bugCheck: null,
};

export const WITHOUT_CRASH: RuleText = {
  ...STRICT,
  id: 'dump/power-on-outside-crash',
  title: 'PoFxPowerOnCrashdumpDevice is called while the system works',
  why: 'The plug-in switches power behind the back of the power manager, at HIGH_LEVEL, and keeps everything else waiting.',
  remedy: 'request D0 with PoRequestPowerIrp, or activate a component',
  document: 'nf-wdm-pofxpoweroncrashdumpdevice',
  bugCheck: null,
};

export const platformRules: readonly RuleText[] = [
  HANDLE_KIND,
  UNKNOWN_HANDLE,
  PLUG_IN_FLAGS,
  EARLY_CONTROL,
  AFTER_BUG_CHECK,
  LEFT_D0,
  WITHOUT_CRASH,
];
