// Draws media/icon.png, which the Marketplace shows: three boxes of a stack, an IRP on its way down and back up.
// `node scripts/bootstrap.mjs make-icon`
import { join } from 'node:path';
import { launchChromium } from './lib/chromium.ts';
import { root } from './lib/paths.ts';

const SIZE = 256;
const picture = `
<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE}" height="${SIZE}" viewBox="0 0 256 256">
  <rect width="256" height="256" rx="48" fill="#1f2933"/>
  <g stroke="#9fb3c8" stroke-width="6" fill="#2f3e4e">
    <rect x="72" y="48" width="112" height="42" rx="10" stroke-dasharray="14 9"/>
    <rect x="72" y="107" width="112" height="42" rx="10"/>
    <rect x="72" y="166" width="112" height="42" rx="10"/>
  </g>
  <g fill="none" stroke-width="11" stroke-linecap="round" stroke-linejoin="round">
    <path d="M42 62v132m0 0-16-18m16 18 16-18" stroke="#58a6ff"/>
    <path d="M214 194V62m0 0-16 18m16-18 16 18" stroke="#5ad19a"/>
  </g>
  <circle cx="128" cy="128" r="9" fill="#58a6ff"/>
</svg>`;

const browser = await launchChromium();
const page = await browser.newPage({ viewport: { width: SIZE, height: SIZE } });
await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${picture}`);
await page.screenshot({ path: join(root, 'media', 'icon.png'), omitBackground: true });
await browser.close();
