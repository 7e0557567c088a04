/** One data block, event block or method block of a device, as its driver has registered it. */
export interface WmiBlock {
  /** Text, in lower case and braces. */
  readonly guid: string;
  readonly flags: number;
  readonly instances: number;
}
