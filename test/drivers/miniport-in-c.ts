/** A Storport miniport in C for the emulated adapter. */
export const MINIPORT = `
#include <storport.h>

/* The command that the emulated adapter fetches, and the registers that it has. */
typedef struct _COMMAND {
  UCHAR Target, Lun, CdbLength, Flags;
  ULONG DataLength, Segments, SegmentList;
  UCHAR Cdb[16];
  ULONG SenseAddress, SenseLength, Transferred;
  UCHAR ScsiStatus, AdapterStatus, Padding[2];
  ULONG Unused[4];
} COMMAND;
typedef struct _REQUEST { COMMAND Command; struct { ULONG Address, Length; } List[33]; PSCSI_REQUEST_BLOCK Srb; } REQUEST, *PREQUEST;
typedef struct _ADAPTER { PUCHAR Registers; } ADAPTER, *PADAPTER;

#define REGISTER(ext, offset) (PULONG)(((PADAPTER)(ext))->Registers + (offset))

static BOOLEAN Initialize(PVOID ext)
{
  StorPortWriteRegisterUlong(ext, REGISTER(ext, 0x08), 3);
  StorPortWriteRegisterUlong(ext, REGISTER(ext, 0x14), 1);
  return TRUE;
}

static ULONG Starts = 1;
static ULONG Finds;

static ULONG FindAdapter(PVOID ext, PVOID context, PVOID bus, PVOID arguments, PPORT_CONFIGURATION_INFORMATION config, PVOID again)
{
  PADAPTER adapter = ext;
  PACCESS_RANGE range = config->AccessRanges;

  adapter->Registers = StorPortGetDeviceBase(ext, config->AdapterInterfaceType, 0, range->RangeStart, 0x1000, !range->RangeInMemory);
  if (adapter->Registers == NULL)
    return SP_RETURN_ERROR;
  Finds += 1;
  StorPortDebugPrint(0, "%u %u %u", Starts, Finds, config->DumpMode);
  config->MaximumTransferLength = 0x10000;
  config->NumberOfPhysicalBreaks = 17;
  config->NumberOfBuses = 1;
  config->MaximumNumberOfTargets = (UCHAR)StorPortReadRegisterUlong(ext, REGISTER(ext, 0x20));
  config->SynchronizationModel = StorSynchronizeFullDuplex;
  StorPortDebugPrint(0, "%d targets, bytes %u", config->MaximumNumberOfTargets, (ULONG)sizeof(PORT_CONFIGURATION_INFORMATION));
  return SP_RETURN_FOUND;
}

static VOID Complete(PVOID ext, PSCSI_REQUEST_BLOCK srb, UCHAR status)
{
  srb->SrbStatus = status;
  StorPortNotification(RequestComplete, ext, srb);
}

static BOOLEAN StartIo(PVOID ext, PSCSI_REQUEST_BLOCK srb)
{
  PREQUEST request = srb->SrbExtension;
  PSTOR_SCATTER_GATHER_LIST list = NULL;
  ULONG length, index;

  if (srb->Function != SRB_FUNCTION_EXECUTE_SCSI) {
    Complete(ext, srb, SRB_STATUS_INVALID_REQUEST);
    return TRUE;
  }
  memset(request, 0, sizeof(REQUEST));
  request->Srb = srb;
  request->Command.Target = srb->TargetId;
  request->Command.CdbLength = srb->CdbLength;
  memcpy(request->Command.Cdb, srb->Cdb, srb->CdbLength);
  if (srb->DataTransferLength != 0)
    list = StorPortGetScatterGatherList(ext, srb);
  for (index = 0; list != NULL && index < list->NumberOfElements; index += 1) {
    request->List[index].Address = list->List[index].PhysicalAddress.LowPart;
    request->List[index].Length = list->List[index].Length;
  }
  request->Command.Segments = index;
  request->Command.SegmentList = StorPortGetPhysicalAddress(ext, srb, request->List, &length).LowPart;
  StorPortWriteRegisterUlong(ext, REGISTER(ext, 0x18), StorPortGetPhysicalAddress(ext, srb, request, &length).LowPart);
  return TRUE;
}

static BOOLEAN Interrupt(PVOID ext)
{
  ULONG causes = StorPortReadRegisterUlong(ext, REGISTER(ext, 0x10)), done;

  if (causes == 0)
    return FALSE;
  StorPortWriteRegisterUlong(ext, REGISTER(ext, 0x10), causes);
  while ((done = StorPortReadRegisterUlong(ext, REGISTER(ext, 0x1c))) != 0) {
    PREQUEST request = (PREQUEST)(ULONG_PTR)done;
    PSCSI_REQUEST_BLOCK srb = request->Srb;

    srb->ScsiStatus = request->Command.ScsiStatus;
    srb->DataTransferLength = request->Command.Transferred;
    Complete(ext, srb, request->Command.AdapterStatus == 0 ? SRB_STATUS_SUCCESS : SRB_STATUS_SELECTION_TIMEOUT);
  }
  return TRUE;
}

static BOOLEAN ResetBus(PVOID ext, ULONG path)
{
  StorPortCompleteRequest(ext, (UCHAR)path, 0xff, 0xff, SRB_STATUS_BUS_RESET);
  return TRUE;
}

static SCSI_ADAPTER_CONTROL_STATUS Control(PVOID ext, SCSI_ADAPTER_CONTROL_TYPE type, PVOID parameters)
{
  PSCSI_SUPPORTED_CONTROL_TYPE_LIST list = parameters;

  if (type == ScsiQuerySupportedControlTypes) {
    list->SupportedTypeList[ScsiStopAdapter] = TRUE;
    list->SupportedTypeList[ScsiRestartAdapter] = TRUE;
  } else if (type == ScsiRestartAdapter) {
    Initialize(ext);
  }
  return ScsiAdapterControlSuccess;
}

NTSTATUS DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
  HW_INITIALIZATION_DATA data;

  Starts += 1;
  memset(&data, 0, sizeof(data));
  data.HwInitializationDataSize = sizeof(data);
  data.AdapterInterfaceType = PCIBus;
  data.HwFindAdapter = FindAdapter;
  data.HwInitialize = Initialize;
  data.HwStartIo = StartIo;
  data.HwInterrupt = Interrupt;
  data.HwResetBus = ResetBus;
  data.HwAdapterControl = Control;
  data.DeviceExtensionSize = sizeof(ADAPTER);
  data.SrbExtensionSize = sizeof(REQUEST);
  data.MapBuffers = STOR_MAP_NON_READ_WRITE_BUFFERS;
  data.NeedPhysicalAddresses = data.TaggedQueuing = data.AutoRequestSense = data.MultipleRequestPerLu = TRUE;
  return StorPortInitialize(driver, path, &data, NULL);
}
`;
