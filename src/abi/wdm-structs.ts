/** Every structure that a driver can name. */
import { adopt, type StructClass } from './struct.ts';
import * as bugcheck from './structs/bugcheck.ts';
import * as capabilities from './structs/capabilities.ts';
import * as dma from './structs/dma.ts';
import * as dumpFilter from './structs/dump-filter.ts';
import * as ex from './structs/ex.ts';
import * as io from './structs/io.ts';
import * as ioParameters from './structs/io-parameters.ts';
import * as ioServices from './structs/io-services.ts';
import * as ke from './structs/ke.ts';
import * as mm from './structs/mm.ts';
import * as pep from './structs/pep.ts';
import * as pepPerf from './structs/pep-perf.ts';
import * as pepPlatform from './structs/pep-platform.ts';
import * as pnp from './structs/pnp.ts';
import * as pofx from './structs/pofx.ts';
import * as power from './structs/power.ts';
import * as resources from './structs/resources.ts';
import * as rtl from './structs/rtl.ts';
import * as storage from './structs/storage.ts';
import * as storport from './structs/storport.ts';
import * as storportConfig from './structs/storport-config.ts';
import * as storportPoFx from './structs/storport-pofx.ts';
import * as storportRequests from './structs/storport-requests.ts';
import * as wmi from './structs/wmi.ts';

export * from './structs/bugcheck.ts';
export * from './structs/capabilities.ts';
export * from './structs/dma.ts';
export * from './structs/dump-filter.ts';
export * from './structs/ex.ts';
export * from './structs/io.ts';
export * from './structs/io-parameters.ts';
export * from './structs/io-services.ts';
export * from './structs/ke.ts';
export * from './structs/mm.ts';
export * from './structs/pep.ts';
export * from './structs/pep-perf.ts';
export * from './structs/pep-platform.ts';
export * from './structs/pnp.ts';
export * from './structs/pofx.ts';
export * from './structs/power.ts';
export * from './structs/resources.ts';
export * from './structs/rtl.ts';
export * from './structs/storage.ts';
export * from './structs/storport.ts';
export * from './structs/storport-config.ts';
export * from './structs/storport-pofx.ts';
export * from './structs/storport-requests.ts';
export * from './structs/storport-roles.ts';
export * from './structs/wmi.ts';

for (const module of [
  bugcheck,
  capabilities,
  dma,
  dumpFilter,
  ex,
  io,
  ioParameters,
  ioServices,
  ke,
  mm,
  pep,
  pepPerf,
  pepPlatform,
  pnp,
  pofx,
  power,
  resources,
  rtl,
  storage,
  storport,
  storportConfig,
  storportPoFx,
  storportRequests,
  wmi,
]) {
  for (const value of Object.values<unknown>(module)) {
    if (typeof value === 'function') adopt(value as StructClass);
  }
}
