/** As in the manifest, and in launch.json. */
export const DEBUG_TYPE = 'driver-sandbox';
