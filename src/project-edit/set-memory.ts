/** Writes the size of the function into apikit.yaml, and keeps every other byte. Pure. */
import { isScalar } from 'yaml';
import { type EntryPath, insertEntry, parsed } from './insert-entry.ts';
import { spliced } from './splice.ts';

export interface MemoryEdit {
  readonly text: string;
  /** The setting that was written: `function.memory`. */
  readonly setting: string;
}

/** The setting of the stage has the size if it has one; otherwise the setting of the project, for all stages. */
export function setMemory(text: string, stage: string, memory: number): MemoryEdit {
  const document = parsed(text);
  const paths: readonly EntryPath[] = [
    ['stages', stage, 'function', 'memory'],
    ['function', 'memory'],
  ];
  for (const path of paths) {
    const node = document.getIn(path, true);
    if (!isScalar(node) || !node.range) continue;
    const [start, end] = node.range;
    return { text: spliced(text, [{ start, end, text: String(memory) }]), setting: path.join('.') };
  }
  return { text: insertEntry(text, ['function', 'memory'], memory), setting: 'function.memory' };
}
