/** What drivers have registered: interfaces of their devices, and what they want to hear of. */
import type { DRIVER_NOTIFICATION_CALLBACK_ROUTINE } from '../../abi/structs/pnp.ts';
import type { OpenFile } from '../io/file-object.ts';
import type { LoadedDriver } from '../io/io-manager.ts';
import type { Devnode } from './devnode.ts';

export interface DeviceInterface {
  readonly link: string;
  readonly interfaceClass: string;
  /** The device that has registered it last. */
  devnode: Devnode;
  isEnabled: boolean;
  /** Its arrival has been told; that of an interface of a device that is still starting is held back (PNP-10). */
  isAnnounced: boolean;
}

/** One call of IoRegisterPlugPlayNotification. */
export interface Registration {
  /** What the driver unregisters with. */
  readonly entry: number;
  /** IO_NOTIFICATION_EVENT_CATEGORY */
  readonly category: number;
  /** Class of interfaces; empty for the other categories. */
  readonly interfaceClass: string;
  /** The file by which the driver named its target device. */
  readonly file: OpenFile | null;
  readonly target: Devnode | null;
  readonly driver: LoadedDriver;
  readonly callback: DRIVER_NOTIFICATION_CALLBACK_ROUTINE;
  readonly context: number;
}
