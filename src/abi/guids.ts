/** Identifiers that the system itself uses. TypeScript drivers give and compare them as text. */

// What PnP notification reports
export const GUID_HWPROFILE_QUERY_CHANGE = '{cb3a4001-46f0-11d0-b08f-00609713053f}';
export const GUID_HWPROFILE_CHANGE_CANCELLED = '{cb3a4002-46f0-11d0-b08f-00609713053f}';
export const GUID_HWPROFILE_CHANGE_COMPLETE = '{cb3a4003-46f0-11d0-b08f-00609713053f}';
export const GUID_DEVICE_INTERFACE_ARRIVAL = '{cb3a4004-46f0-11d0-b08f-00609713053f}';
export const GUID_DEVICE_INTERFACE_REMOVAL = '{cb3a4005-46f0-11d0-b08f-00609713053f}';
export const GUID_TARGET_DEVICE_QUERY_REMOVE = '{cb3a4006-46f0-11d0-b08f-00609713053f}';
export const GUID_TARGET_DEVICE_REMOVE_CANCELLED = '{cb3a4007-46f0-11d0-b08f-00609713053f}';
export const GUID_TARGET_DEVICE_REMOVE_COMPLETE = '{cb3a4008-46f0-11d0-b08f-00609713053f}';

// Classes of device interfaces
export const GUID_DEVINTERFACE_DISK = '{53f56307-b6bf-11d0-94f2-00a0c91efb8b}';
export const GUID_DEVINTERFACE_VOLUME = '{53f5630d-b6bf-11d0-94f2-00a0c91efb8b}';
export const GUID_DEVINTERFACE_STORAGEPORT = '{2accfe60-c130-11d2-b082-00a0c91efb8b}';

// Interfaces between drivers
export const GUID_BUS_INTERFACE_STANDARD = '{496b8280-6f25-11d0-beaf-08002be2092f}';
export const GUID_D3COLD_SUPPORT_INTERFACE = '{b38290e5-3cd0-4f9d-9937-f5fe2b44d47a}';
