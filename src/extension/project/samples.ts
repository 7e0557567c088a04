import { t } from '../text.ts';

/** Folders of `samples` that hold a machine, in the order in which one learns. */
export const SAMPLES = ['storage', 'usage-lab', 'power', 'soc', 'c-filter'] as const;
export type SampleName = (typeof SAMPLES)[number];

export function sampleTitle(sample: SampleName): string {
  switch (sample) {
    case 'storage':
      return t('Storage');
    case 'usage-lab':
      return t('Usage lab');
    case 'power':
      return t('Power');
    case 'soc':
      return t('System on a chip');
    case 'c-filter':
      return t('Filter in C');
  }
}

export function sampleText(sample: SampleName): string {
  switch (sample) {
    case 'storage':
      return t('A disk with a volume and a filter driver in TypeScript: the place to begin');
    case 'usage-lab':
      return t('Six filters that handle usage notifications wrongly, each in one way');
    case 'power':
      return t('A power policy owner with components, idle states and wake');
    case 'soc':
      return t('A platform extension plug-in, and a crash dump that needs it');
    case 'c-filter':
      return t('The storage filter in C; needs the compiler package');
  }
}
