import { type HostHandle, type StartHostOptions, startHost } from '../../../src/client/start-host.ts';
import type { Diagnostic } from '../../../src/protocol/diagnostic.ts';
import type { HostNotifications } from '../../../src/protocol/messages.ts';

export interface Started {
  readonly host: HostHandle;
  readonly notifications: { method: keyof HostNotifications; params: unknown }[];
  diagnostics(): Diagnostic[];
}

/** A sandbox process whose machine is one driver with this text. */
export async function startSandbox(
  entry: string,
  text: string,
  options: Partial<StartHostOptions> = {},
): Promise<Started> {
  const notifications: Started['notifications'] = [];
  const host = await startHost({
    entry,
    readFile: (path) => Promise.resolve(path === 'dir a/flt.ts' ? text : null),
    onNotification: (method, params) => notifications.push({ method, params }),
    ...options,
  });
  const diagnostics = (): Diagnostic[] =>
    notifications.flatMap(({ method, params }) =>
      method === 'machine/diagnostics' ? [...(params as HostNotifications['machine/diagnostics']).diagnostics] : [],
    );
  return { host, notifications, diagnostics };
}
