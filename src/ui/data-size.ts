/**
 * An amount of data as people read it: `840 bytes`, `12.3 MB`, `1.2 GB`. A GB has 1,024³ bytes, as in AWS's prices.
 * Pure.
 */
import { counted } from '../text/counted.ts';

const UNITS = ['KB', 'MB', 'GB', 'TB'];

export function dataSize(bytes: number): string {
  if (bytes < 1_024) return counted(bytes, 'byte');
  let size = bytes / 1_024;
  let unit = 0;
  while (size >= 1_024 && unit < UNITS.length - 1) {
    size /= 1_024;
    unit += 1;
  }
  return `${size.toFixed(size < 100 ? 1 : 0)} ${UNITS[unit]}`;
}
