/** A Storport miniport in C without hardware: its disk is an array. */
export const VIRTUAL_MINIPORT = `
#include <storport.h>

static UCHAR Medium[0x10000];
static PVOID Kept;

static BOOLEAN Initialize(PVOID ext)
{
  return TRUE;
}

static ULONG FindAdapter(PVOID ext, PVOID context, PVOID bus, PVOID lower, PVOID arguments, PPORT_CONFIGURATION_INFORMATION config, PVOID again)
{
  PDEVICE_OBJECT pdo = context, fdo = bus;

  if (lower != pdo || pdo->AttachedDevice != fdo)
    return SP_RETURN_ERROR;
  config->VirtualDevice = TRUE;
  config->MaximumTransferLength = 0x10000;
  config->NumberOfPhysicalBreaks = 17;
  config->NumberOfBuses = 1;
  config->MaximumNumberOfTargets = 1;
  config->SynchronizationModel = StorSynchronizeFullDuplex;
  return SP_RETURN_FOUND;
}

static BOOLEAN StartIo(PVOID ext, PSCSI_REQUEST_BLOCK srb)
{
  ULONG at = ((ULONG)srb->Cdb[4] << 8 | srb->Cdb[5]) * 512;
  PVOID buffer = NULL;

  srb->SrbStatus = SRB_STATUS_SUCCESS;
  if (srb->Function == SRB_FUNCTION_EXECUTE_SCSI) {
    srb->ScsiStatus = 0;
    if (srb->Cdb[0] == SCSIOP_READ || srb->Cdb[0] == SCSIOP_WRITE) {
      if (at + srb->DataTransferLength > sizeof(Medium) || StorPortGetSystemAddress(ext, srb, &buffer) != STOR_STATUS_SUCCESS)
        srb->SrbStatus = SRB_STATUS_ERROR;
      else if (srb->Cdb[0] == SCSIOP_READ)
        memcpy(buffer, Medium + at, srb->DataTransferLength);
      else
        memcpy(Medium + at, buffer, srb->DataTransferLength);
    }
  }
  StorPortNotification(RequestComplete, ext, srb);
  return TRUE;
}

static BOOLEAN ResetBus(PVOID ext, ULONG path)
{
  return TRUE;
}

static SCSI_ADAPTER_CONTROL_STATUS Control(PVOID ext, SCSI_ADAPTER_CONTROL_TYPE type, PVOID parameters)
{
  PSCSI_SUPPORTED_CONTROL_TYPE_LIST list = parameters;

  if (type == ScsiQuerySupportedControlTypes)
    list->SupportedTypeList[ScsiStopAdapter] = list->SupportedTypeList[ScsiRestartAdapter] = TRUE;
  return ScsiAdapterControlSuccess;
}

static VOID Service(PVOID ext, PVOID irp)
{
  Kept = irp;
}

static VOID CompleteService(PVOID ext)
{
  PIRP irp = Kept;

  DbgPrint("complete\\n");
  if (irp == NULL)
    return;
  Kept = NULL;
  irp->IoStatus.Status = STATUS_CANCELLED;
  irp->IoStatus.Information = 0;
  StorPortCompleteServiceIrp(ext, irp);
}

static VOID Free(PVOID ext)
{
  DbgPrint("free\\n");
}

NTSTATUS DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
  VIRTUAL_HW_INITIALIZATION_DATA data;

  memset(&data, 0, sizeof(data));
  data.HwInitializationDataSize = sizeof(data);
  data.AdapterInterfaceType = Internal;
  data.FeatureSupport = STOR_FEATURE_VIRTUAL_MINIPORT;
  data.HwFindAdapter = FindAdapter;
  data.HwInitialize = Initialize;
  data.HwStartIo = StartIo;
  data.HwResetBus = ResetBus;
  data.HwAdapterControl = Control;
  data.HwProcessServiceRequest = Service;
  data.HwCompleteServiceIrp = CompleteService;
  data.HwFreeAdapterResources = Free;
  data.MapBuffers = STOR_MAP_NON_READ_WRITE_BUFFERS;
  data.TaggedQueuing = data.AutoRequestSense = data.MultipleRequestPerLu = data.NeedPhysicalAddresses = TRUE;
  return StorPortInitialize(driver, path, (PHW_INITIALIZATION_DATA)&data, NULL);
}
`;
