import { IO_REQUESTS, type IoInjection, type IoRequest } from '../../protocol/injection.ts';
import type { CommandContext } from '../command-context.ts';
import type { MachineSession } from '../machine/machine-session.ts';
import { t } from '../text.ts';
import { type Choice, mapAsked, runWizard, type Step } from '../ui/wizard.ts';
import { numberOf, textOf, wordOf } from './arguments.ts';
import { askDevice, deviceChoices, pickRemembering, send } from './inject.ts';

type Details = Pick<IoInjection, 'offset' | 'length' | 'data' | 'code'>;

interface Draft {
  readonly device: string | undefined;
  readonly request: IoRequest | undefined;
  /** Where and how much, or the control code; undefined until it is known. */
  readonly details: Details | undefined;
}

/** Control codes that storage and volume drivers meet. */
export const CONTROL_CODES = {
  IOCTL_DISK_GET_DRIVE_GEOMETRY: 0x00070000,
  IOCTL_DISK_GET_LENGTH_INFO: 0x0007405c,
  IOCTL_DISK_GET_PARTITION_INFO_EX: 0x00070048,
  IOCTL_DISK_GET_DRIVE_LAYOUT_EX: 0x00070050,
  IOCTL_DISK_IS_WRITABLE: 0x00070024,
} as const;

/** Arguments: `device`, `request`, and `offset`, `length`, `data`, `code` as the request needs them. */
export async function injectIo(context: CommandContext, session: MachineSession, argument: unknown): Promise<void> {
  const request = wordOf(argument, 'request', IO_REQUESTS);
  const device = textOf(argument, 'device');
  const given = detailsOf(argument);
  // Who names device and request needs no question about the rest, but for a control code.
  const isSaid = Object.keys(given).length > 0 || (device !== undefined && request !== undefined);
  const details = isSaid && (request !== 'ioctl' || given.code !== undefined) ? given : undefined;
  const draft = await runWizard<Draft>({ device, request, details }, steps(context, session));
  if (draft?.device === undefined || draft.request === undefined) return;
  await send(context, session, { op: 'io', device: draft.device, request: draft.request, ...draft.details });
}

/** Argument: `device`. */
export async function openHandle(context: CommandContext, session: MachineSession, argument: unknown): Promise<void> {
  await injectIo(context, session, { device: textOf(argument, 'device'), request: 'open' });
}

/** Argument: `device`; without it, one of the devices that have a handle open. */
export async function closeHandle(context: CommandContext, session: MachineSession, argument: unknown): Promise<void> {
  const named = textOf(argument, 'device');
  const open = session.model === null ? [] : [...session.model.devices()].filter((one) => (one.openHandles ?? 0) > 0);
  if (named === undefined && open.length === 0) {
    await context.messages.info(t('No handle is open. Open one first: Open Handle…'));
    return;
  }
  const [only, ...others] = open;
  const device = named ?? (others.length === 0 ? only?.id : await pickOpen(context, session));
  if (device !== undefined) await send(context, session, { op: 'io', device, request: 'close' });
}

async function pickOpen(context: CommandContext, session: MachineSession): Promise<string | undefined> {
  if (session.model === null) return undefined;
  const choices = deviceChoices(session.model).filter(
    ({ value }) => (session.model?.device(value)?.openHandles ?? 0) > 0,
  );
  const question = { title: t('Close Handle'), prompt: t('Device whose oldest handle is closed'), choices };
  const asked = await pickRemembering(context, 'device', question);
  return asked.kind === 'value' ? asked.value : undefined;
}

