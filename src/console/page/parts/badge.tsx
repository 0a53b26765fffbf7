/** A short state. Its words say everything, and its colour only helps. */
import { visible } from './texts.ts';

export type Tone = 'good' | 'bad' | 'warn' | 'plain';

export const Badge = ({ tone, text }: { tone: Tone; text: string }) => (
  <span class={`badge ${tone}`}>{visible(text)}</span>
);

export const toneOfStatus = (status: number): Tone =>
  status >= 500 || status === 0 ? 'bad' : status >= 400 ? 'warn' : 'good';
