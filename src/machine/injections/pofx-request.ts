/** What comes to a device of the power framework from outside of its driver. */
import { parseDuration } from '../../base/time.ts';
import type { Nt } from '../../kernel/assemble.ts';
import type { PoFxComponent } from '../../kernel/fx/component.ts';
import { PoFxActivateComponent, PoFxIdleComponent, setHints } from '../../kernel/fx/component-requests.ts';
import type { PoFxDevice } from '../../kernel/fx/device.ts';
import { PoFxNotifySurprisePowerOn, PoFxSetDeviceIdleTimeout } from '../../kernel/fx/device-requests.ts';
import { directDown, directUp } from '../../kernel/fx/directed.ts';
import type { PoFxInjection, PoFxRequest } from '../../protocol/injection.ts';
import { findDevice, isOutcome, type Outcome, refused } from './inject.ts';

function illegal(message: string): Outcome {
  return { ok: false, status: 'STATUS_INVALID_DEVICE_STATE', message };
}

function done(message: string): Outcome {
  return { ok: true, status: 'STATUS_SUCCESS', message };
}

/** Carries out one request in a thread of its own; the machine has checked its form. */
export function performPoFx(nt: Nt, injection: PoFxInjection): Promise<Outcome> {
  const devnode = findDevice(nt, injection.device);
  if (isOutcome(devnode)) return Promise.resolve(devnode);
  const device = nt.fx.ofDevnode(devnode);
  if (device === undefined)
    return Promise.resolve(illegal(`The driver of ${devnode.id} has not registered it with the power framework.`));
  const index = injection.component ?? 0;
  const component = device.components[index];
  if (component === undefined)
    return Promise.resolve(refused(`${devnode.id} has components 0 to ${device.components.length - 1}, not ${index}.`));
  return new Promise((resolve, reject) => {
    nt.kernel.sim.createThread('user', async () => {
      try {
        resolve(await perform(nt, device, component, injection));
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
        throw error;
      }
    });
  });
}

async function perform(
  nt: Nt,
  device: PoFxDevice,
  component: PoFxComponent,
  injection: PoFxInjection,
): Promise<Outcome> {
  const { fx } = nt;
  const { index } = component;
  const what = `component ${index} of ${device.devnode.id}`;
  const ticks = BigInt(parseDuration(injection.time ?? '') ?? 0);
  switch (injection.request) {
    case 'activate':
      component.injected += 1;
      await PoFxActivateComponent(fx, device, index, 0);
      return done(`${what} has ${component.references} references and is ${component.condition}.`);
    case 'idle':
      if (component.injected === 0)
        return illegal(`There is no activation of ${what} from outside to take back: those of its driver are its own.`);
      component.injected -= 1;
      await PoFxIdleComponent(fx, device, index, 0);
      return done(`${what} has ${component.references} references and is ${component.condition}.`);
    case 'latency':
    case 'residency':
      setHints(fx, device, index, injection.request, { [injection.request]: ticks });
      return done(`${injection.request} of ${what} is ${injection.time} now.`);
    case 'wake':
      setHints(fx, device, index, 'wake', { mayWake: injection.wake ?? true });
      return done(`${what} ${component.hints.mayWake ? 'may' : 'need not'} wake now.`);
    case 'idleTimeout':
      PoFxSetDeviceIdleTimeout(device, ticks);
      return done(`${device.devnode.id} is not required when it has been idle for ${injection.time}.`);
    default:
      return performOnDevice(nt, device, injection.request);
  }
}

function performOnDevice(nt: Nt, device: PoFxDevice, request: PoFxRequest): Outcome {
  const { id, pdo } = device.devnode;
  if (request === 'surprisePowerOn') {
    if (device.state !== 'notRequiredDx') return illegal(`${id} is ${device.state}: it is not asleep.`);
    PoFxNotifySurprisePowerOn(nt.fx, pdo);
    return done(`${id} has come on by itself.`);
  }
  const refusal = request === 'directedDown' ? directDown(nt.fx, device) : directUp(nt.fx, device);
  if (refusal !== null) return illegal(`${id} is not directed, because ${refusal}.`);
  return done(`${id} is told to go ${request === 'directedDown' ? 'to low power' : 'back to D0'}.`);
}