function steps(context: CommandContext, session: MachineSession): readonly Step<Draft>[] {
  const title = t('Inject I/O Request');
  return [
    {
      given: (draft) => draft.device !== undefined,
      ask: async (draft, place) =>
        mapAsked(await askDevice(context, session, { title, place }), (device) => ({ ...draft, device })),
    },
    {
      given: (draft) => draft.request !== undefined,
      ask: async (draft, place) => {
        const question = {
          title,
          place,
          prompt: t('What a program asks of {0}', draft.device ?? ''),
          choices: requests(),
        };
        return mapAsked(await pickRemembering(context, 'ioRequest', question), (request) => ({ ...draft, request }));
      },
    },
    {
      given: ({ request, details }) => details !== undefined || !needsDetails(request),
      ask: async (draft, place) => {
        if (draft.request === 'ioctl') {
          const prompt = t('Control code: pick one, or type a number');
          const question = { title, place, prompt, choices: controlCodes(), other: otherControlCode };
          return mapAsked(await pickRemembering(context, 'ioctl', question), (code) => ({
            ...draft,
            details: { code },
          }));
        }
        const isWrite = draft.request === 'write';
        const prompt = isWrite
          ? t('Offset in bytes, then a text, or bytes behind hex: as in 512 hex:c0ffee')
          : t('Offset and length in bytes');
        const value = isWrite ? '0 hello' : '0 512';
        const check = isWrite ? writeProblem : readProblem;
        const asked = await context.ask.input({ title, place, prompt, value, check });
        return mapAsked(asked, (text) => ({ ...draft, details: isWrite ? writeDetails(text) : readDetails(text) }));
      },
    },
  ];
}

function needsDetails(request: IoRequest | undefined): boolean {
  return request === undefined || request === 'read' || request === 'write' || request === 'ioctl';
}

function requests(): readonly Choice<IoRequest>[] {
  const choice = (value: IoRequest, label: string, description: string, icon: string): Choice<IoRequest> => ({
    label,
    description,
    icon,
    value,
  });
  return [
    choice('read', t('Read'), 'IRP_MJ_READ', 'arrow-down'),
    choice('write', t('Write'), 'IRP_MJ_WRITE', 'arrow-up'),
    choice('flush', t('Flush'), 'IRP_MJ_FLUSH_BUFFERS', 'save'),
    choice('ioctl', t('Control request'), 'IRP_MJ_DEVICE_CONTROL', 'settings'),
    choice('open', t('Open a handle'), 'IRP_MJ_CREATE', 'key'),
    choice('close', t('Close the oldest handle'), 'IRP_MJ_CLEANUP, IRP_MJ_CLOSE', 'close'),
  ];
}

function controlCodes(): readonly Choice<number>[] {
  return Object.entries(CONTROL_CODES).map(([label, value]) => ({ label, description: hex(value), value }));
}

export function otherControlCode(text: string): Choice<number> | undefined {
  const code = /^(0x[0-9a-f]{1,8}|\d{1,10})$/i.test(text.trim()) ? Number(text) : undefined;
  if (code === undefined || code > 0xffff_ffff) return undefined;
  return { label: hex(code), description: t('as typed'), value: code };
}

const READ = /^\s*(\d{1,15})(?:[\s,]+(\d{1,15}))?\s*$/;
const WRITE = /^\s*(\d{1,15})[\s,]+(.+)$/;

export function readProblem(text: string): string | undefined {
  return READ.test(text) ? undefined : t('Two whole numbers, such as 0 512.');
}

export function writeProblem(text: string): string | undefined {
  const data = WRITE.exec(text)?.[2];
  if (data === undefined) return t('An offset and what to write there, such as 0 hello.');
  if (!data.startsWith('hex:') || /^hex:(?:[0-9a-f]{2})+\s*$/i.test(data)) return undefined;
  return t('What follows hex: must be pairs of hex digits.');
}

function readDetails(text: string): Details {
  const [, offset, length] = READ.exec(text) ?? [];
  return { offset: Number(offset ?? 0), ...(length === undefined ? {} : { length: Number(length) }) };
}

function writeDetails(text: string): Details {
  const [, offset, data = ''] = WRITE.exec(text) ?? [];
  return { offset: Number(offset ?? 0), data: data.startsWith('hex:') ? data.trim() : data };
}

function detailsOf(argument: unknown): Details {
  const [offset, length, code] = ['offset', 'length', 'code'].map((name) => numberOf(argument, name));
  const data = textOf(argument, 'data');
  return {
    ...(offset === undefined ? {} : { offset }),
    ...(length === undefined ? {} : { length }),
    ...(code === undefined ? {} : { code }),
    ...(data === undefined ? {} : { data }),
  };
}

function hex(value: number): string {
  return `0x${value.toString(16).toUpperCase().padStart(8, '0')}`;
}
