/** What a miniport keeps that a reset or an abort should have ended. */
import { inDriver, type Mistake, using } from './storport-change.ts';
import { DOORBELL, FOUND, LONG, LOST, READ } from './storport-places.ts';

export const resetMistakes: readonly Mistake[] = [
  {
    rule: 'F0/0x1',
    changes: [
      inDriver(DOORBELL, LOST),
      inDriver('  Abort(extension, cast(ADAPTER, extension), path, 0xff);\n', ''),
      inDriver('      Abort(extension, adapter, srb.PathId, srb.TargetId);\n', ''),
    ],
    at: 'function ResetBus(',
    steps: [READ, LONG],
  },
  {
    rule: 'F0/0x2',
    changes: [
      using('STOR_ADAPTER_FEATURE_ABORT_COMMAND', 'SRB_FUNCTION_ABORT_COMMAND'),
      inDriver(DOORBELL, LOST),
      inDriver(FOUND, `  config.FeatureSupport = STOR_ADAPTER_FEATURE_ABORT_COMMAND;\n${FOUND}`),
      inDriver(
        '    case SRB_FUNCTION_FLUSH:\n',
        '    case SRB_FUNCTION_ABORT_COMMAND:\n    case SRB_FUNCTION_FLUSH:\n',
      ),
    ],
    at: 'function BuildIo(',
    steps: [READ, LONG],
  },
  {
    rule: 'F1/0x1007',
    changes: [
      using('ResetDetected'),
      inDriver(DOORBELL, `  StorPortNotification(ResetDetected, extension, 0);\n${DOORBELL}`),
    ],
    at: 'function StartIo(',
    steps: [READ],
  },
  {
    rule: 'F0/0x3',
    changes: [
      inDriver(DOORBELL, LOST),
      inDriver('  Abort(extension, cast(ADAPTER, extension), path, 0xff);\n  return TRUE;', '  return FALSE;'),
      inDriver('      Abort(extension, adapter, srb.PathId, srb.TargetId);\n', ''),
    ],
    at: 'function ResetBus(',
    steps: [READ, LONG],
  },
];
