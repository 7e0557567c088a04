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

// Components of storage devices (STOR_POFX_COMPONENT.Id)
export const STORPORT_POFX_ADAPTER_GUID = '{dcaf9c10-895f-481f-a492-d4ced2f55633}';
export const STORPORT_POFX_LUN_GUID = '{585d326b-0b3a-4088-8939-88b00f6958be}';

// Power settings (PoRegisterPowerSettingCallback). Each has a value of one ULONG.
export const GUID_ACDC_POWER_SOURCE = '{5d3e9a59-e9d5-4b00-a6bd-ff34ff516548}';
export const GUID_BATTERY_PERCENTAGE_REMAINING = '{a7ad8041-b45a-4cae-87a3-eecbb468a9e1}';
export const GUID_CONSOLE_DISPLAY_STATE = '{6fe69556-704a-47a0-8f24-c28d936fda47}';
export const GUID_GLOBAL_USER_PRESENCE = '{786e8a1d-b427-4344-9207-09e70bdcbea9}';
export const GUID_LIDSWITCH_STATE_CHANGE = '{ba3e0f4d-b817-4094-a2d1-d56379e6a0f3}';
export const GUID_MONITOR_POWER_ON = '{02731015-4510-4526-99e6-e5a17ebd1aea}';
export const GUID_POWER_SAVING_STATUS = '{e00958c0-c213-4ace-ac77-fecced2eeea5}';
export const GUID_SYSTEM_AWAYMODE = '{98a7f580-01f7-48aa-9c0f-44352c29e5c0}';
/** Documents name it without its value: this one is the sandbox's own. */
export const GUID_LOW_POWER_EPOCH = '{5a4db0c5-0001-4c0e-9d1e-64726970735f}';
