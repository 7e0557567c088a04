/** The properties of each kind of object in a machine file; the JSON schema has the same, and a test holds them together. */
export const SHAPE = {
  machine: [
    '$schema',
    'name',
    'seed',
    'memory',
    'pep',
    'pepStrict',
    'power',
    'verifier',
    'drivers',
    'devices',
    'specialFiles',
    'dumpFilters',
    'crashDump',
    'crashControl',
  ],
  driver: ['source', 'includes', 'defines', 'registry'],
  device: [
    'id',
    'description',
    'hardwareIds',
    'function',
    'miniport',
    'size',
    'upperFilters',
    'lowerFilters',
    'registry',
    'resources',
    'removable',
    'ejectable',
    'power',
    'volumes',
    'children',
  ],
  volume: ['id', 'size', 'upperFilters', 'lowerFilters'],
  resource: ['type', 'size', 'at', 'shared'],
  power: ['d1', 'd2', 'systemWake', 'deviceWake', 'inrush', 'rail', 'd3cold', 'debugPort'],
  systemPower: [
    'watchdog',
    'pnpLockWait',
    'workers',
    'queryVeto',
    'raiseIrql',
    'inrushLimit',
    'legacyRules',
    'systemIdle',
    'holdUpForSleep',
    'directedTimeout',
    'dripsWatchdog',
    'dripsBugCheck',
    'resumeBugCheck',
  ],
  crashControl: [
    'CrashDumpEnabled',
    'FilterPages',
    'DumpFile',
    'MinidumpDir',
    'MinidumpsCount',
    'Overwrite',
    'AutoReboot',
  ],
  specialFile: ['device', 'type', 'size'],
  verifier: [
    'mode',
    'rules',
    'drivers',
    'specialPool',
    'forceIrqlChecking',
    'poolTracking',
    'deadlockDetection',
    'lowResources',
    'forcePendingIo',
    'powerDelays',
    'scramblePnp',
    'irpLogging',
  ],
  specialPool: ['tags', 'align'],
  lowResources: ['probability', 'seed', 'tags', 'drivers', 'delay', 'allocation'],
  forcePendingIo: ['probability', 'seed'],
  powerDelays: ['probability', 'seed', 'most'],
} as const;

export const RESOURCE_TYPES = ['memory', 'port', 'interrupt'] as const;
export type ResourceType = (typeof RESOURCE_TYPES)[number];
/** In the order of SYSTEM_POWER_STATE, from S0 on. */
export const SYSTEM_POWER_NAMES = ['S0', 'S1', 'S2', 'S3', 'S4', 'S5'] as const;
/** In the order of DEVICE_POWER_STATE, from D0 on. */
export const DEVICE_POWER_NAMES = ['D0', 'D1', 'D2', 'D3'] as const;
/** What a bug check writes into the dump file. */
export const CRASH_DUMPS = ['automatic', 'kernel', 'complete', 'active', 'small', 'none'] as const;
export const PEP_KINDS = ['default', 'none', 'soc'] as const;
/** What a refused IRP_MN_QUERY_POWER leads to. */
export const QUERY_VETOES = ['proceed', 'reaffirm', 'nextState'] as const;
/** When 0xA0/0xA stops a machine that wakes up. */
export const RESUME_BUG_CHECKS = ['never', 'atOnce', 'afterNonPageable', 'afterAll'] as const;
export const VERIFIER_MODES = ['standard', 'off', 'all'] as const;
export const SPECIAL_POOL_ALIGNMENTS = ['end', 'start'] as const;
export const RULE_ACTIONS = ['off', 'report', 'bugcheck'] as const;

export const DEFAULTS = { seed: 1, memoryBytes: 64 * 1024 * 1024, diskBytes: 64 * 1024 * 1024 } as const;

/** Also what a path in the state can name without quotes. */
export const ID_PATTERN = /^[A-Za-z_][A-Za-z0-9_-]*$/;
